"""The whole dashboard, with callbacks that take their time. Run by gunicorn for test_security_gunicorn.py."""

from __future__ import annotations

import os
import time

from flask import Flask

from dashboard.app import create_server
from dashboard.settings import environment, read_settings

CALLBACK = "/_dash-update-component"


def server() -> Flask:
    found = create_server(read_settings(environment(), "serve"))
    answer, seconds = found.view_functions[CALLBACK], float(os.environ["CALLBACK_SECONDS"])

    def answer_slowly():
        time.sleep(seconds)
        return answer()

    found.view_functions[CALLBACK] = answer_slowly
    return found
