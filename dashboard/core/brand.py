"""What the deployment calls itself, and which of its pages it shows."""

from __future__ import annotations

from dataclasses import dataclass

USUAL_NAME = "Copilot usage"
# By the first part of their addresses. The start, the organisation, teams and the glossary are what the rest links to.
HIDEABLE = ("compare", "teams-overview", "repos", "seats", "workspaces", "me", "data", "embed")


@dataclass(frozen=True)
class Brand:
    """`logo` is a picture's address, empty without one; `announcement` is told on every page; `hidden` are of HIDEABLE."""

    name: str = USUAL_NAME
    logo: str = ""
    announcement: str = ""
    hidden: frozenset[str] = frozenset()

    def hides(self, path: str) -> bool:
        """Whether the page at `path`, which begins with a slash, is not shown."""
        return path.split("?")[0].strip("/").split("/")[0] in self.hidden


UNBRANDED = Brand()
