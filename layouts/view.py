"""The view an address asks for: which days, how they are grouped, and whether they are set against those before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import parse_qs, urlencode

from dashboard.core.assistants import Asked
from dashboard.core.days import ONE_DAY, USUAL_WEEK, Span, WorkingDays, parse_day, trailing
from dashboard.core.periods import GROUPINGS, Grouping

PRESETS = (7, 28, 90, 365)
USUAL = 28
MOST_BY_DAY = 100  # longer spans are shown by week unless somebody asks for days: hundreds of bars say less
LONGEST = 3 * 366
EARLIEST = date(2008, 1, 1)  # before GitHub; keeps sums of days away from the calendar's beginning
OF_PAGES = ("with", "against", "team", "language", "unused")  # what single pages ask of their address besides


@dataclass(frozen=True)
class View:
    """`preset` is the number of trailing days asked for, None for free dates; `notices` say what fell back.

    `group` is how the days are to be grouped, None for what is usual of a span as long. `of_page` is what the page's address asks besides, by name: every link of the control bar keeps it. `assistant` is whose figures they are, of those that are `offered`.
    """

    span: Span
    preset: int | None = USUAL
    compare: bool = True
    org: str | None = None
    group: Grouping | None = None
    notices: tuple[str, ...] = field(default=(), compare=False)
    of_page: tuple[tuple[str, str], ...] = ()
    assistant: Asked = "copilot"
    offered: tuple[Asked, ...] = field(default=("copilot",), compare=False)
    week: WorkingDays = field(default=USUAL_WEEK, compare=False)  # the deployment's, for what charts shade

    @property
    def grouping(self) -> Grouping:
        return self.group or self.usual_grouping

    @property
    def usual_grouping(self) -> Grouping:
        return "day" if len(self.span) <= MOST_BY_DAY else "week"

    @property
    def search(self) -> str:
        """The query that brings this view back; what is usual is left out."""
        asked: dict[str, str] = {"org": self.org} if self.org else {}
        if self.assistant != "copilot":
            asked["assistant"] = self.assistant
        asked |= dict(self.of_page)
        if self.preset is None:
            asked |= {"from": self.span.first.isoformat(), "to": self.span.last.isoformat()}
        elif self.preset != USUAL:
            asked |= {"days": str(self.preset)}
        if self.group:
            asked |= {"group": self.group}
        if self.working_only:
            asked |= {"working": "1"}
        if not self.compare:
            asked |= {"compare": "0"}
        return f"?{urlencode(asked, safe='/,')}" if asked else ""

    @property
    def working_only(self) -> bool:
        return self.span.only is not None

    def trailing(self, last: date, days: int) -> View:
        return replace(self, span=replace(trailing(last, days), only=self.span.only), preset=days)

    def with_page(self, **asked: str) -> View:
        """The same view with other values of what its page asks; an empty one is left out."""
        values = dict(self.of_page) | asked
        return replace(self, of_page=tuple((name, values[name]) for name in OF_PAGES if values.get(name)))

    def grouped(self, grouping: Grouping) -> View:
        return replace(self, group=grouping)

    def moved(self, last: date, places: int) -> View | None:
        """The span `places` of its lengths later, up to `last`; None if there is none such."""
        by = timedelta(days=places * len(self.span))
        end = min(self.span.last + by, last)
        first = end - timedelta(days=len(self.span) - 1)
        if (end - self.span.last).days * places <= 0:
            return None
        preset = len(self.span) if end == last and len(self.span) in PRESETS else None
        return replace(self, span=replace(self.span, first=first, last=end), preset=preset)


def asked(search: str | None, last: date, working: WorkingDays = USUAL_WEEK, offered: Sequence[Asked] = ()) -> View:
    """What `search` asks for, `last` being the newest day there is; `offered` are the assistants to choose from, none on a
    page of GitHub's alone. Whatever is not understood falls back, and says so."""
    given = _given(search)
    notices: list[str] = []
    span, preset = _span(given, last, notices)
    if _is_set(given.get("working"), False, "working days", notices):
        span = _working_only(span, working, notices)
    compare = _is_set(given.get("compare"), True, "a comparison", notices)
    group = _grouping(given.get("group"), notices)
    of_page = tuple((name, given[name]) for name in OF_PAGES if given.get(name))
    assistant = asked_assistant(search, offered)
    if offered and given.get("assistant", assistant) != assistant:
        notices.append("This link asked for an assistant that is not used here. Showing Copilot.")
    org = asked_org(search or "") or None
    return View(span, preset, compare, org, group, tuple(notices), of_page, assistant, tuple(offered), working)


def asked_assistant(search: str | None, offered: Sequence[Asked]) -> Asked:
    """Whose figures a query asks for, of those that are offered; Copilot's if it names none of them."""
    given = _given(search).get("assistant")
    return next((asked for asked in offered if asked == given), "copilot")


def _working_only(span: Span, working: WorkingDays, notices: list[str]) -> Span:
    only = replace(span, only=working)
    if any(True for _ in only):
        return only
    notices.append("None of these days is a working day. Showing all of them.")
    return span


def _grouping(given: str | None, notices: list[str]) -> Grouping | None:
    for grouping in GROUPINGS:
        if given == grouping:
            return grouping
    if given is not None:
        notices.append("This link asked for a grouping that does not exist. Showing what is usual.")
    return None


def _is_set(given: str | None, usual: bool, what: str, notices: list[str]) -> bool:
    if given not in (None, "0", "1"):
        notices.append(f"This link asked for {what} in a way that does not exist. Showing what is usual.")
        return usual
    return usual if given is None else given == "1"


def _span(given: dict[str, str], last: date, notices: list[str]) -> tuple[Span, int | None]:
    if "from" in given or "to" in given:
        span = _free(given, last, notices)
        if span:
            return span, None
    elif given.get("days", str(USUAL)) in map(str, PRESETS):
        days = int(given.get("days", USUAL))
        return trailing(last, days), days
    else:
        notices.append(f"This link asked for a number of days that is not offered. Showing {USUAL} days.")
    return trailing(last, USUAL), USUAL


def _free(given: dict[str, str], last: date, notices: list[str]) -> Span | None:
    try:
        end = parse_day(given["to"]) if "to" in given else last
        first = parse_day(given["from"]) if "from" in given else end - (USUAL - 1) * ONE_DAY
        span = Span(max(first, EARLIEST), min(end, last))
    except (ValueError, OverflowError):
        notices.append(f"This link asked for days that can’t be shown. Showing the newest {USUAL} days.")
        return None
    if len(span) > LONGEST:
        notices.append(f"This link asked for more than three years. Showing the newest {USUAL} days.")
        return None
    if end > last:
        notices.append("This link asked for days that have no report yet. Showing those up to the newest.")
    return span


def asked_org(search: str) -> str:
    """The organisation a query names, in lower case as in the history; empty if it names none."""
    return _given(search).get("org", "").lower()


def asked_of_page(search: str, name: str) -> str:
    """One of OF_PAGES as the address has it; empty if it hasn't."""
    return _given(search).get(name, "")


def _given(search: str | None) -> dict[str, str]:
    """The first value of each name. A query of absurd length is no query."""
    text = (search or "").lstrip("?")[:2000]
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}
