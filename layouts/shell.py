"""What stands around every page: navigation, top bar, control bar, notices, and the HTML document itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.core.brand import UNBRANDED, Brand
from dashboard.core.subjects import Team
from layouts import ids, pieces
from layouts.attributes import aria, data
from layouts.pieces import link

MOST_TEAMS = 7


@dataclass(frozen=True)
class Frame:
    """Who looks, and where they are: `path` is the current one, `own` the teams to keep one click away. `workspaces` is
    whether there is a Coder deployment."""

    orgs: Sequence[str]
    person: str
    path: str
    own: Sequence[Team] = ()
    admin: bool = False
    brand: Brand = UNBRANDED
    workspaces: bool = False


@dataclass(frozen=True)
class Page:
    """One view. `said` is announced when it comes; `sections` are (key, name) of its parts; `team` is whose it is.
    `unknown` is whether it says why there are no figures, in the place of them."""

    title: str
    said: str
    body: Sequence[Component]
    controls: Component | None = None
    notices: Sequence[str] = ()
    sections: Sequence[tuple[str, str]] = ()
    team: Team | None = None
    unknown: bool = False


def layout() -> Component:
    """The part that never changes. It names nobody and nothing: every visitor gets the same."""
    return html.Div(
        [
            dcc.Location(id=ids.ADDRESS, refresh="callback-nav"),
            dcc.Store(id=ids.PAGE),
            html.A("Skip to the content", href=f"#{ids.MAIN}", className="skip"),
            html.Div(id=ids.SESSION_NOTICE, role="alert"),
            html.Div(waiting(), id=ids.ROOT, className="first"),
            html.Div(id=ids.SAID, className="visually-hidden", role="status"),
        ]
    )


def waiting() -> Component:
    """The shape of what comes, before the first page is there."""
    bars = html.Div([html.I(style={"height": f"{40 + 7 * (n * 5 % 8)}%"}) for n in range(28)], className="skel-bars")
    card = html.Div([html.Span(className="skel", style={"width": "30%"}), bars], className="chart w12")
    main = html.Main([html.Div(card, className="grid waiting")], className="content", **aria(busy="true"))
    return html.Div([html.Div(className="side"), html.Div(main, className="page")], className="shell")


def drawn(frame: Frame, page: Page) -> dict[str, Any]:
    """The page as the browser gets it: draw() of assets/50-pages.js paints its figures and puts it up."""
    main = html.Main(
        [*_announced(frame.brand), *(pieces.notice(text) for text in page.notices), *page.body],
        id=ids.MAIN,
        className="content",
        tabIndex=-1,
    )
    view = html.Div([_top_bar(frame), *([page.controls] if page.controls else []), main], className="page")
    shell = html.Div([_side(frame, page), view], className="shell")
    return {"title": f"{page.title} · {frame.brand.name}", "said": page.said, "children": shell}


def _announced(brand: Brand) -> list[Component]:
    return [pieces.announcement(brand.announcement)] if brand.announcement else []


def _brand(frame: Frame) -> Component:
    logo = [html.Img(src=frame.brand.logo, alt="", className="logo")] if frame.brand.logo else []
    return link([*logo, html.B(frame.brand.name), html.Span(", ".join(frame.orgs))], "/", "brand")


def _top_bar(frame: Frame) -> Component:
    menu = html.Button(
        pieces.icon("menu"),
        className="btn btn-secondary btn-menu",
        type="button",
        **aria(expanded="false", label="Menu"),
        **data(toggle="side"),
    )
    return html.Header([menu, _brand(frame), html.Span(frame.person, className="who")], className="topbar")


def _side(frame: Frame, page: Page) -> Component:
    orgs = [(_org_name(org, frame.orgs), _org_path(org, frame.orgs)) for org in frame.orgs]
    teams = [(team.name, team_path(team)) for team in _near(frame.own, page.team)]
    path = team_path(page.team) if page.team else frame.path
    every = [("All teams" if frame.admin else "All your teams", "/teams")]
    workspaces = [("Workspaces", "/workspaces")] if frame.workspaces else []
    first = [*orgs, *workspaces, ("Compare", "/compare"), ("Your usage", "/me")]
    return html.Nav(
        [
            _brand(frame),
            _items(frame, first, path, page.sections),
            html.Div("Your teams", className="side-group"),
            _items(frame, [*teams, *every], path, page.sections),
            *(_for_admins(frame, path, page.sections) if frame.admin else []),
            html.Div(
                [
                    _items(frame, [("What the numbers mean", "/help")], path, page.sections),
                    _who(frame),
                ],
                className="side-foot",
            ),
        ],
        className="side",
        **aria(label="Pages"),
    )


def _for_admins(frame: Frame, path: str, sections: Sequence[tuple[str, str]]) -> list[Component]:
    pages = [
        ("Teams overview", "/teams-overview"),
        ("Repositories", "/repos"),
        ("Seats", "/seats"),
        ("State of the data", "/data"),
    ]
    items = _items(frame, pages, path, sections)
    return [html.Div("For admins", className="side-group"), items]


def _near(own: Sequence[Team], shown: Team | None) -> list[Team]:
    """The teams to keep one click away; the one that is shown is among them, whosever it is."""
    near = list(own[:MOST_TEAMS])
    keys = {(team.org, team.id) for team in near}
    return [*near, shown] if shown and (shown.org, shown.id) not in keys else near


def _org_name(org: str, orgs: Sequence[str]) -> str:
    return "Organisation" if len(orgs) == 1 else org


def _org_path(org: str, orgs: Sequence[str]) -> str:
    return "/org" if org == orgs[0] else f"/org?org={org}"


def team_path(team: Team) -> str:
    return f"/teams/{team.org}/{team.slug}"


def _items(frame: Frame, items: Sequence[tuple[str, str]], path: str, sections: Sequence[tuple[str, str]]) -> Component:
    shown = [(name, href) for name, href in items if not frame.brand.hides(href)]
    return html.Ul([html.Li(_item(name, href, path, sections)) for name, href in shown])


def _item(name: str, href: str, path: str, sections: Sequence[tuple[str, str]]) -> list[Component]:
    if href != path:
        return [link(name, href, "item")]
    parts = [html.Li(html.A(part, href=f"#{key}")) for key, part in sections]
    inside = [html.Ul(parts, className="sections")] if parts else []
    return [link(name, href, "item", **aria(current="page")), *inside]


def _who(frame: Frame) -> Component:
    leave = html.Form(
        html.Button("Sign out", className="btn btn-quiet", type="submit"), action="/logout", method="POST"
    )
    return html.Div(
        [html.Span(frame.person, className="name"), html.Span([theme_switch(), leave], className="acts")],
        className="side-who",
    )


def theme_switch() -> Component:
    """Names the theme it brings; which of the two is shown is the stylesheet's to say."""
    names = [html.Span("Dark", className="to-dark"), html.Span("Light", className="to-light")]
    return html.Button(
        names,
        className="btn btn-quiet",
        type="button",
        title="Change between light and dark",
        **data(theme_switch=""),
    )


def index_string(theme_script: str, plotly_bundle: str) -> str:
    """The document for Dash's `index_string`. `theme_script` runs before the first paint, so that nothing flashes;
    `plotly_bundle` is where assets/45-plots.js loads Plotly from, when there is something to draw.
    """
    return f"""<!DOCTYPE html>
<html lang="en" data-bs-theme="light">
  <head>
    {{%metas%}}
    <meta name="plotly-bundle" content="{escape(plotly_bundle)}">
    <link rel="prefetch" as="script" href="{escape(plotly_bundle)}">
    <meta name="color-scheme" content="light dark">
    <title>{{%title%}}</title>
    <script src="{escape(theme_script)}"></script>
    {{%favicon%}}
    {{%css%}}
  </head>
  <body>
    <noscript><p class="content">The figures are drawn in the browser: please allow this site to run scripts.</p></noscript>
    {{%app_entry%}}
    <footer>
      {{%config%}}
      {{%scripts%}}
      {{%renderer%}}
    </footer>
  </body>
</html>"""
