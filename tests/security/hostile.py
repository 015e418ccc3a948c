"""An organisation in which every name that comes from outside is an attempt to run a script, make a link or a formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from dashboard.core.rows import MEMBERS_REPORT, ORG_REPORT, USERS_REPORT
from dashboard.demo.rows import ids_of
from dashboard.demo.things import Organisation, Person, Team
from dashboard.demo.world import World
from tests.cells import Cell, breakdowns, total

TODAY = date(2026, 11, 21)
NOW = datetime.fromisoformat("2026-11-21T09:00:00+00:00")
SINCE = TODAY - timedelta(days=6)
DAYS = [TODAY - timedelta(days=n) for n in range(2, 6)]
IMAGE = "<img src=x onerror=window.XSS=1>"
SVG = '"><svg onload=window.XSS=1>'
NAMES = (
    IMAGE,
    SVG,
    "<script>window.XSS=1</script>",
    "</script><script>window.XSS=1</script>",
    "[x](javascript:window.XSS=1)",
    '<a href="https://evil.test/">x</a>',
    "{{7*7}}%{y}${7*7}var(--ink)",
    '=HYPERLINK("http://evil.test/","x")',
    ' +1;=1+1,"q"\n@x',
    "\u202egnp.exe\u2066",
    "'';!--\"<XSS>=&{()}" + "x" * 280,
)
EVIL = "evil.test"


def hostile_world() -> World:
    """The member's login is SVG, the admin's IMAGE. The first two teams qualify, the others are too small."""
    world = World(TODAY)
    acme = world.add_organisation("acme", 999)
    member, admin = world.add_person(SVG, 1001, SVG), world.add_person(IMAGE, 1004, IMAGE)
    others = [world.add_person(f"{name} {n}", 2000 + n, name) for n, name in enumerate(NAMES, 1)]
    teams = [world.add_team(acme, name, [member], id=n, description=name) for n, name in enumerate(NAMES, 41)]
    admins = world.add_team(acme, "Platform admins", [admin], id=90)
    world.watched, world.admin_teams = [acme], [admins]
    for day in DAYS:
        put_day(world, acme, day, [member, *others[:5]], [admin, *others[5:]], teams)
    return world


def put_day(
    world: World, org: Organisation, day: date, some: Sequence[Person], rest: Sequence[Person], teams: Sequence[Team]
) -> None:
    """The two teams favour different names, so that each comes to the top of some list."""
    facts = {"day": day.isoformat(), **ids_of(org)}
    used = [(person, cells(NAMES)) for person in some] + [(person, cells(NAMES[::-1])) for person in rest]
    users = [
        facts
        | {"user_id": person.id, "user_login": person.login, "used_chat": True}
        | total(cells_)
        | breakdowns(cells_)
        for person, cells_ in used
    ]
    members = [
        facts | {"user_id": person.id, "user_login": person.login, "team_id": team.id, "slug": team.slug}
        for team, group in zip(teams, (some, rest), strict=False)
        for person in group
    ]
    every = [cell for _, cells_ in used for cell in cells_]
    counts = {f"{period}_active_users": len(used) for period in ("daily", "weekly", "monthly")}
    world.put_report(org, USERS_REPORT, day, users)
    world.put_report(org, MEMBERS_REPORT, day, members)
    world.put_report(org, ORG_REPORT, day, [facts | counts | total(every) | breakdowns(every)])


def cells(names: Sequence[str]) -> list[Cell]:
    """Each name as a feature, a language, a model and an editor; the first the most. And a plain one."""
    plain = Cell("code_completion", "python", "", "vscode", (0, 40, 12, 60, 0, 20, 0))
    return [plain] + [
        Cell(name, name, name, name, (n * n + 5, n * n + 9, n, 20, 0, 7 * n, n))
        for n, name in enumerate(reversed(names), 1)
    ]
