"""What a team or an organisation did in a span, by day and summed, and broken down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.core.assistants import ALL, SOURCES, Assistants, is_shown
from dashboard.core.cells import OTHER, DayOrTotals, withholds_command_line, without_command_line
from dashboard.core.days import Span
from dashboard.core.numbers import Cell, Change, Day, DayCell, Dimension, Freshness, Summary
from dashboard.core.parts import Phases, Version
from dashboard.core.periods import Grouping, grouped_days
from dashboard.core.pull_requests import Reviews
from dashboard.core.states import known_in_both
from dashboard.core.subjects import Organisation, Subject, Team
from dashboard.core.within_language import WithinLanguage
from dashboard.insights.answers import Row
from dashboard.insights.assistants import assistants, groups_of
from dashboard.insights.breakdown import Breakdowns, both_together, breakdowns
from dashboard.insights.days import Days, evenly_known, withheld
from dashboard.insights.language import within_language
from dashboard.insights.organisation import OrganisationNumbers
from dashboard.insights.recalled import Recalled
from dashboard.insights.reviews import reviews
from dashboard.insights.standing import organisation_phases, standing, team_phases, versions
from dashboard.insights.team import TeamNumbers

TOGETHER: tuple[Dimension, ...] = ("feature", "model")  # a page shows both over time


class Usage(Recalled):
    """Of one subject. A question about a span is about the span before it as well: both are asked at once."""

    def freshness(self, subject: Subject) -> Freshness:
        """From and to when the history has days of all that this subject's numbers need."""
        return self._freshness(subject.org, self._numbers(subject).reports, isinstance(subject, Team))

    def daily(self, subject: Subject, span: Span) -> list[Day]:
        return self._shown(subject, span, self._days(subject, span).shown)

    def grouped(self, subject: Subject, span: Span, grouping: Grouping) -> list[Day]:
        """The days of a span by weeks or months: people are distinct ones of each, counters are sums."""
        if grouping == "day":
            return self.daily(subject, span)

        def ask() -> tuple[list[Day], list[Day]]:
            both = self._both_days(subject, span)
            sets = {first: (found, days) for found in both for first, days in found.counted_by(grouping)}
            people = dict(zip(sets, self._numbers(subject).people_by_set(list(sets.values())), strict=True))
            now, before = (grouped_days(found.shown, found.span, grouping, people) for found in both)
            return now, before

        about = ("grouped", subject, grouping)
        grouped = self._of_span(about, span, lambda: self._recall((*about, span), ask))
        return self._shown(subject, span, grouped)

    def summary(self, subject: Subject, span: Span) -> Summary:
        return self._compared(subject, span)[0]

    def change(self, subject: Subject, span: Span) -> Change:
        """The two spans over the days known at the same place in both, so that a missing day is not read as a fall."""
        return self._compared(subject, span)[1]

    def _compared(self, subject: Subject, span: Span) -> tuple[Summary, Change]:
        """Both at once, as they are about nearly the same days."""
        now, before = self._both_days(subject, span)
        same, same_before, left_out = known_in_both(now.shown, before.shown)
        asked = [
            *((now, now.counted), (before, before.counted)),
            *((now, tuple(day.day for day in same)), (before, tuple(day.day for day in same_before))),
        ]

        def ask() -> tuple[Summary, Change]:
            found, found_before, alike, alike_before = self._numbers(subject).totals(asked)
            found, alike = self._shown(subject, span, [found, alike])
            found_before, alike_before = self._shown(subject, span.before(), [found_before, alike_before])
            return Summary(found, found_before), Change(alike, alike_before, left_out)

        return self._recall(("compared", subject, span), ask)

    def breakdown(self, subject: Subject, span: Span, dimension: Dimension) -> list[Cell]:
        """Largest generations first; rows below the floor of a cell are folded into "other"."""
        return self._breakdowns(subject, span)[dimension].cells

    def daily_breakdown(self, subject: Subject, span: Span, dimension: Dimension) -> list[DayCell]:
        """The rows of `breakdown`, day by day. A known day on which a name wasn't used has no row for it."""
        return self.grouped_breakdown(subject, span, dimension, "day")

    def grouped_breakdown(
        self, subject: Subject, span: Span, dimension: Dimension, grouping: Grouping
    ) -> list[DayCell]:
        """The rows of `daily_breakdown` by weeks or months, each of which is called by its first day in the span."""
        asked = TOGETHER if dimension in TOGETHER else (dimension,)

        def ask() -> Mapping[Dimension, list[DayCell]]:
            found = self._numbers(subject).period_cells(self._days(subject, span), asked, grouping)
            shown = self._breakdowns(subject, span)
            return {each: shown[each].by_period(found.get(each, ())) for each in asked}

        return self._recall(("period cells", subject, span, asked, grouping), ask)[dimension]

    def reviews(self, organisation: Organisation, span: Span, grouping: Grouping) -> Reviews:
        """Pull requests and code reviews, which GitHub counts of organisations alone."""
        found, floor = self._days(organisation, span), self.min_cell_size
        about = ("reviews", organisation, span, grouping)
        return self._recall(about, lambda: reviews(self.history.ask, organisation, found, span, grouping, floor))

    def phases(self, subject: Subject, span: Span) -> Phases | None:
        """People by adoption phase, which only GitHub says; None where that isn't known."""
        if self.assistant != "copilot":
            return None
        found, ask, floor = self._days(subject, span), self.history.ask, self.min_cell_size
        if isinstance(subject, Organisation):
            return self._recall(("phases", subject, span), lambda: organisation_phases(ask, subject, found, floor))
        known = self._standing(subject, span)
        return None if known is None else team_phases(known, found, floor)

    def versions(self, subject: Subject, span: Span) -> list[Version] | None:
        """People by the newest version of each editor and plugin they used; None where that isn't known."""
        known = self._standing(subject, span)
        return None if known is None else versions(known, self.min_cell_size)

    def within_language(self, subject: Subject, span: Span, language: str) -> WithinLanguage | None:
        """What was used in a language that `breakdown` has a row of; None if it has none."""
        if language not in {cell.name for cell in self.breakdown(subject, span, "language")} - {OTHER}:
            return None
        found = self._days(subject, span)
        known, floor = self._people_known(subject, found), self.min_cell_size
        if self.assistant == ALL and floor > 1:
            return None
        return self._recall(
            ("within", subject, span, language),
            lambda: within_language(self.history.ask, subject, found, language, floor, known, self._source),
        )

    def assistants(self, subject: Subject, span: Span) -> Assistants | None:
        """Copilot beside another assistant, people who used both counted once; None where only Copilot is known."""
        copilot, augment = self.of("copilot"), self.of("augment")
        ours, theirs = copilot._kept_days(subject, span)[0], augment._kept_days(subject, span)[0]
        known = copilot._people_known(subject, ours) and (not theirs.counted or augment._people_known(subject, theirs))
        about = ("assistants", subject, span)
        return copilot._recall(
            about, lambda: assistants(self.history.ask, subject, ours, theirs, known, self.min_cell_size)
        )

    def _shown(self, subject: Subject, span: Span, found: Sequence[DayOrTotals]) -> list[DayOrTotals]:
        """Without the sums of the command line where they would be about too few people."""
        few = self.min_cell_size > 1 and withholds_command_line(
            self.breakdown(subject, span, "surface"), self._days(subject, span).shown, self.min_cell_size
        )
        return [without_command_line(each) for each in found] if few else list(found)

    def _days(self, subject: Subject, span: Span) -> Days:
        return self._of_span(("days", subject), span, lambda: self._both_days(subject, span))

    def _both_days(self, subject: Subject, span: Span) -> tuple[Days, Days]:
        """As they are shown."""
        if self.assistant == "copilot" or self.min_cell_size <= 1:
            return self._kept_days(subject, span)

        def ask() -> tuple[Days, Days]:
            now, before = self._kept_days(subject, span)
            return self._above_floor(subject, now), self._above_floor(subject, before)

        return self._recall(("days shown", subject, span), ask)

    def _above_floor(self, subject: Subject, found: Days) -> Days:
        known = self._people_known(subject, found)
        groups = groups_of(self.history.ask, subject, found.counted, found.counted) if known else None
        return found if is_shown(self.assistant, groups, self.min_cell_size) else withheld(found)

    def _kept_days(self, subject: Subject, span: Span) -> tuple[Days, Days]:
        before = span.before()
        both = replace(span, first=before.first)

        def ask() -> tuple[Days, Days]:
            now, earlier = self._numbers(subject).days(span, before, self._states(subject.org, both))
            return (now, earlier) if self.assistant == "copilot" else (evenly_known(now), evenly_known(earlier))

        return self._recall(("days", subject, span), ask)

    def _breakdowns(self, subject: Subject, span: Span) -> Breakdowns:
        def ask() -> tuple[Breakdowns, Breakdowns]:
            numbers, (now, before) = self._numbers(subject), self._both_days(subject, span)
            if self.assistant == ALL and self.min_cell_size > 1:
                alone = [self.of(each)._breakdowns for each in SOURCES]
                return (
                    both_together(numbers, now, [found(subject, span) for found in alone], self.min_cell_size),
                    both_together(
                        numbers, before, [found(subject, span.before()) for found in alone], self.min_cell_size
                    ),
                )
            return breakdowns(numbers, now, before, self.min_cell_size)

        return self._of_span(("cells", subject), span, lambda: self._recall(("cells", subject, span), ask))

    def _standing(self, subject: Subject, span: Span) -> list[Row] | None:
        found = self._days(subject, span)
        if self.assistant != "copilot" or not self._people_known(subject, found):
            return None
        return self._recall(("standing", subject, span), lambda: standing(self.history.ask, subject, found))

    def _people_known(self, subject: Subject, found: Days) -> bool:
        return bool(found.counted) and self._numbers(subject).people_known(found)

    def _numbers(self, subject: Subject) -> TeamNumbers | OrganisationNumbers:
        if isinstance(subject, Organisation):
            return OrganisationNumbers(self.history.ask, subject, self._source)
        return TeamNumbers(self.history.ask, subject, self.min_team_size, self._source)
