"""Scripts as small as they get, and only those that a page needs."""

from __future__ import annotations

import brotli

from dashboard import packed as packing
from dashboard.packed import QUICKLY, pack, packed, place
from dashboard.scripts import needed
from dashboard.vendor import loaded

SCRIPT = '<script src="/within/_dash-component-suites/%s.v4.min.js"></script>\n'


def test_what_set_up_has_packed_is_sent_and_nothing_else_under_its_name(tmp_path, monkeypatch):
    monkeypatch.setattr(packing, "FOLDER", tmp_path / "packed")
    file = tmp_path / "script.js"
    file.write_bytes(b"let a = 1;\n" * 999)
    pack([file])
    assert [each.name for each in packing.FOLDER.iterdir()] == [place(file.read_bytes()).name]
    place(file.read_bytes()).write_bytes(brotli.compress(b"as set-up left it"))
    assert brotli.decompress(packed(file.read_bytes())) == b"as set-up left it"
    another = file.read_bytes() + b"let b = 2;"
    assert packed(another) == brotli.compress(another, quality=QUICKLY)


def test_set_up_packs_what_browsers_load_and_all_of_that_is_installed():
    names = {file.name.partition("@")[0].partition(".")[0] for file in loaded()}
    assert {"bootstrap", "react", "react-dom", "dash_renderer", "dash_html_components", "dash_ag_grid"} <= names
    assert all(file.stat().st_size for file in loaded())


def test_scripts_that_draw_nothing_of_ours_are_left_out_of_the_document():
    unused = (
        "dash/deps/polyfill@7",
        "dash/dcc/dash_core_components",
        "dash/dash_table/bundle",
        "dash_bootstrap_components/x",
    )
    used = ("dash/deps/react@18", "dash/deps/react-dom@18", "dash/dash-renderer/build/dash_renderer", "dash/html/html")
    assets = '<script src="/within/assets/50-pages.js?m=1"></script>\n'
    kept = "".join(SCRIPT % name for name in used) + assets
    assert needed("".join(SCRIPT % name for name in unused) + kept) == kept
