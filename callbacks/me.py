from __future__ import annotations

from datetime import UTC, date, datetime

from auth.access import require_organisation, require_team
from auth.keys import PersonalKey
from callbacks.looking import Looking
from dashboard.core.numbers import Summary
from dashboard.core.offer import named
from dashboard.core.own import Own, Person
from dashboard.core.questions import Insights
from dashboard.core.subjects import Organisation
from layouts import controls, me, view
from layouts.account import Account, Key
from layouts.answers import Answers
from layouts.beside_team import Beside
from layouts.shell import Page
from layouts.view import View

NOT_YOURS = "This link asked for the median of a team that isn’t one of yours, or is too small. Another is shown."


def show_me(looking: Looking) -> Page:
    """Whose numbers they are is said by the session, never by the address."""
    org = require_organisation(looking.viewer, looking.query_org or looking.orgs[0])
    person = Person(org, looking.viewer.id)
    picker = controls.organisation_picker(looking.orgs, org) if len(looking.orgs) > 1 else None
    mine = me.Mine(
        org, account(looking), [_shown(key) for key in looking.own_keys()], picker, looking.insights.seat(person)
    )
    insights = looking.asking(org)
    fresh = insights.own_freshness(person)
    if fresh.last is None:
        return me.without_rows(mine)
    asked = looking.view(fresh.last, org)
    usage = insights.own(person, asked.span, asked.grouping)
    if usage.since is None:
        return me.without_rows(mine, asked)
    beside, told = beside_of(looking, insights, person, asked)
    return me.page(mine, asked, usage, answers_of(looking, org, asked, usage), beside, told)


def account(looking: Looking) -> Account:
    viewer = looking.viewer
    return Account(viewer.id, viewer.login, looking.orgs, sorted(viewer.admin_of), looking.own_teams)


def beside_of(looking: Looking, insights: Insights, person: Person, asked: View) -> tuple[Beside, list[str]]:
    """One's own team that the address names, or the first that qualifies."""
    teams = [team for team in looking.own_teams if team.qualifies and team.org == person.org]
    wanted = view.asked_of_page(looking.search, "team")
    chosen = named(teams, *wanted.split("/", 1)) if "/" in wanted else None
    told = [NOT_YOURS] if wanted and not chosen and teams else []
    team = chosen or next(iter(teams), None)
    if team is None:
        return Beside(), told
    require_team(looking.viewer, team)
    return Beside(teams, team, insights.medians(team, person, asked.span)), told


def answers_of(looking: Looking, org: str, asked: View, usage: Own) -> Answers:
    """In the shape of every other page's, so that its charts are drawn alike."""
    return Answers(
        freshness=usage.freshness,
        days=usage.days,
        days_before=usage.days_before,
        points=usage.points,
        points_before=[],
        summary=Summary(usage.now, usage.before),
        change=usage.change,
        cells=usage.cells,
        cells_before=usage.cells_before,
        by_feature=usage.by_feature,
        grouping=asked.grouping,
        working=looking.almanac.working,
        notes=looking.almanac.notes_of(Organisation(org), asked.span),
        holidays=looking.almanac.holidays_of(asked.span),
        assistant=asked.assistant,
    )


def _shown(key: PersonalKey) -> Key:
    return Key(key.id, key.label, _day(key.created), _day(key.used) if key.used else None, _day(key.expires))


def _day(seconds: float) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()
