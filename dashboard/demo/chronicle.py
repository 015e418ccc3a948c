"""Who did what on which day, made when it is asked for and remembered for a while."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from dashboard.demo.dice import Numbers
from dashboard.demo.people import ALWAYS, NEVER, Crowd, Job, Story, crowd_of
from dashboard.demo.things import Period, Person
from dashboard.demo.traces import Trace, places, trace_of

if TYPE_CHECKING:
    from dashboard.demo.world import World

REMEMBERED = 90  # days before today that GitHub knows of when somebody was last active


class Chronicle:
    """A licence is what makes a person's day; licences and habits are settled when the first day is asked for."""

    def __init__(self, world: World, story: Story, seed: int, jobs: dict[int, Job]):
        self.world, self.story, self.seed, self.jobs = world, story, seed, jobs
        self.trace = lru_cache(maxsize=4)(self._trace)
        self.used = lru_cache(maxsize=64)(self._used)
        self.last_days = lru_cache(maxsize=1)(self._last_days)

    @cached_property
    def crowd(self) -> Crowd:
        first: dict[int, int] = {}
        for seat in self.world.seats:
            since, _ = ordinals(seat.period)
            first[seat.person.id] = min(since, first.get(seat.person.id, NEVER))
        return crowd_of(self.jobs, first, self.story, self.seed)

    @cached_property
    def logins(self) -> Numbers:
        return np.array([self.world.people[person].login for person in self.crowd.ids.tolist()], dtype=object)

    @cached_property
    def _seats(self) -> Numbers:
        """Whose each is, as a place in the crowd, and the ordinals of its first and last day: a row each."""
        seats = [(seat.person.id, *ordinals(seat.period)) for seat in self.world.seats if seat.person.id in self.jobs]
        people, since, until = np.array(seats, dtype=np.int64).reshape(-1, 3).T
        return np.stack([np.searchsorted(self.crowd.ids, people), since, until])

    def among(self, people: Iterable[int]) -> Numbers:
        """The mask of these ids; who has no job in the story is left out."""
        return np.isin(self.crowd.ids, np.fromiter(people, dtype=np.int64))

    def licensed(self, day: date) -> Numbers:
        """A seat anywhere in the enterprise counts in each of a person's organisations."""
        people, since, until = self._seats
        return places(people[(since <= day.toordinal()) & (day.toordinal() <= until)], len(self.crowd))

    def _trace(self, day: date) -> Trace:
        return trace_of(self.crowd, self.licensed(day), day, self.story, self.seed)

    def _used(self, day: date) -> dict[str, Numbers]:
        """Who was active that day, and who used what."""
        trace = self.trace(day)
        return {"active": trace.active, **trace.used}

    def last_active(self, person: Person, today: date) -> date | None:
        """Within the days that GitHub remembers, before today."""
        place = int(np.searchsorted(self.crowd.ids, person.id))
        known = place < len(self.crowd) and self.crowd.ids[place] == person.id
        ordinal = int(self.last_days(today)[place]) if known else 0
        return date.fromordinal(ordinal) if ordinal else None

    def _last_days(self, today: date) -> Numbers:
        """As ordinals; 0 for who wasn't active."""
        last = np.zeros(len(self.crowd), dtype=np.int64)
        for back in range(1, REMEMBERED + 1):
            day = today - timedelta(days=back)
            last[self.trace(day).active & (last == 0)] = day.toordinal()
        return last


def ordinals(period: Period) -> tuple[int, int]:
    """First and last day; an open end is far away."""
    since, until = period.since, period.until
    return since.toordinal() if since else ALWAYS, until.toordinal() if until else NEVER
