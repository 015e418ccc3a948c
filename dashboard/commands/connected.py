"""GitHub and Coder as the settings name them."""

from __future__ import annotations

from dashboard.settings import Settings
from dashboard.sources.coder import Coder
from dashboard.sources.credentials import AppCredential, TokenCredential
from dashboard.sources.github import GitHub
from dashboard.sources.http import Patience


def github(settings: Settings) -> GitHub:
    api = settings.github_api_url
    if settings.github_app_id:
        credential = AppCredential(api, settings.github_app_id, settings.github_app_private_key)
        return GitHub(api, credential, settings.github_download_hosts)
    return GitHub(api, TokenCredential(settings.github_token), settings.github_download_hosts)


def coder(settings: Settings, patience: Patience | None = None) -> Coder:
    return Coder(settings.coder_url, settings.coder_token, patience)
