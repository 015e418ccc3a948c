"""What a team's page says of its members in Coder, in a line."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.core.workspaces import TeamWork
from layouts import ai_use, pieces, words

FEW = "What fewer than {floor} of them did there is not said."


def of_team(org: str, found: TeamWork, floor: int) -> Component:
    """In Coder: 7 members worked 120 hours in workspaces. 5 used 3.2 million tokens of models, for $41.53."""
    told = []
    if found.people is not None:
        hours = words.counted(round((found.seconds or 0) / 3600), "hour")
        told.append(f"{words.counted(found.people, 'member')} worked {hours} in workspaces.")
    if ai := found.ai:
        cost = f", for {ai_use.dollars(ai.cost_micros)}" if ai.cost_micros is not None else ""
        told.append(f"{words.counted(ai.people, 'member')} used {words.count(ai.tokens.all)} tokens of models{cost}.")
    if found.withheld:
        told.append(FEW.format(floor=floor))
    name, way = pieces.what_is("workspace-people", "In Coder"), pieces.link("Workspaces", f"/workspaces?org={org}")
    return html.P([name, f": {' '.join(told)} ", way], className="lede", style={"margin": "0 0 1rem"})
