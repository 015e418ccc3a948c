"""The one page on which a personal key is shown. Plain, so that it is kept by no script and no component."""

from __future__ import annotations

from datetime import date

from layouts import words
from layouts.landing import TEMPLATES, Site


def page(site: Site, key: str, api: str, ends: date) -> str:
    """`api` is the address of the API, for the example."""
    return TEMPLATES.get_template("made_key.html").render(site=site, key=key, api=api, ends=words.full_day(ends))
