"""Walks every route of a server as a stranger. For any Flask server behind the gate, the real one among them."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
REFUSED = (400, 401, 403, 404, 405, 415)


def open_to_strangers(server: Flask, allowed: frozenset[str]) -> list[str]:
    """`METHOD path -> status` of whatever answers somebody without a cookie, but for the endpoints in `allowed`.

    A redirect counts as closed only when it leads to the landing page.
    """
    found = []
    for rule, method in walk(server):
        if rule.endpoint in allowed:
            continue
        for headers in ({}, {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "none", "Accept": "text/html"}):
            path = filled_in(rule)
            answer = server.test_client().open(
                path, method=method, headers=headers, json={} if method == "POST" else None
            )
            closed = answer.status_code in REFUSED or "/?next=" in answer.headers.get("Location", "")
            if not closed or answer.headers.get("Set-Cookie"):
                found.append(f"{method} {path} -> {answer.status_code}")
    return found


def walk(server: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in server.url_map.iter_rules():
        for method in METHODS:
            yield rule, method


def filled_in(rule: Rule) -> str:
    """An address that fits the rule."""
    values = {
        name: 1 if type(rule._converters[name]).__name__ == "IntegerConverter" else "page" for name in rule.arguments
    }
    built = rule.build(values)
    assert built is not None, rule
    return built[1]
