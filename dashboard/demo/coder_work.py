"""What the demo's company does in its Coder deployment: some teams work in its workspaces, and use models through its gateway."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

from dashboard.demo.coder_deployment import (
    MODELS,
    REGIONS,
    Account,
    Built,
    Deployment,
    Made,
    Session,
    Stint,
    Template,
    Tokens,
    uuid_of,
)
from dashboard.demo.dice import Dice, draws
from dashboard.demo.people import Story

if TYPE_CHECKING:
    from dashboard.demo.chronicle import Chronicle
    from dashboard.demo.world import World

TEAMS, MOST_ACCOUNTS, BEGAN_AT = ("red", "payments-platform", "data-platform", "site-reliability"), 80, 0.2
STRANGERS = ("guest-1", "guest-2", "guest-3")
HALF_HOUR = 1800


def deployment_of(world: World, story: Story, seed: int, chronicle: Chronicle) -> Deployment:
    """The people of some teams, dana, and three from outside, one of whom hasn't come for long."""
    acme = world.organisations["acme"]
    teams = [team for slug in TEAMS if (team := world.team(acme, slug))]
    members = [m.person for team in teams for m in world.memberships if m.team is team and m.state == "active"]
    dana = world.person("dana")
    people = list(dict.fromkeys([*([dana] if dana else []), *members]))[:MOST_ACCOUNTS]
    accounts = [
        *(Account(person.login, f"{person.login}@acme.example", person) for person in people),
        *(Account(name, f"{name}@contractors.example") for name in STRANGERS[:-1]),
        Account(STRANGERS[-1], f"{STRANGERS[-1]}@contractors.example", status="dormant"),
    ]
    deployment = Deployment(accounts, seats=len(accounts) + 5)
    deployment.made = Workshop(deployment, story, seed, chronicle).day
    return deployment


class Workshop:
    """Who is at work is so for every assistant: the same holidays, the same days off."""

    def __init__(self, deployment: Deployment, story: Story, seed: int, chronicle: Chronicle):
        self.deployment, self.seed, self.chronicle = deployment, seed, chronicle
        self.began, self.newest = story.at(BEGAN_AT), story.today
        self.day = lru_cache(maxsize=400)(self._day)

    def _day(self, day: date) -> Made:
        if not self.began <= day <= self.newest:
            return [], [], []
        crowd = self.chronicle.crowd
        works = crowd.works_on(day, Dice(len(crowd), self.seed, day.toordinal()))
        present = dict(zip(crowd.ids.tolist(), works.tolist(), strict=True))
        stints: list[Stint] = []
        sessions: list[Session] = []
        for place, account in enumerate(self.deployment.accounts):
            draw = draws(self.seed, 5, day.toordinal(), place)
            own = day.weekday() < 5 and draw.random() < 0.6
            if not (present.get(account.person.id, False) if account.person else own):
                continue
            if draw.random() < 0.85:
                stints.append(stint_of(account, self.deployment.templates, draw))
            sessions += sessions_of(account, day, draw)
        draw = draws(self.seed, 6, day.toordinal())
        return stints, sessions, [built_of(self.deployment.templates, draw) for _ in range(len(stints) // 4)]


def stint_of(account: Account, templates: list[Template], draw: Random) -> Stint:
    template = templates[hash_of(account) % len(templates)]
    ide = draw.choice(("vscode", "vscode", "jetbrains", "code-server"))
    apps = [(ide, HALF_HOUR * draw.randint(2, 14)), ("reconnecting-pty", HALF_HOUR * draw.randint(0, 2))]
    if draw.random() < 0.3:
        apps.append((draw.choice(("jupyter", "grafana", "ssh")), HALF_HOUR * draw.randint(1, 4)))
    middle = 20 + hash_of(account) % 60 + draw.random() * 15
    latency = (round(middle, 1), round(middle * (1.3 + draw.random()), 1)) if draw.random() < 0.9 else None
    return Stint(account, template, tuple(app for app in apps if app[1]), latency)


def sessions_of(account: Account, day: date, draw: Random) -> list[Session]:
    if hash_of(account) % 5 < 2:
        return []
    found = []
    for number in range(draw.choice((0, 1, 1, 2, 3))):
        client, model, provider, price_in, price_out = draw.choice(MODELS)
        threads = draw.randint(1, 8)
        tokens = Tokens(*(threads * draw.randint(least, 5 * least) for least in (4_000, 800, 20_000, 2_000)))
        at = datetime.combine(day, time(8)) + timedelta(minutes=draw.randint(0, 600))
        cost = tokens.input * price_in + tokens.output * price_out
        id = uuid_of(f"sessions/{day}/{account.username}/{number}")
        found.append(Session(id, account, client, model, provider, at, threads, tokens, cost))
    return found


def built_of(templates: list[Template], draw: Random) -> Built:
    if draw.random() < 0.25:
        return Built(draw.choice(templates), "dotfiles", f"https://github.com/someone/dotfiles-{draw.randint(1, 30)}")
    return Built(draw.choice(templates), "region", draw.choice(REGIONS))


def hash_of(account: Account) -> int:
    """Settled once for everybody."""
    return int(account.id[:8], 16)
