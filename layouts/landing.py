"""Pages without figures and without Dash: for strangers, for people turned away, and for errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from dashboard.core.brand import UNBRANDED, Brand
from dashboard.core.subjects import NamesFor

TEMPLATES = Environment(
    loader=PackageLoader("layouts", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Site:
    """What every plain page needs to know of this deployment. `prefix` ends with "/"; addresses are ready to use."""

    orgs: Sequence[str]
    github_url: str
    stylesheets: Sequence[str]
    theme_script: str
    prefix: str = "/"
    min_team_size: int = 5
    brand: Brand = UNBRANDED
    names_to: NamesFor = "admins"


# Where members and admins see names of people, by who may.
NAMES: dict[NamesFor, dict[str, str]] = {
    "admins": {"members": "no", "admins": "in all teams"},
    "members": {"members": "in your own teams", "admins": "in all teams"},
    "nobody": {"members": "no", "admins": "no"},
}


@dataclass(frozen=True)
class Reason:
    """Why a person was turned away: one sentence that says what happened, and what to do."""

    title: str
    text: str
    link: str = ""
    link_text: str = ""


def landing(site: Site, reason: Reason | None = None, sign_in: str = "login/github", signed_in: bool = False) -> str:
    """For who is not signed in; `reason` comes first when they were turned away."""
    return TEMPLATES.get_template("landing.html").render(
        site=site,
        names=NAMES[site.names_to],
        reason=reason,
        sign_in=f"{site.prefix}{sign_in}",
        signed_in=signed_in,
    )


def refused(site: Site, reason: Reason, signed_in: bool = False) -> str:
    """For errors and refusals outside of a page of figures: 400, 403, 404, 500."""
    return TEMPLATES.get_template("refused.html").render(site=site, reason=reason, signed_in=signed_in)


# Why somebody who signed in sees no figures: the title, and what the link that helps is called.
TURNED_AWAY = {
    "not_a_member": ("You are not a member of {org}", "Open {org} at GitHub"),
    "pending": ("Your invitation to {org} is not accepted yet", "Open the invitation"),
    "app_not_approved": ("{org} has not approved this site yet", "Open this app at GitHub"),
    "sso_required": ("{org} asks for its own login first", "Open that login"),
}
UNSAID = ("GitHub does not say where you belong", "Open GitHub")


def turned_away(org: str, reason: str, text: str, link: str = "") -> Reason:
    """`text` says what happened and what to do; `link` is where to do it, if anywhere."""
    title, link_text = TURNED_AWAY.get(reason, UNSAID)
    return Reason(title.format(org=org), text, link, link_text.format(org=org))


ERRORS = {
    400: Reason("This address can’t be read", "Part of it is malformed. Go back, or begin at the start."),
    401: Reason("You are signed out", "Sign in again to go on."),
    403: Reason("This is not open to you", "You are signed in, but this page is for others."),
    404: Reason(
        "There is nothing here that you can see",
        "The address is wrong, or it is not yours to see: the two look the same.",
    ),
    405: Reason("This address can’t be used that way", "Go back, or begin at the start."),
    413: Reason("That was too much at once", "What was sent is larger than this site takes."),
    429: Reason("Too many requests", "Wait a minute, then try again."),
    500: Reason("This page could not be made", "The fault is ours and has been noted. Try again in a moment."),
    503: Reason("This site is busy", "Wait a few seconds, then try again."),
}


def error(site: Site, status: int, text: str = "", signed_in: bool = False) -> str:
    """The page of an HTTP error; `text` replaces what is usually said."""
    found = ERRORS.get(status) or ERRORS[400 if status < 500 else 500]
    return refused(site, Reason(found.title, text or found.text), signed_in)
