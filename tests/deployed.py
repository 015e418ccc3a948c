"""The dashboard as app.py joins it, over a history that refresh fetched from the demo's GitHub."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from dashboard.commands.connected import github
from dashboard.core.accounts import identities
from dashboard.core.coder_rows import CODER
from dashboard.demo.augment import API as AUGMENT_API
from dashboard.demo.coder import API as CODER_API
from dashboard.demo.server import Running
from dashboard.history.assistants import Assistant
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.history.store import History
from dashboard.refresh import Result, refresh
from dashboard.refresh_assistant import refresh_assistant
from dashboard.refresh_coder import refresh_coder
from dashboard.settings import Settings, read_settings
from dashboard.sources.augment import AugmentApi, Pace
from dashboard.sources.coder import Coder

SECRET = "only-of-the-tests-0123456789abcdef"


def settings_for(stand_in: Running, folder: Path, **changes: str) -> Settings:
    return read_settings(environ_for(stand_in, folder, **changes), "serve")


def environ_for(stand_in: Running, folder: Path, **changes: str) -> dict[str, str]:
    return {
        **stand_in.settings(),
        "SECRET_KEY": SECRET,
        "CONFIG_URL": str(folder / "config"),
        "HISTORY_URL": str(folder / "history"),
        "REPLICA_DIR": str(folder / "replica"),
        "SESSION_URL": f"sqlite:///{folder / 'sessions.db'}",
        # All the people of the tests come from one address.
        "LIMIT_SIGN_IN": "0",
        "LIMIT_API": "0",
        **changes,
    }


def fetch_history(settings: Settings, today: datetime | None = None, since: date | None = None) -> Result:
    """Refreshes once and brings the replica up to date."""
    objects = open_objects(settings.history_url)
    result = refresh(github(settings), History(objects), settings.github_org, today or datetime.now(UTC), since=since)
    Replica(objects, Path(settings.replica_dir)).update()
    return result


def fetch_augment(stand_in: Running, settings: Settings, today: datetime, since: date | None = None) -> Result:
    """Adds the days of the demo's Augment, which doesn't mind how often it is asked, and brings the replica up to date."""
    objects, tenant, org = open_objects(settings.history_url), stand_in.world.augment, settings.github_org[0]
    assert tenant
    history = History(objects)
    limit, tenant.a_minute = tenant.a_minute, 0
    api = AugmentApi(stand_in.web_url + AUGMENT_API, tenant.token, pace=Pace(0))
    who = identities(tenant.identities().encode())
    result = refresh_assistant(api, history, Assistant(history, "augment", org), org, who, today, since=since)
    tenant.a_minute = limit
    Replica(objects, Path(settings.replica_dir)).update()
    return result


def fetch_coder(stand_in: Running, settings: Settings, today: datetime, since: date | None = None) -> Result:
    """Adds the days of the demo's Coder, and brings the replica up to date."""
    objects, deployment = open_objects(settings.history_url), stand_in.world.coder
    assert deployment
    history = History(objects)
    kept = Assistant(history, CODER, settings.github_org[0])
    api = Coder(stand_in.web_url + CODER_API, deployment.token)
    who = identities(stand_in.world.identities().encode())
    result = refresh_coder(api, history, kept, settings.github_org[0], who, today, since=since)
    Replica(objects, Path(settings.replica_dir)).update()
    return result
