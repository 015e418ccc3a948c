"""Callbacks of kinds that no page has yet: several outputs, none, state, and ids that stand for many components."""

from __future__ import annotations

import pytest
from dash import ALL, MATCH, Dash, Input, Output, State

from auth.callback_shape import Malformed, check
from dashboard.hardening import signatures


@pytest.fixture(scope="module")
def known():
    app = Dash("kinds", add_log_handler=False)
    app.callback(Output("a", "x"), Output("b", "y"), Input("c", "z"), State("d", "w"))(lambda *_: None)
    app.callback(Input("c", "n"))(lambda *_: None)
    app.callback(Output({"kind": "e", "n": MATCH}, "x"), Input({"kind": "f", "n": MATCH}, "y"))(lambda *_: None)
    app.callback(Output("g", "x"), Input({"kind": "f", "n": ALL}, "y"))(lambda *_: None)
    app.clientside_callback("x => x", Output("h", "x"), Input("c", "z"))
    return signatures(app)


def part(id, property, **more):
    return {"id": id, "property": property, **more}


def name_of(known, *inputs):
    return next(name for name, signature in known.items() if signature.inputs == inputs)


def call(output, outputs, *inputs, changes=(), **more):
    return {"output": output, "outputs": outputs, "inputs": list(inputs), "changedPropIds": list(changes), **more}


def test_several_outputs_and_state(known):
    outputs = [part("a", "x"), part("b", "y")]
    several = call("..a.x...b.y..", outputs, part("c", "z", value=1), changes=["c.z"], state=[part("d", "w")])
    check(several, known)
    for wrong in ({"outputs": outputs[:1]}, {"outputs": outputs[0]}, {"state": []}, {"changedPropIds": ["d.w"]}):
        with pytest.raises(Malformed):
            check({**several, **wrong}, known)


def test_no_output(known):
    name = name_of(known, "c.n")
    check(call(name, None, part("c", "n")), known)
    with pytest.raises(Malformed):
        check(call(name, part("a", "x"), part("c", "n")), known)


def test_one_of_many(known):
    name = '{"kind":"e","n":["MATCH"]}.x'
    one, other = part({"kind": "e", "n": 1}, "x"), part({"kind": "f", "n": 1}, "y", value=3)
    check(call(name, one, other, changes=['{"kind":"f","n":1}.y']), known)
    for wrong in ([other], part({"kind": "f"}, "y"), part("f", "y"), part({"kind": "f", "n": 1}, "z"), None):
        with pytest.raises(Malformed):
            check(call(name, one, wrong), known)


def test_all_of_a_kind(known):
    one = part({"kind": "f", "n": 1}, "y", value=3)
    for found in ([], [one], [one, one]):
        check(call("g.x", part("g", "x"), found), known)
    for wrong in (one, [[one]], [None], "f"):
        with pytest.raises(Malformed):
            check(call("g.x", part("g", "x"), wrong), known)


def test_what_runs_in_the_browser_is_not_called_here(known):
    with pytest.raises(Malformed):
        check(call("h.x", part("h", "x"), part("c", "z")), known)
