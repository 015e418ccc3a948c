"""Bringing old history along, from files."""

from __future__ import annotations

import argparse


def run(arguments: argparse.Namespace) -> int:
    raise NotImplementedError
