from __future__ import annotations

import re

from dashboard.api.description import PATHS, description
from layouts import api_docs
from layouts.landing import Site

SITE = Site(["acme"], "https://github.com", [], "/theme.js")
PAGE = api_docs.page(SITE, description("https://usage.example/api/v1"))


def test_every_path_is_on_the_page_with_what_it_takes():
    assert [path for path in PATHS if f"<code>{path}</code></h2>" not in PAGE] == []
    together = PAGE[PAGE.index('<h2 id="insights-teams">') :]
    assert "query, required" in together[: together.index("</section>")]


def test_shapes_are_json_with_kinds_for_values():
    found = {each.path: each.shape for each in api_docs.operations(description("/api/v1"))}
    assert '"active_users": "integer, or null"' in found["/orgs/{org}/summary"]
    assert '"qualifies": "boolean"' in found["/teams"]
    assert "$ref" not in PAGE


def test_nothing_is_loaded_from_elsewhere():
    assert re.findall(r'(?:src|href)="(?!https://usage\.example|/|#)([^"]*)"', PAGE) == []
