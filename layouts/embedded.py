"""Pages, and single figures, inside somebody else's page: nothing around them but the way to the whole of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.core.brand import Brand
from layouts import ids, pieces
from layouts.shell import Page

CARD = ids.card("")


def is_asked(path: str, search: str) -> bool:
    return path.startswith("/embed/") or dict(_query(search)).get("embed") == "1"


def asked_team(search: str) -> tuple[str, str] | None:
    """(org, slug), or None where the figure is an organisation's."""
    org, _, slug = dict(_query(search)).get("team", "").partition("/")
    return (org, slug) if org else None


def whole(path: str, search: str) -> str:
    """Where the same view is as a page of its own."""
    query = [(name, value) for name, value in _query(search) if name != "embed"]
    if not path.startswith("/embed/"):
        return _address(path, query)
    team = asked_team(search)
    page = f"/teams/{team[0]}/{team[1]}" if team else "/org"
    return f"{_address(page, [pair for pair in query if pair[0] != 'team'])}#{CARD}{path.removeprefix('/embed/')}"


def _query(search: str) -> list[tuple[str, str]]:
    return parse_qsl(search.lstrip("?")[:2000])


def _address(path: str, query: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def drawn(page: Page, brand: Brand, href: str) -> dict[str, Any]:
    """As shell.drawn, without navigation and control bar."""
    way = html.P(html.A(f"Open in {brand.name}", href=href, target="_blank", rel="noopener"), className="open-whole")
    notices = [pieces.notice(text) for text in page.notices]
    main = html.Main([*notices, *page.body, way], id=ids.MAIN, className="content", tabIndex=-1)
    view = html.Div(html.Div(main, className="page"), className="shell")
    return {"title": f"{page.title} · {brand.name}", "said": page.said, "children": view}


def figure(page: Page, name: str, search: str) -> Page:
    """The card of that name alone, with what it is about and how far the data reaches."""
    names = _cards(page.body)
    if page.unknown or not names:  # the page says why, and so does the frame
        return replace(page, body=page.body[:2], controls=None, sections=())
    if name not in names:
        return _unknown(page, names, search)
    card = html.Div(page.body)[ids.card(name)]
    card.className = "chart"
    title = card[ids.title(name)]
    card[ids.title(name)] = html.H2(
        title.children, className=title.className, id=title.id
    )  # under the one heading there is
    heading = html.Div([html.H1(page.title), *_fresh(page.body)], className="embed-head")
    return replace(page, body=[heading, html.Div(card, className="embed-figure")], controls=None, sections=())


def _cards(body: Sequence[Component]) -> list[str]:
    """The names of all figures of a page, in order."""
    return [str(key).removeprefix(CARD) for key in html.Div(body) if str(key).startswith(CARD)]


def _fresh(body: Sequence[Component]) -> Iterator[Component]:
    for part in body:
        if getattr(part, "className", "") == "fresh":
            yield part
            return
        children = getattr(part, "children", None)
        yield from _fresh([child for child in _listed(children) if isinstance(child, Component)])


def _listed(children: Any) -> Sequence[Any]:
    return children if isinstance(children, list | tuple) else [children]


def _unknown(page: Page, names: Sequence[str], search: str) -> Page:
    ways = [html.Li(pieces.link(name, f"/embed/{name}{search}")) for name in names]
    text = "The address ends with the name of a figure. These are the names there are:"
    state = html.Div(
        [html.H1("There is no figure of this name"), html.P(text), html.Ul(ways, className="facts")],
        className="state whole",
    )
    title = "There is no figure of this name"
    return replace(page, title=title, said=title, body=[html.Div(state, className="chart")], controls=None, sections=())
