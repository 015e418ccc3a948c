"""Sign-in with GitHub: our blueprint on Flask-Dance's consumer.

The stock blueprint keeps one OAuth session, and PKCE's parameters, for all threads, and so hands one person's identity
to another. Here everything that belongs to a sign-in lives in the request that does it. `tests/auth/test_threads.py`
holds both to the proof.
"""

from __future__ import annotations

import logging
import os
import re
from typing import Any, NoReturn

import requests
from flask import g, redirect, request
from flask_dance.consumer import OAuth2ConsumerBlueprint
from flask_dance.consumer.storage import NullStorage
from oauthlib.oauth2 import OAuth2Error
from werkzeug.wrappers import Response

from auth import audit
from auth.config import AuthConfig
from auth.keys import PersonalKeys
from auth.pending import Pending, PendingSignIns, path_of_ours
from auth.rest import TIMEOUT
from auth.session import current_session
from auth.standing import Standing
from dashboard.errors import Away, BadRequest

SCOPES = "read:user read:org"
CHATTY = ("flask_dance", "requests_oauthlib", "oauthlib")

log = logging.getLogger("auth")


class GitHubSignIn(OAuth2ConsumerBlueprint):
    """`/login/github` and `/login/github/authorized`. Keeps no token: what Flask-Dance would store goes nowhere."""

    def __init__(self, config: AuthConfig, pending: PendingSignIns, standing: Standing, keys: PersonalKeys):
        web = config.github_url.rstrip("/")
        super().__init__(
            "github",
            __name__,
            client_id=config.client_id,
            client_secret=config.client_secret,
            scope=SCOPES,
            base_url=f"{config.github_api_url.rstrip('/')}/",
            authorization_url=f"{web}/login/oauth/authorize",
            token_url=f"{web}/login/oauth/access_token",
            storage=NullStorage(),
            url_prefix="/login",
        )
        self.ours, self.pending, self.standing, self.keys = config, pending, standing, keys  # `config` is Flask-Dance's
        self.callback = f"{config.public_url.rstrip('/')}/login/github/authorized"  # never from the Host header

    @property
    def session(self) -> Any:
        """The OAuth session of this request; where Flask-Dance has one for all."""
        if "github_oauth" not in g:
            g.github_oauth = OAuth2ConsumerBlueprint.session.fget(self)
            g.github_oauth.redirect_uri = self.callback
        return g.github_oauth

    def teardown_session(self, exception: BaseException | None = None) -> None:
        g.pop("github_oauth", None)

    def login(self) -> Response:
        pending = self.pending.begin(request, path_of_ours(request.args.get("next")))
        url, _ = self.session.authorization_url(
            self.authorization_url,
            state=pending.state,
            code_challenge=pending.challenge,
            code_challenge_method="S256",
        )
        return redirect(url)

    def authorized(self) -> Response:
        pending = self.pending.redeem(request)
        if pending is None:
            self.refuse(
                "login.state_mismatch", "This sign-in was not begun in this browser, is over, or took too long."
            )
        if "error" in request.args:
            self.refuse("login.provider_error", "GitHub did not sign you in.", request.args["error"])
        token = self.fetch_token(pending)
        scopes = ",".join(token.get("scope") or ())
        user_id = self.standing.sign_in(current_session(), token["access_token"], scopes)
        audit.write("session.started", user_id, self.ours.clock())
        self.keys.adopt(user_id, token["access_token"])
        return redirect(self.ours.prefix + pending.next)

    def fetch_token(self, pending: Pending) -> dict[str, Any]:
        """Trades the code for a token, with the verifier only this sign-in knows."""
        code = request.args.get("code", "")
        if not code:
            self.refuse("login.code_missing", "GitHub sent you back without a code.")
        self.session.register_compliance_hook("access_token_response", require_json)
        try:
            return self.session.fetch_token(
                self.token_url,
                code=code,
                client_secret=self.client_secret,
                code_verifier=pending.verifier,
                timeout=TIMEOUT,
            )
        except OAuth2Error as problem:
            self.refuse("login.code_refused", "GitHub did not accept this sign-in.", problem.error or "")
        except requests.RequestException as problem:
            raise Away(f"GitHub does not answer ({type(problem).__name__}); try again in a few minutes.") from problem

    def refuse(self, event: str, what: str, why: str = "") -> NoReturn:
        """One log line, with GitHub's word for it if it is a word; a page that starts nothing by itself."""
        said = why if re.fullmatch(r"[a-z_]{1,64}", why) else ""
        log.warning("%s error=%s", event, said or "-")
        raise BadRequest(f"{what} Open {self.ours.public_url}/ and sign in again.")


def require_json(answer: requests.Response) -> requests.Response:
    """oauthlib would look for a token in whatever GitHub sends, an error page included."""
    if answer.status_code >= 500 or answer.status_code == 429:
        raise Away(f"GitHub can't answer now ({answer.status_code}); try again in a few minutes.")
    try:
        readable = isinstance(answer.json(), dict)
    except ValueError:
        readable = False
    if not readable:
        raise Away("GitHub's answer to this sign-in is unreadable; try again in a few minutes.")
    return answer


def quiet_and_lenient(config: AuthConfig) -> None:
    """At DEBUG these libraries log the client secret, the verifier and the token. oauthlib takes the rest from the
    environment: GitHub separates scopes by commas, which it would raise as a change of scope; and plain http is for
    a GitHub on this machine."""
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLogger(name).level))
    os.environ["OAUTHLIB_RELAX_TOKEN_SCOPE"] = "1"  # noqa: S105
    if config.github_url.startswith("http://"):
        os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
