"""How many of a team's licensed members have begun to use what they have a licence for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Started:
    """Of `licensed` members, `active` were so on any day of the history, in whatever team."""

    licensed: int
    active: int

    @property
    def waiting(self) -> int:
        return self.licensed - self.active

    def told(self, floor: int) -> bool:
        """Whether their numbers may be said to everybody: those who have started and those who have not are enough."""
        return min(self.active, self.waiting) >= floor
