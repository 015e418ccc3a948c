"""Who works at `acme` and at `umbrella`, in which teams, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from random import Random
from typing import TYPE_CHECKING

from dashboard.demo.departments import add_departments, stay
from dashboard.demo.dice import draws
from dashboard.demo.people import TRADES, Job, Story
from dashboard.demo.things import ALWAYS, Organisation, Period, Person

if TYPE_CHECKING:
    from dashboard.demo.world import World

NOTES = {
    "alice": "in the teams Red and Payments platform",
    "bob": "in the team Red",
    "charlie": "in the team Checkout, and in umbrella's platform-admins, which makes nobody an admin of acme",
    "dana": "in the team Platform admins: an admin, who sees every team of acme",
    "erin": "signed in, but not a member of acme: is told so",
}
FIRST_STRANGER = 2000
STOPPED = (100, 45)  # days ago two of the team Ledger: of the first GitHub has forgotten that they ever used it
CAST_TRADES = {"alice": "backend", "bob": "backend", "charlie": "web", "dana": "operations"}


@dataclass(frozen=True)
class Plan:
    """A team to be: its share of the people, but at least `least`. `most` is a cap."""

    name: str
    trade: str
    share: float
    least: int = 6
    most: int = 10**6
    description: str | None = None
    cast: tuple[str, ...] = ()
    parent: str | None = None
    slug: str | None = None
    id: int | None = None


# Of how many people the teams below take their shares; in a larger company the others are in departments.
IN_NAMED_TEAMS = 400
# The teams with a story come first, so that even in a small company they share nobody.
PLANS = (
    Plan("Platform admins", "operations", 0, 3, 3, "Sees every team in the dashboard", ("dana",), id=50),
    Plan("Print", "services", 0, 4, 4, "Labels, letters and receipts"),
    Plan("Pricing", "data", 0, 7, 7, "Below five licences for some months of the year", parent="Commerce"),
    Plan("Contracts", "services", 0, 5, 5, "Five licences, one of them never used"),
    Plan("Red", "backend", 0.045, 8, description="The people of the red feature flag", cast=("alice", "bob"), id=42),
    Plan("Payments platform", "backend", 0.11, 9, cast=("alice",), parent="Commerce"),
    Plan("Checkout", "web", 0.07, 8, cast=("charlie",), parent="Commerce", description="From basket to thank you"),
    Plan("Developer experience", "operations", 0.05, 8, cast=("dana",)),
    Plan("Partner APIs", "services", 0.09, parent="Commerce"),
    Plan("Ledger", "backend", 0.1),
    Plan("Site reliability", "operations", 0.1, description="Keeps it running"),
    Plan("Data platform", "data", 0.12),
    Plan("Internal tools", "web", 0.08),
    Plan(
        "R&D <tools>", "data", 0.06, description='"Quotes" & <angles> are allowed in GitHub\'s names', slug="r-d-tools"
    ),
    Plan("Mobile", "apps", 0.07),
    Plan("Fraud", "data", 0.08),
    Plan("Design systems", "web", 0.05),
)


def settle(world: World, users: int, story: Story, seed: int) -> dict[int, Job]:
    """Fills the world; returns everybody's job by person id."""
    draw = draws(seed, users)
    acme, umbrella = world.add_organisation("acme", 999, "Acme"), world.add_organisation("umbrella", 998, "Umbrella")
    world.watched = [acme]
    cast = {login: world.add_person(login, 1001 + n, note=note) for n, (login, note) in enumerate(NOTES.items())}
    synthetic = [stranger(world, number) for number in range(1, max(12, users - 4) + 1)]
    employ(world, acme, cast, synthetic, story, draw)
    trades = gather_teams(world, acme, cast, synthetic, story, draw)
    world.admin_teams = [team for team in world.teams_of(acme) if team.slug == "platform-admins"]
    tell_stories(world, acme, synthetic, story)
    settle_umbrella(world, umbrella, cast["charlie"], synthetic)
    *users_of_contracts, idle = [person.id for person in members_of(world, acme, "contracts")]
    stops = {
        person.id: story.today - timedelta(days=ago)
        for person, ago in zip(members_of(world, acme, "ledger")[2:4], STOPPED, strict=False)
    }
    keen = {*users_of_contracts, *(person.id for person in cast.values())}
    return {
        person: Job(
            trade=trades.get(person) or draw.choice(sorted(TRADES)),
            starts=person in keen or (draw.random() > 0.06 and person != idle),
            keen=person in keen,
            stops=stops.get(person),
        )
        for person in world.people
    }


def stranger(world: World, number: int) -> Person:
    return world.add_person(f"person-{number:03d}", FIRST_STRANGER + number, f"Person {number}")


def employ(
    world: World, acme: Organisation, cast: dict[str, Person], synthetic: list[Person], story: Story, draw: Random
) -> None:
    for login in ("alice", "bob", "charlie", "dana"):
        world.add_to_organisation(acme, cast[login], "admin" if login == "dana" else "member")
        world.add_seat(acme, cast[login])
    for person in synthetic:
        world.add_to_organisation(acme, person)
        world.add_seat(acme, person, career(story, draw))


def career(story: Story, draw: Random) -> Period:
    """Most have had their licence for long; some get it in the course of the story, a few lose it."""
    chance = draw.random()
    if chance < 0.2:
        return Period(since=story.at(0.05 + 0.9 * draw.random()))
    return Period(until=story.at(0.3 + 0.65 * draw.random())) if chance < 0.25 else ALWAYS


def gather_teams(
    world: World, acme: Organisation, cast: dict[str, Person], synthetic: list[Person], story: Story, draw: Random
) -> dict[int, str]:
    """Each team takes the next so many people; in a small company they share some. Returns trades by person id."""
    trades: dict[int, str] = {cast[login].id: trade for login, trade in CAST_TRADES.items()}
    settled = synthetic[:IN_NAMED_TEAMS]
    waiting = cycle(settled)
    commerce = world.add_team(acme, "Commerce", synthetic[-6:], id=41, description="Leads of all that takes money")
    for number, plan in enumerate(PLANS):
        size = min(plan.most, max(plan.least, round(plan.share * len(settled)))) - len(plan.cast)
        parent = commerce if plan.parent else None
        team = world.add_team(
            acme, plan.name, id=plan.id or 51 + number, slug=plan.slug, description=plan.description, parent=parent
        )
        for login in plan.cast:
            world.add_member(team, cast[login])
        for person in islice(waiting, size):
            world.add_member(team, person, period=stay(story, draw) if plan.share else ALWAYS)
            trades.setdefault(person.id, plan.trade)
    others = add_departments(world, acme, synthetic[IN_NAMED_TEAMS:], story, draw)
    return others | trades


def tell_stories(world: World, acme: Organisation, synthetic: list[Person], story: Story) -> None:
    """Print has four licences, Contracts five, and Pricing seven, but for some months only four."""
    for slug in ("platform-admins", "print", "contracts"):
        for person in members_of(world, acme, slug):
            replace_seats(world, acme, person, ALWAYS)
    for number, person in enumerate(members_of(world, acme, "pricing")):
        gap = (Period(until=story.at(0.45)), Period(since=story.at(0.7)))
        replace_seats(world, acme, person, *((ALWAYS,) if number < 4 else gap))
    for person in members_of(world, acme, "red")[:8]:
        replace_seats(world, acme, person, ALWAYS)
    payments = world.team(acme, "payments-platform")
    for person in members_of(world, acme, "ledger")[:2]:
        replace_seats(world, acme, person, Period(until=story.today + timedelta(days=9)))
    assign_through_teams(world, acme)
    if payments:
        world.add_member(payments, synthetic[-1], state="pending")


def assign_through_teams(world: World, acme: Organisation) -> None:
    """Most seats were given to people one by one, those of two teams to the team."""
    through = {
        person.id: team
        for team in world.teams_of(acme)
        if team.slug in ("mobile", "fraud")
        for person in members_of(world, acme, team.slug)
    }
    for seat in world.seats:
        if seat.org is acme:
            seat.team = through.get(seat.person.id)


def members_of(world: World, org: Organisation, slug: str) -> list[Person]:
    team = world.team(org, slug)
    return [membership.person for membership in world.memberships if membership.team is team]


def replace_seats(world: World, org: Organisation, person: Person, *periods: Period) -> None:
    world.seats = [seat for seat in world.seats if seat.person is not person or seat.org is not org]
    for period in periods:
        world.add_seat(org, person, period)


def settle_umbrella(world: World, umbrella: Organisation, charlie: Person, synthetic: list[Person]) -> None:
    """A dozen people, most of them also at acme, and a team that only shares its slug with acme's admins."""
    world.add_team(umbrella, "Platform admins", [charlie, *synthetic[-2:]], id=142)
    world.add_team(umbrella, "Parasols", synthetic[-8:], id=143)
    newcomers = [world.add_person(f"umbrella-{number}", 900_000 + number) for number in range(1, 5)]
    world.add_team(umbrella, "Rain", [*synthetic[-3:], *newcomers], id=144)
    for person in [membership.person for (org, _), membership in world.org_memberships.items() if org == umbrella.id]:
        world.add_seat(umbrella, person)
