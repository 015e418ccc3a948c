"""The other assistants that refresh fetches days of, where they are configured."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property, partial

from dashboard.asked import augment_org, coder_org
from dashboard.commands.augment import api_of
from dashboard.commands.connected import coder
from dashboard.core.accounts import Account, Accounts, Identity, identities, newest, people
from dashboard.core.augment import AUGMENT
from dashboard.core.coder_rows import CODER
from dashboard.errors import Away, OutsideError
from dashboard.history.assistants import Assistant
from dashboard.history.objects import Objects, open_objects
from dashboard.history.store import History
from dashboard.importing.augment import Others
from dashboard.matching import accounts_of
from dashboard.people import IDENTITIES
from dashboard.refresh import Result, Wanted
from dashboard.refresh_assistant import refresh_assistant
from dashboard.refresh_coder import refresh_coder
from dashboard.settings import Settings


def refresh_others(settings: Settings, wanted: Wanted) -> list[str]:
    """Gives what failed, a line each."""
    turns: list[tuple[str, str, partial[Result]]] = []
    if settings.augment_api_token:
        turns.append((augment_org(settings), AUGMENT, partial(refresh_assistant, api_of(settings))))
    if settings.coder_url and settings.coder_token:
        turns.append((coder_org(settings), CODER, partial(refresh_coder, coder(settings))))
    if not turns:
        return []
    try:
        known = read_identities(open_objects(settings.config_url))
    except OutsideError as problem:
        return [f"{org}: {name}: {problem}" for org, name, _ in turns]
    failures: list[str] = []
    for org, name, run in turns:
        kept = Assistant(History(open_objects(settings.history_url)), name, org)
        failures += run(kept.history, kept, org, known, datetime.now(UTC), **wanted).failures
    return failures


class WhenAsked:
    """Who somebody is at GitHub, read when the first of them is asked for."""

    def __init__(self, settings: Settings, org: str):
        self.settings, self.org = settings, org

    def __call__(self, name: str) -> Account:
        return self._accounts.account(name)

    @cached_property
    def _accounts(self) -> Accounts:
        kept = assistant(self.settings, self.org)
        return accounts_of(kept, read_identities(open_objects(self.settings.config_url)))


def others_of(settings: Settings, org: str | None) -> Others:
    """What an import needs to know of other assistants' people; `org` is the one that is named for it."""
    whose = org or augment_org(settings)
    return Others(whose, WhenAsked(settings, whose))


def keep_people(settings: Settings, others: Others, now: datetime) -> None:
    """Beside those that are known already."""
    if others.seen and others.org:
        kept = assistant(settings, others.org)
        kept.write_people(people(newest(kept.people(), others.seen), others.match), now)


def assistant(settings: Settings, org: str) -> Assistant:
    return Assistant(History(open_objects(settings.history_url)), AUGMENT, org)


def read_identities(config: Objects) -> Sequence[Identity]:
    """None where there is no such file. Raises Away for one that isn't understood: nobody is taken for nobody by it."""
    stored = config.read(IDENTITIES)
    try:
        return identities(stored.content) if stored else []
    except ValueError as problem:
        raise Away(f"{IDENTITIES} under CONFIG_URL is not understood: {problem}; correct it") from None
