"""The measures that groups are compared by. Adding one is adding it to MEASURES."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.core.comparison import Head, Side, acceptance_of, adoption_of
from dashboard.core.numbers import Day
from dashboard.core.subjects import Organisation, Team
from layouts import breaks, words
from layouts.figures import Number

NO_LICENCES = (
    "GitHub’s reports don’t say who has a licence in an organisation, only in its teams. How many of its Copilot seats "
    "were used is on the organisation’s page."
)
NO_REPORT = "No report for these days: unknown, which is not zero."


@dataclass(frozen=True)
class Measure:
    """`whole` is the number of a span, `small` what stands beside it, `at` the number of one point; `column` names it
    in the table. `{head}` in texts is whom counts are divided by, `{point}` and `{when}` what a point is."""

    name: str
    title: str
    say: str
    column: str
    term: str
    counted: breaks.Counted
    whole: Callable[[Side, Head], Number]
    small: Callable[[Side, Head], str]
    at: Callable[[Side, Head, Day], Number]
    is_share: bool = False

    @property
    def hover(self) -> str:
        """The number's format in the plot."""
        return ".0%" if self.is_share else ",.3~r"

    def said(self, number: Number) -> str:
        return words.per_cent(number) if self.is_share else words.mean(number)

    def rounded(self, number: Number) -> Number:
        return number if self.is_share or number is None else round(number, 2)

    def unknown(self, side: Side) -> str:
        """Why there is nothing to draw."""
        no_licences = self.term == "adoption" and isinstance(side.subject, Organisation)
        return NO_LICENCES if no_licences else NO_REPORT


def per_head(counter: str, title: str, term: str, counted: breaks.Counted) -> Measure:
    """A sum, for each head of the group, so that groups of any size can be compared."""

    def small(side: Side, head: Head) -> str:
        return f"for each {head}; {words.mean(getattr(side.totals.counters, counter))} in all"

    return Measure(
        name=counter.replace("_", "-"),
        title=title,
        say=f"{title} {{point}}, divided by the {{head}}s of the span, so that groups of different size can be compared.",
        column=f"{title} for each {{head}}",
        term=term,
        counted=counted,
        whole=lambda side, head: side.per(head, getattr(side.totals.counters, counter)),
        small=small,
        at=lambda side, head, point: side.per(head, getattr(point.counters, counter)),
    )


def _of_licensed(side: Side, head: Head) -> str:
    licensed = side.totals.licensed_members
    return f"of {words.count(licensed)} licensed" if licensed else ""


ACTIVE = Measure(
    name="active",
    title="Active users",
    say="Different people who were active {when}. These are people, so larger groups have more.",
    column="Active users",
    term="active-users",
    counted="people",
    whole=lambda side, head: side.totals.active_users,
    small=lambda side, head: "different people",
    at=lambda side, head, point: point.active_users,
)
ADOPTION = Measure(
    name="adoption",
    title="Adoption",
    say="Of the licensed members, the share who were active {when}; the number above each is of the whole span.",
    column="Adoption",
    term="adoption",
    counted="people",
    whole=lambda side, head: side.totals.adoption,
    small=_of_licensed,
    at=lambda side, head, point: adoption_of(point),
    is_share=True,
)
ACCEPTANCE = Measure(
    name="acceptance",
    title="Acceptance rate",
    say="Completions accepted out of those shown; a point where 20 or more were shown.",
    column="Acceptance rate",
    term="acceptance-rate",
    counted="completions",
    whole=lambda side, head: side.totals.counters.acceptance_rate,
    small=lambda side, head: f"of {words.count(side.totals.counters.completions_shown)} completions",
    at=lambda side, head, point: acceptance_of(point),
    is_share=True,
)
INTERACTIONS = per_head("interactions", "Interactions", "interactions", "interactions")
LINES = per_head("loc_added", "Lines added", "lines-added", "completions")
CREDITS = per_head("ai_credits", "AI credits", "ai-credits", "completions")

MEASURES = (ACTIVE, ADOPTION, INTERACTIONS, ACCEPTANCE, LINES, CREDITS)


def known_of(sides: Sequence[Side]) -> list[Measure]:
    """All but adoption, where only organisations are compared, and credits, where no side has any."""
    licensed = any(isinstance(side.subject, Team) for side in sides)
    credits = any(side.totals.counters.ai_credits is not None for side in sides)
    known = {id(ADOPTION): licensed, id(CREDITS): credits}
    return [measure for measure in MEASURES if known.get(id(measure), True)]
