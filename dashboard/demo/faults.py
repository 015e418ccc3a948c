"""The switchboard: what a test, or whoever tries the demo, can make go wrong.

A fault is of a kind, for paths that fit a pattern (`*` is anything), a number of times or until it is cleared.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from threading import Lock

from flask import Blueprint, Flask, Response, current_app, request

from dashboard.demo import wire
from dashboard.demo.answers import RESTRICTED, SSO, Problem, json_answer, no_content, stand
from dashboard.demo.copilot import NOT_AN_ADMIN, POLICY_OFF, storage_refusal

blueprint = Blueprint("faults", __name__)
SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
PRIMARY = "API rate limit exceeded for this credential."
IP_LIST = (
    "Although you appear to have the correct authorization credentials, the `{}` organization has an IP allow list "
    "enabled, and your IP address is not permitted to access this resource."
)


@dataclass
class Fault:
    """`times` None is until cleared; `seconds` is a wait, `status` an error's, `org` the login a message names."""

    kind: str
    path: str = "*"
    times: int | None = None
    method: str = "*"
    seconds: float = 1.0
    status: int = 502
    org: str = "acme"

    def fits(self, method: str, path: str) -> bool:
        return fnmatchcase(path, self.path) and self.method in ("*", method)


class Faults:
    """Paths are those of the one server: `/api/user/teams`, `/files/*`, `/login/oauth/*`, `*users-1-day`."""

    def __init__(self) -> None:
        self.active: list[Fault] = []
        self.lock = Lock()

    def add(self, kind: str, path: str = "*", times: int | None = None, **more: object) -> Fault:
        if kind not in KINDS:
            raise ValueError(f"there is no fault {kind!r}; there are {', '.join(KINDS)}")
        fault = Fault(kind, path, times, **more)  # type: ignore[arg-type]
        with self.lock:
            self.active.append(fault)
        return fault

    def clear(self) -> None:
        with self.lock:
            self.active.clear()

    def take(self, method: str, path: str, kinds: dict[str, Callable]) -> Fault | None:
        """The first that fits, counted down."""
        with self.lock:
            fault = next((f for f in self.active if f.kind in kinds and f.fits(method, path)), None)
            if fault and fault.times is not None:
                fault.times -= 1
                self.active = [f for f in self.active if f.times != 0]
            return fault


# -- instead of an answer


def error(fault: Fault) -> Response:
    """A gateway's page, which is HTML."""
    return Response("<html><h1>Unicorn!</h1></html>", fault.status, content_type="text/html")


def too_many_requests(fault: Fault) -> Response:
    return Problem(429, SECONDARY, {"Retry-After": f"{fault.seconds:.0f}"}).get_response()


def secondary_limit(fault: Fault) -> Response:
    return Problem(403, SECONDARY, {"Retry-After": f"{fault.seconds:.0f}"}).get_response()


def primary_limit(fault: Fault) -> Response:
    spent = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time() + fault.seconds) + 1)}
    return Problem(403, PRIMARY, spent).get_response()


def sso_required(fault: Fault) -> Response:
    url = f"{request.host_url}orgs/{fault.org}/sso?authorization_request=demo"
    return Problem(403, SSO, {"X-GitHub-SSO": f"required; url={url}"}).get_response()


def oauth_restricted(fault: Fault) -> Response:
    return Problem(403, RESTRICTED.format(fault.org)).get_response()


def ip_not_allowed(fault: Fault) -> Response:
    return Problem(403, IP_LIST.format(fault.org)).get_response()


def policy_off(_: Fault) -> Response:
    return Problem(403, POLICY_OFF).get_response()


def no_permission(_: Fault) -> Response:
    return Problem(403, NOT_AN_ADMIN).get_response()


def bad_credentials(_: Fault) -> Response:
    return Problem(401, "Bad credentials").get_response()


def expired_link(_: Fault) -> Response:
    return storage_refusal()


def slow(fault: Fault) -> None:
    time.sleep(fault.seconds)


def drop(_: Fault) -> Response:
    """The connection is gone before a byte of the answer was sent."""
    wire.close(request.environ[wire.SOCKET])
    return Response(status=500)


# -- something wrong with the right answer


def truncated(_: Fault, answer: Response) -> None:
    """A file that ends in the middle of a line, as a whole and proper answer."""
    answer.set_data(answer.get_data()[: len(answer.get_data()) * 3 // 5])


def cut_off(_: Fault, answer: Response) -> None:
    """The connection ends before the announced length is there."""
    body = answer.get_data()
    answer.set_data(body[: len(body) // 2])
    answer.headers["Content-Length"] = str(len(body))
    answer.headers["Connection"] = "close"


def garbled(_: Fault, answer: Response) -> None:
    answer.set_data(b"\x00\xff{" + answer.get_data()[3:])


def sso_partial(fault: Fault, answer: Response) -> None:
    org = stand().world.organisation(fault.org)
    answer.headers["X-GitHub-SSO"] = f"partial-results; organizations={org.id if org else 0}"


INSTEAD: dict[str, Callable[[Fault], Response | None]] = {
    each.__name__: each
    for each in (
        error,
        too_many_requests,
        secondary_limit,
        primary_limit,
        sso_required,
        oauth_restricted,
        ip_not_allowed,
        policy_off,
        no_permission,
        bad_credentials,
        expired_link,
        slow,
        drop,
    )
}
AFTERWARDS: dict[str, Callable[[Fault, Response], None]] = {
    each.__name__: each for each in (truncated, cut_off, garbled, sso_partial)
}
KINDS = {**INSTEAD, **AFTERWARDS}


def switchboard() -> Faults:
    found: Faults = current_app.extensions["faults"]
    return found


def before() -> Response | None:
    if request.path == "/_faults":
        return None
    fault = switchboard().take(request.method, request.path, INSTEAD)
    return INSTEAD[fault.kind](fault) if fault else None


def after(answer: Response) -> Response:
    fault = switchboard().take(request.method, request.path, AFTERWARDS) if answer.status_code == 200 else None
    if fault:
        AFTERWARDS[fault.kind](fault, answer)
    return answer


@blueprint.get("/_faults")
def show_faults() -> Response:
    return json_answer({"kinds": list(KINDS), "active": [asdict(fault) for fault in switchboard().active]})


@blueprint.post("/_faults")
def add_fault() -> Response:
    try:
        fault = switchboard().add(**request.get_json())
    except (TypeError, ValueError) as problem:
        return json_answer({"message": str(problem)}, 422)
    return json_answer(asdict(fault), 201)


@blueprint.delete("/_faults")
def clear_faults() -> Response:
    switchboard().clear()
    return no_content()


def register(app: Flask) -> None:
    app.before_request(before)
    app.after_request(after)
    app.register_blueprint(blueprint)
