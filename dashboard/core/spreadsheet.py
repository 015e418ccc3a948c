"""Text as it may stand in a CSV that somebody opens in a spreadsheet."""

from __future__ import annotations

import re

# What spreadsheets take for a formula, also in full width, also after spaces and signs that nobody sees. assets/50-pages.js
# knows it as well, and takes the sign away again where the cell is shown on the page.
FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula, and no reader of CSV for the end of a file."""
    text = text.replace("\0", "")
    return f"'{text}" if FORMULA.match(text) else text


def plain(text: str) -> str:
    """The text as it was before `safe_text`, or another program that does the same, wrote it."""
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text
