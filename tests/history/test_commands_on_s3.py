"""The command line over a bucket, told where it is by AWS's own variables alone."""

from __future__ import annotations

import pytest

from dashboard.history.objects import S3
from tests.deployed import SECRET
from tests.forked import run
from tests.history.conftest import AWS
from tests.rgw import Rgw
from tests.test_cli import last_days

__all__ = ["last_days"]


def in_bucket(bucket: str, url: str, key: str, secret: str) -> dict[str, str]:
    """By name, as a company's own server has one: only by path does it know its buckets."""
    return {
        "HISTORY_URL": f"s3://{bucket}/some/prefix",
        "AWS_ENDPOINT_URL_S3": url.replace("127.0.0.1", "localhost"),
        "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": secret,
    }


@pytest.fixture
def environ(request, github, rgw: Rgw):
    bucket = rgw.new_bucket(versions=getattr(request, "param", "") == "versions")
    return {**github.settings(), **in_bucket(bucket, rgw.url, rgw.key, rgw.secret), "SECRET_KEY": SECRET}


@pytest.fixture
def careless(github, proxy, bucket):
    """A store that takes every write, whatever the condition."""
    proxy.unheard = frozenset({"if-match", "if-none-match"})
    return {**github.settings(), **in_bucket(bucket, proxy.url, *list(AWS.values())[:2]), "SECRET_KEY": SECRET}


def bucket_of(environ: dict[str, str]) -> str:
    return environ["HISTORY_URL"].split("/")[2]


def test_refresh_fills_a_bucket_of_ones_own_server_and_coverage_reads_it(environ, rgw, last_days):
    done = run("refresh", *last_days, **environ)
    assert (done.returncode, "WARNING" in done.stderr) == (0, False)
    assert "final" in run("coverage", **environ).stdout
    tops = {key.split("/")[0] for key in S3(bucket_of(environ), "some/prefix", **rgw.options).list()}
    assert tops == {"users", "members", "teams", "org", "repos", "seats", "billing", "directory", "raw", "index.json"}


def test_the_doctor_finds_nothing_wrong_with_the_bucket(environ, rgw):
    lines = [line for line in run("doctor", **environ).stdout.splitlines() if "history: " in line]
    assert [line.split()[0] for line in lines] == ["ok"] * 4
    assert list(S3(bucket_of(environ), **rgw.options).list()) == []


def test_a_store_that_ignores_conditions_is_said_once_and_loudly_and_refresh_goes_on(careless, last_days):
    done = run("refresh", *last_days, **careless)
    first, *rest = done.stderr.splitlines()
    assert first.startswith("dashboard: WARNING: the store ignores If-Match")
    assert (done.returncode, len(rest), "WARNING" in str(rest)) == (0, 4, False)


@pytest.mark.parametrize("environ", ["versions"], indirect=True)
def test_a_store_that_takes_no_conditional_writes_ends_refresh(environ, last_days):
    """Ceph 16 takes none in a bucket that keeps versions."""
    done = run("refresh", *last_days, **environ)
    (line,) = done.stderr.splitlines()
    assert (done.returncode, "keeps no versions" in line) == (1, True)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"AWS_PROFILE": "nobody"}, "ProfileNotFound"),
        ({"AWS_ENDPOINT_URL_S3": "not an address"}, "AWS_ENDPOINT_URL_S3"),
        ({"AWS_SECRET_ACCESS_KEY": "wrong"}, "SignatureDoesNotMatch"),
        ({"HISTORY_URL": "s3://never-made/history"}, "NoSuchBucket"),
    ],
)
def test_what_is_wrong_with_awss_settings_is_one_line(environ, wrong, words):
    done = run("coverage", **{**environ, **wrong})
    (line,) = done.stderr.splitlines()
    assert (done.returncode, words in line) == (1, True), line
