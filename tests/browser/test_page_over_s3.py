"""The same page from a folder and from a bucket."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.history.objects import S3
from tests.browser.person import Person
from tests.deployed import environ_for
from tests.security.served import gunicorn

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def bucket(site, rgw) -> S3:
    """The site's history in a bucket that nobody may write to: the web server only reads."""
    found = S3(rgw.new_bucket(), "some/prefix", **rgw.options)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: found.write(key, site.history.read(key).content), site.history.list()))
    rgw.deny(found.bucket, "s3:PutObject", "s3:DeleteObject")
    return found


@pytest.fixture(scope="module")
def site_on_s3(site, bucket, rgw, tmp_path_factory):
    """Served by gunicorn, which has the bucket's address and keys from AWS's own variables."""
    folder = tmp_path_factory.mktemp("site-on-s3")
    address = f"s3://{bucket.bucket}/{bucket.prefix}"
    environ = {**environ_for(site.github, folder, HISTORY_URL=address), **rgw.environ}
    with gunicorn("wsgi:server", environ, folder / "log") as served:
        yield served


def team_page(person: Person) -> list[str]:
    """What a member reads on it."""
    person.sign_in("alice", "/teams/acme/red")
    person.see("Red")
    person.wait_for_drawing("active")
    return [
        person.text(".answer"),
        *person.run("[...document.querySelectorAll('.tile')].map((tile) => tile.innerText)"),
    ]


def test_a_team_has_the_same_numbers_from_a_bucket_as_from_a_folder(person, chromium, site_on_s3):
    from_folder = team_page(person)
    visitor = Person(chromium, site_on_s3.url)
    visitor.begin()
    assert team_page(visitor) == from_folder
    assert "licensed members used Copilot in these 28 days" in from_folder[0]
    assert len(from_folder) == 1 + 5
    assert visitor.complaints() == []
