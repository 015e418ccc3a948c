"""What GitHub says of a synthetic person's seat."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from dashboard.demo.things import Seat

LONG_AGO = date(2025, 1, 7)
EDITORS = (
    "vscode/1.139.0/copilot-chat/0.52.1",
    "vscode/1.138.2/copilot-chat/0.51.0",
    "JetBrains-IU/261.5821.14/copilot-intellij/1.9.2",
    "vscode/1.139.0/copilot-chat/0.52.1",
    "VisualStudio/18.3.1/copilot-vs/18.3.0",
    "copilot-chat-platform",
    "JetBrains-PC/253.2290.7/copilot-intellij/1.8.0",
    "Neovim/0.12.1/copilot.vim/1.60",
    "copilot-cli/1.4.2",
)


def assigned(seat: Seat) -> datetime:
    return datetime.combine(seat.period.since or LONG_AGO, time(9, 4, 12))


def ends(seat: Seat, today: date) -> date | None:
    """A seat that ends within the month was cancelled in this cycle."""
    until = seat.period.until
    return until if until and until - today <= timedelta(days=31) else None


def editor_of(seat: Seat) -> str:
    return EDITORS[seat.person.id % len(EDITORS)]


def plan_of(seat: Seat) -> str | None:
    """GitHub doesn't always say it."""
    if seat.person.id % 37 == 0:
        return None
    return "enterprise" if seat.person.id % 11 == 0 else "business"
