"""What came of a file, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.importing.offered import Refused

SHOWN = 5  # names or days of a list
REFUSALS_SHOWN = 20  # of one file


@dataclass
class Brought:
    """One file: `kind` is None for what isn't history. What is counted are days, or a team's days."""

    name: str
    kind: str | None = None
    orgs: set[str] = field(default_factory=set)
    unit: str = "day"
    written: int = 0
    same: int = 0
    repeats: int = 0
    too_old: int = 0
    different: list[tuple[date, str]] = field(default_factory=list)
    unresolved: set[str] = field(default_factory=set)
    nothing_to_keep: str = ""
    refused: list[Refused] = field(default_factory=list)

    def line(self) -> str:
        if self.kind is None:
            return f"{self.name}: {'not read' if self.refused else 'not recognised'}"
        whose = f" of {', '.join(sorted(self.orgs))}" if self.orgs else ""
        return f"{self.name}: {self.kind}{whose}: {'; '.join(self._said()) or 'nothing in it'}"

    def refusals(self) -> list[str]:
        """A line each; of very many, the first and how many more."""
        lines = [f"{self.name}: {refused}" for refused in self.refused[:REFUSALS_SHOWN]]
        more = len(self.refused) - len(lines)
        return [*lines, f"{self.name}: {more} more were refused"] if more else lines

    def _said(self) -> Sequence[str]:
        said = {
            self.nothing_to_keep: bool(self.nothing_to_keep),
            f"{self.written} {self.unit}{'' if self.written == 1 else 's'} written": self.written,
            f"{self.same} already here": self.same,
            f"{self.repeats} came twice, alike": self.repeats,
            f"{len(self.different)} other than what is here and left as it was ({_days(self.different)}); "
            "--replace takes what the file has": self.different,
            f"{self.too_old} left out, being older than may be kept": self.too_old,
            f"no team of that slug today for {_listed(sorted(self.unresolved))}; "
            "import again after the first refresh": self.unresolved,
            f"{len(self.refused)} refused": self.refused,
        }
        return [sentence for sentence, applies in said.items() if applies]


def _days(different: Sequence[tuple[date, str]]) -> str:
    return _listed([f"{day} {slug}".rstrip() for day, slug in sorted(different)])


def _listed(names: Sequence[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join([*names[:SHOWN], f"{more} more"] if more > 0 else names)
