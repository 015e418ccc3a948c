"""The privacy floor: which groups are large enough for their figures to be shown."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.subjects import Reason


def reason(max_licensed: int, max_active: int, floor: int) -> Reason | None:
    """Why a team doesn't qualify, or None if it does.

    `max_licensed` is the largest number of licensed members on any day of the history, `max_active` the largest
    number of them, on one such day, who were active on at least one day.
    """
    if max_licensed < floor:
        return "too_few_licensed"
    if max_active < floor:
        return "too_few_active"
    return None


def split_cells(people: Sequence[int], floor: int) -> tuple[list[int], list[int]]:
    """The places of the cells to show, and of those to fold into "other", given how many people are in each.

    If only one cell would fold, the smallest of the shown ones folds with it, or it could be had by subtraction.
    """
    shown = [place for place, count in enumerate(people) if count >= floor]
    folded = [place for place, count in enumerate(people) if count < floor]
    if len(folded) == 1 and shown:
        smallest = min(shown, key=lambda place: people[place])
        shown.remove(smallest)
        folded.append(smallest)
    return shown, folded
