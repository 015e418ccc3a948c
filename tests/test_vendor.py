from __future__ import annotations

import gzip

import brotli
import pytest
from flask import Flask

from dashboard import vendor


@pytest.fixture(scope="module")
def client():
    server = Flask(__name__)
    vendor.register(server, vendor.bootstrap(), vendor.plotly())
    return server.test_client()


@pytest.mark.parametrize("file", [vendor.bootstrap(), vendor.plotly()], ids=lambda file: file.name)
def test_what_the_browser_gets_is_the_packages_own_file_compressed(client, file):
    address = f"/vendor/{file.address}"
    small = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert small.headers["Content-Encoding"] == "br"
    assert brotli.decompress(small.data) == file.plain
    assert gzip.decompress(client.get(address, headers={"Accept-Encoding": "gzip"}).data) == file.plain
    assert client.get(address).data == file.plain


def test_the_address_changes_with_the_content_and_may_be_kept_for_a_year(client):
    file = vendor.bootstrap()
    assert "immutable" in client.get(f"/vendor/{file.address}").headers["Cache-Control"]
    other = vendor.File(vendor.plotly().path, file.name, file.kind)
    assert other.address != file.address


def test_nothing_else_is_served(client):
    assert client.get("/vendor/../settings.py").status_code == 404
    assert client.get("/vendor/bootstrap.min.css").status_code == 404
