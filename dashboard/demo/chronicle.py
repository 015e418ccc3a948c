"""Who did what on which day, made when it is asked for and remembered for a while."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from dashboard.demo.people import Habits, Job, Story, draws, habits_of
from dashboard.demo.things import Period, Person
from dashboard.demo.traces import Trace, trace_of

if TYPE_CHECKING:
    from dashboard.demo.world import World


class Chronicle:
    """A licence is what makes a person's day; habits are settled when the first day is asked for."""

    def __init__(self, world: World, story: Story, seed: int, jobs: dict[int, Job]):
        self.world, self.story, self.seed, self.jobs = world, story, seed, jobs
        self.traces = lru_cache(maxsize=40)(self._traces)
        self.used = lru_cache(maxsize=None)(self._used)

    def last_active(self, person: Person, today: date) -> date | None:
        """Within the 90 days that GitHub remembers, before today."""
        days = (today - timedelta(days=n) for n in range(1, 91))
        return next((day for day in days if self._did_something(person.id, day)), None)

    def _did_something(self, person_id: int, day: date) -> bool:
        trace = self.trace(person_id, day)
        return trace is not None and trace.active

    @cached_property
    def licences(self) -> dict[int, list[Period]]:
        """A seat anywhere in the enterprise counts in each of a person's organisations."""
        found: dict[int, list[Period]] = {}
        for seat in self.world.seats:
            found.setdefault(seat.person.id, []).append(seat.period)
        return found

    @cached_property
    def habits(self) -> dict[int, Habits]:
        return {
            person_id: habits_of(person_id, job, self._start(person_id, job), self.story, self.seed)
            for person_id, job in self.jobs.items()
        }

    def _start(self, person_id: int, job: Job) -> date | None:
        """A week or so after the first licence; some of those who have always had one still begin late."""
        if not job.starts or person_id not in self.licences:
            return None
        draw = draws(self.seed, person_id, 1)
        since = min(period.since or date.min for period in self.licences[person_id])
        if job.keen:
            return date.min
        if since > date.min:
            return since + timedelta(days=draw.randrange(12))
        return self.story.at(draw.random() * 0.8) if draw.random() < 0.15 else date.min

    def licensed(self, person_id: int, day: date) -> bool:
        return any(day in period for period in self.licences.get(person_id, ()))

    def trace(self, person_id: int, day: date) -> Trace | None:
        return trace_of(self.habits[person_id], day, self.story, self.seed) if self.licensed(person_id, day) else None

    def _traces(self, day: date) -> dict[int, Trace]:
        found = ((person_id, self.trace(person_id, day)) for person_id in self.jobs)
        return {person_id: trace for person_id, trace in found if trace is not None}

    def _used(self, day: date) -> dict[str, frozenset[int]]:
        """Who was active that day, and who used what."""
        people: dict[str, set[int]] = {"active": set()}
        for person_id, trace in self.traces(day).items():
            if trace.active:
                people["active"].add(person_id)
            for word in trace.used:
                people.setdefault(word, set()).add(person_id)
        return {word: frozenset(ids) for word, ids in people.items()}
