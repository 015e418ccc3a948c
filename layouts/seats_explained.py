"""What seats say, and what they don't: what counts, why it lags, and why it can disagree with usage."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

EXPLAINED = (
    ("What counts as activity", "A suggestion in an editor, chat in an editor, on github.com or on a phone, a summary of a pull request, Copilot on the command line. Signing in is none."),
    ("It lags", "GitHub can take 24 hours to know of an activity, and a snapshot is as old as the last refresh."),
    ("Telemetry must be on", "Use in an editor is known from what the editor sends. Where telemetry is switched off or blocked by a proxy, a seat looks unused."),
    ("When a date looks too old", "Have the person update the editor and its Copilot extension, sign in to Copilot again, and see that telemetry is allowed. Then use it, and look again after a day."),
    ("Why it can disagree with usage", "Seats know of github.com and phones, which the usage reports leave out. The reports know of agents and previews that seats leave out. Neither is wrong."),
    ("Never, not for 90 days, unknown", "GitHub forgets an activity after 90 days and then names none, as of a seat never used. Earlier snapshots tell the two apart. Of seats older than the first snapshot that may be impossible."),
)  # fmt: skip


def explained() -> Component:
    told = [part for name, text in EXPLAINED for part in (html.Dt(name), html.Dd(text))]
    return html.Section(
        [html.H2("What seats say, and what they don’t"), html.Dl(told, className="explained")], id="explained"
    )
