"""The other assistants that a refresh asks, where they are configured, and whose people use them."""

from __future__ import annotations

from dashboard.core.augment import AUGMENT
from dashboard.core.coder_rows import CODER
from dashboard.settings import Settings


def asked(settings: Settings) -> list[tuple[str, str]]:
    """Source and organisation of each."""
    found = [(AUGMENT, augment_org(settings))] if settings.augment_api_token else []
    return [*found, *([(CODER, coder_org(settings))] if settings.coder_url and settings.coder_token else [])]


def augment_org(settings: Settings) -> str:
    return settings.augment_org or (settings.github_org or (AUGMENT,))[0]


def coder_org(settings: Settings) -> str:
    return settings.coder_org or (settings.github_org or (CODER,))[0]
