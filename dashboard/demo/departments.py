"""The rest of a large company: teams in departments in divisions, made so that there are as many as such a company has."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, cycle, islice
from random import Random
from typing import TYPE_CHECKING

from dashboard.demo.people import Story
from dashboard.demo.things import ALWAYS, Organisation, Period, Person, Team

if TYPE_CHECKING:
    from dashboard.demo.world import World

PEOPLE_A_TEAM = 30
SMALLEST, LARGEST = 3, 150
DEPARTMENTS_A_DIVISION, LEADS = 8, 7
FIRST_ID = 10_000
SUBJECTS = (
    "Accounts", "Archive", "Billing", "Booking", "Broker", "Cards", "Catalogue", "Claims", "Cloud", "Complaints",
    "Credit", "Customs", "Delivery", "Documents", "Energy", "Fleet", "Freight", "Identity", "Insurance", "Inventory",
    "Invoices", "Lending", "Loyalty", "Markets", "Network", "Orders", "Pension", "Planning", "Property", "Purchasing",
    "Retail", "Returns", "Savings", "Search", "Stores", "Tariffs", "Tax", "Travel", "Treasury", "Wholesale",
)  # fmt: skip
# What the teams of a department are for, and the trade that most of their people have.
PURPOSES = {
    "API": "services", "app": "apps", "core": "backend", "data": "data", "front end": "web", "operations": "operations",
    "portal": "web", "reporting": "data", "rules": "backend", "tooling": "operations",
}  # fmt: skip


def add_departments(
    world: World, org: Organisation, people: list[Person], story: Story, draw: Random
) -> dict[int, str]:
    """As many teams as so many people have: most are in one of them, some in two or three, few in none.

    Gives trades by person id.
    """
    numbers = count(FIRST_ID)
    trades: dict[int, str] = {}
    waiting = cycle(people)
    for name, purpose, parent in islice(places(world, org, people, numbers, draw), -(-len(people) // PEOPLE_A_TEAM)):
        team = world.add_team(org, name, id=next(numbers), parent=parent)
        size = min(LARGEST, max(SMALLEST, round(draw.lognormvariate(3.2, 0.6))))
        for person in islice(waiting, size):
            world.add_member(team, person, period=stay(story, draw))
            trades.setdefault(person.id, PURPOSES[purpose])
        lend(world, team, people, size // 4, story, draw)
    return trades


def places(
    world: World, org: Organisation, people: list[Person], numbers: Iterator[int], draw: Random
) -> Iterator[tuple[str, str, Team]]:
    """The teams to be, by name, purpose and department. Departments and divisions are teams of those who lead them."""
    division: Team | None = None
    for place in count():
        again, subject = divmod(place, len(SUBJECTS))
        name = SUBJECTS[subject] + (f" {again + 1}" if again else "")
        if place % DEPARTMENTS_A_DIVISION == 0:
            number = place // DEPARTMENTS_A_DIVISION + 1
            division = world.add_team(
                org, f"Division {number}", draw.sample(people, min(LEADS, len(people))), id=next(numbers)
            )
        leads = draw.sample(people, min(LEADS, len(people)))
        department = world.add_team(org, name, leads, id=next(numbers), parent=division)
        yield from ((f"{name} {purpose}", purpose, department) for purpose in PURPOSES)


def lend(world: World, team: Team, people: list[Person], some: int, story: Story, draw: Random) -> None:
    """Some of other teams are in this one, too."""
    there = {membership.person.id for membership in world.memberships[-LARGEST:] if membership.team is team}
    for person in draw.sample(people, min(some, len(people))):
        if person.id not in there:
            world.add_member(team, person, period=stay(story, draw))


def stay(story: Story, draw: Random) -> Period:
    """Most have always been in their team; some came in the course of the story."""
    return Period(since=story.at(draw.random())) if draw.random() < 0.1 else ALWAYS
