"""Sign-in: the page that asks who you are, and the exchange of a code for a token."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Blueprint, Response, redirect, render_template_string, request
from werkzeug.wrappers.response import Response as AnyResponse

from dashboard.demo.answers import json_answer, stand
from dashboard.demo.things import Person
from dashboard.demo.tokens import Code

blueprint = Blueprint("oauth", __name__)
LOCAL = ("localhost", "127.0.0.1")
BUTTONS = 24

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Authorize {{ app }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; color: #1a222d; background: #f5f6f8 }
  button { font: inherit; width: 100%; text-align: left; padding: .6rem .8rem; margin: .2rem 0; background: #fff;
           border: 1px solid #818b98; border-radius: 6px; cursor: pointer }
  button:hover { background: #eceff2 } input { font: inherit; padding: .4rem; width: 60% } small { display: block; color: #49535f }
</style></head>
<body><h1>Who are you?</h1>
<p>This is the GitHub of the demonstration. <b>{{ app }}</b> asks for
{% for scope in scopes %}<code>{{ scope }}</code> {% else %}nothing but your public profile{% endfor %}.</p>
<form action="/login/oauth/authorize" method="get">
{% for name, value in fields %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}
{% for person in people %}<button id="person-{{ person.login }}" name="login" value="{{ person.login }}">{{ person.login }}
<small>{{ person.note or person.name }}</small></button>
{% endfor %}</form>
<form action="/login/oauth/authorize" method="get">
{% for name, value in fields %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}
<p><label>Somebody else: <input id="login" name="login" placeholder="person-017"></label></p></form>
<p><a id="cancel" href="{{ cancel }}">Cancel</a></p></body></html>"""


@blueprint.route("/login/oauth/authorize", methods=["GET", "POST"])
def authorize() -> AnyResponse | str:
    """With `login` it answers at once; without, it asks. `GET` or `POST`."""
    asked = request.values
    problem = request_problem(asked.get("client_id", ""), asked.get("redirect_uri", ""))
    if problem:
        return Response(problem, 404, content_type="text/plain; charset=utf-8")
    if asked.get("code_challenge") and asked.get("code_challenge_method") != "S256":
        return back(error="invalid_request", error_description="Only S256 is supported as code_challenge_method.")
    person = stand().world.person(asked.get("login", ""))
    return grant(person) if person else ask_who()


def request_problem(client_id: str, redirect_uri: str) -> str | None:
    if client_id != stand().world.oauth_app.client_id:
        return "There is no OAuth app with this client_id."
    if urlsplit(redirect_uri).hostname not in LOCAL:
        return "The redirect_uri is not associated with this application."
    return None


def ask_who() -> str:
    fields = [(name, value) for name, value in request.values.items() if name != "login"]
    denied = {"error": "access_denied", "error_description": "The user has denied your application access."}
    return render_template_string(
        PAGE,
        app=stand().world.oauth_app.name,
        scopes=requested_scopes(),
        fields=fields,
        people=offered_people(),
        cancel=callback(**denied),
    )


def offered_people() -> list[Person]:
    """Those of whom there is something to say; in a small world, everybody."""
    people = list(stand().world.people.values())
    return [person for person in people if person.note] or people[:BUTTONS]


def requested_scopes() -> tuple[str, ...]:
    return tuple(dict.fromkeys(request.values.get("scope", "").replace(",", " ").split()))


def grant(person: Person) -> AnyResponse:
    asked = request.values
    code = stand().tokens.new_code(person, requested_scopes(), asked["redirect_uri"], asked.get("code_challenge", ""))
    return back(code=code)


def callback(**parameters: str) -> str:
    """The client's own address, with what it gets added to its query."""
    parts = urlsplit(request.values["redirect_uri"])
    state = {"state": request.values["state"]} if "state" in request.values else {}
    return urlunsplit(parts._replace(query=urlencode([*parse_qsl(parts.query), *parameters.items(), *state.items()])))


def back(**parameters: str) -> AnyResponse:
    return redirect(callback(**parameters), 302)


@blueprint.post("/login/oauth/access_token")
def access_token() -> Response:
    """GitHub answers 200 to wrong codes, too, and as a form unless JSON is asked for."""
    return formatted(exchange())


def exchange() -> dict[str, str]:
    if not client_authenticated():
        return refusal("incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect.")
    code = stand().tokens.take_code(request.form.get("code", ""))
    if code is None or not verified(code, request.form.get("code_verifier", "")):
        return refusal("bad_verification_code", "The code passed is incorrect or expired.")
    if request.form.get("redirect_uri", code.redirect_uri) != code.redirect_uri:
        return refusal(
            "redirect_uri_mismatch", "The redirect_uri MUST match the registered callback URL for this application."
        )
    token = stand().tokens.new_user_token(code.person, code.scopes, stand().world.oauth_app.client_id)
    return {"access_token": token.value, "scope": ",".join(token.scopes), "token_type": "bearer"}


def client_authenticated() -> bool:
    """By HTTP Basic or by fields of the form."""
    app, basic = stand().world.oauth_app, request.authorization
    if basic is not None and basic.type == "basic":
        return (basic.username, basic.password) == (app.client_id, app.client_secret)
    return (request.form.get("client_id"), request.form.get("client_secret")) == (app.client_id, app.client_secret)


def verified(code: Code, verifier: str) -> bool:
    """PKCE, S256 (RFC 7636 §4.6)."""
    if not code.challenge:
        return True
    hashed = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
    return hmac.compare_digest(hashed, code.challenge.encode())


def refusal(error: str, description: str) -> dict[str, str]:
    return {"error": error, "error_description": description, "error_uri": "https://docs.github.com/apps/oauth-apps"}


def formatted(answer: dict[str, str]) -> Response:
    if "json" in request.headers.get("Accept", ""):
        return json_answer(answer)
    return Response(urlencode(answer), content_type="application/x-www-form-urlencoded; charset=utf-8")
