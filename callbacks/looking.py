"""Who looks, and which teams they may choose from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from dash.development.base_component import Component

from auth.access import Viewer, is_admin, may_see_names, own_memberships, require_team
from auth.keys import PersonalKey
from dashboard.core.almanac import NOTHING_SAID, Almanac
from dashboard.core.assistants import Asked
from dashboard.core.brand import UNBRANDED, Brand
from dashboard.core.offer import asked_for
from dashboard.core.questions import Insights
from dashboard.core.subjects import Team
from layouts import controls, embedded, view
from layouts.shell import Frame
from layouts.view import View


@dataclass(frozen=True)
class Looking:
    """One request for a page: a viewer, `now` (UTC), at `path`, with `search`. `notices` are what they should be told anyway;
    `own_keys` finds the personal keys they have; `asked` are the sources beside GitHub, each with its organisation."""

    viewer: Viewer
    insights: Insights
    now: datetime
    path: str
    search: str = ""
    notices: Sequence[str] = ()
    own_keys: Callable[[], Sequence[PersonalKey]] = tuple
    almanac: Almanac = NOTHING_SAID
    brand: Brand = UNBRANDED
    asked: Sequence[tuple[str, str]] = ()

    @cached_property
    def offered(self) -> list[Team]:
        """Their own teams first, then every other of the organisations they are admin of."""
        return self.insights.offered(own_memberships(self.viewer), self.viewer.admin_of, self.sees_names)

    def sees_names(self, team: Team) -> bool:
        return may_see_names(self.viewer, team, self.insights.show_names_to)

    @property
    def orgs(self) -> list[str]:
        return list(self.viewer.organisations)

    @property
    def administered(self) -> list[str]:
        return [org for org in self.orgs if is_admin(self.viewer, org)]

    @property
    def embedded(self) -> bool:
        """Whether another site's page frames this one: nothing is to stand around it."""
        return embedded.is_asked(self.path, self.search)

    @property
    def query_org(self) -> str:
        return view.asked_org(self.search)

    def assistants(self, *orgs: str) -> Sequence[Asked]:
        """What may be asked about in any of these organisations."""
        return max((self.insights.assistants_of(org) for org in orgs), key=len, default=("copilot",))

    def asking(self, *orgs: str) -> Insights:
        """About the assistant that the address names."""
        return self.insights.of(view.asked_assistant(self.search, self.assistants(*orgs)))

    def view(self, newest: date | None, *orgs: str) -> View:
        """What the address asks for of a page whose newest day is this, in which every assistant of `orgs` is offered."""
        return view.asked(self.search, newest or self.now.date(), self.almanac.working, self.assistants(*orgs))

    @property
    def own(self) -> frozenset[tuple[str, int]]:
        return frozenset((team.org, team.id) for team in own_memberships(self.viewer))

    @property
    def own_teams(self) -> list[Team]:
        return [team for team in self.offered if (team.org, team.id) in self.own]

    @property
    def other_teams(self) -> list[Team]:
        return [team for team in self.offered if (team.org, team.id) not in self.own]

    def require_named(self, org: str, slug: str) -> Team:
        """Raises NotFound for an unknown team or one of others, Forbidden for one's own that doesn't qualify."""
        known = self.insights.teams(org.lower()) if org.lower() in self.viewer.organisations else ()
        return require_team(self.viewer, asked_for(self.offered, known, org, slug))

    def team_picker(self, current: Team | None = None) -> Component:
        return controls.team_picker(self.offered, current, self.own, several=len(self.orgs) > 1)

    def frame(self, path: str = "") -> Frame:
        """`path` is what the navigation calls this page, where it differs from the address."""
        open_ones = [team for team in self.own_teams if team.qualifies]
        coder = any(self.insights.workspaces_freshness(org).last for org in self.orgs)
        return Frame(
            self.orgs, self.viewer.login, path or self.path, open_ones, bool(self.administered), self.brand, coder
        )
