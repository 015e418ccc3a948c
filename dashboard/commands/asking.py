"""SQL over the history's tables."""

from __future__ import annotations

import argparse


def run(arguments: argparse.Namespace) -> int:
    raise NotImplementedError
