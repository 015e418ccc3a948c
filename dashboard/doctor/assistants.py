"""The tokens of other assistants than GitHub's, each where one is set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dashboard.core.days import ONE_DAY, Span
from dashboard.doctor.finding import Finding, attempt, fail, hint, ok
from dashboard.doctor.wire import IMPATIENT
from dashboard.errors import Denied
from dashboard.settings import Settings
from dashboard.sources.augment import AugmentApi
from dashboard.sources.coder import Coder

AUGMENT, CODER = "AUGMENT_API_TOKEN", "CODER_TOKEN"
SPEND = "AI use in Coder"


def tokens(settings: Settings, today: date) -> Iterator[Finding]:
    yesterday = today - ONE_DAY
    if settings.augment_api_token:
        yield attempt(AUGMENT, lambda: augment(settings, yesterday))
    if settings.coder_url and settings.coder_token:
        api = Coder(settings.coder_url, settings.coder_token, IMPATIENT)
        opened = attempt(CODER, lambda: opened_by(api, yesterday))
        yield opened
        if not opened.failed:
            yield attempt(SPEND, lambda: gateway(api, yesterday))
    elif settings.coder_url or settings.coder_token:
        yield fail(CODER, "CODER_URL and CODER_TOKEN belong together", "set the one that is missing")


def augment(settings: Settings, day: date) -> Finding:
    AugmentApi(settings.augment_api_url, settings.augment_api_token, IMPATIENT).fetch_used_days(Span(day, day))
    return ok(AUGMENT, "Augment's analytics can be read")


def opened_by(api: Coder, day: date) -> Finding:
    name = api.fetch_own_name()
    api.fetch_workspaces(day)
    return ok(CODER, f"it is {name}'s, and activity can be read")


def gateway(api: Coder, day: date) -> Finding:
    """Many deployments have no AI gateway, which is no mistake."""
    try:
        api.fetch_sessions(day)
    except Denied as denied:
        return hint(SPEND, f"it can't be read: {denied}")
    try:
        for organization in api.fetch_organizations():
            api.fetch_spend(organization, day)
    except Denied as denied:
        return hint(SPEND, f"sessions of the AI gateway can be read, what they cost can't: {denied}")
    return ok(SPEND, "sessions of the AI gateway and what they cost can be read")
