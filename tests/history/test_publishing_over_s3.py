"""Publishing into a bucket, as people run it."""

from __future__ import annotations

import json
from datetime import timedelta
from subprocess import CompletedProcess

import pytest

from tests.forked import run

KEY = "some/prefix/teams_history.json"


@pytest.fixture
def environ(github, s3_server, bucket, tmp_path):
    return {
        **github.settings(),
        "HISTORY_URL": f"s3://{bucket}/some/prefix",
        "REPLICA_DIR": str(tmp_path / "replica"),
        "PUBLISH_TEAMS_HISTORY": "teams_history.json",
        "AWS_ENDPOINT_URL_S3": s3_server,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }


def refresh(environ: dict[str, str], since, until) -> CompletedProcess:
    return run("refresh", "--since", str(since), "--until", str(until), **environ)


def dates(aws, bucket: str) -> list[list[str]]:
    published = json.loads(aws.get_object(Bucket=bucket, Key=KEY)["Body"].read())
    return [[day["date"] for day in entry["data"]] for entry in published if entry["team"]["slug"] == "red"]


def test_refresh_publishes_into_a_bucket_and_adds_what_comes(github, environ, aws, bucket):
    last = github.world.today - timedelta(days=8)
    first = refresh(environ, last - timedelta(days=2), last - timedelta(days=1))
    assert first.returncode == 0, first.stderr
    before = dates(aws, bucket)
    second = refresh(environ, last - timedelta(days=2), last)
    assert second.returncode == 0, second.stderr
    assert dates(aws, bucket) == [[*before[0], str(last)]]


def test_a_file_of_somebody_else_in_the_bucket_stays_as_it_is(github, environ, aws, bucket):
    aws.put_object(Bucket=bucket, Key=KEY, Body=b'[{"team": {"name": "red"}, "data": []}]')
    day = github.world.today - timedelta(days=8)
    done = refresh(environ, day, day)
    assert (done.returncode, "is left as it is" in done.stderr) == (1, True)
    assert aws.get_object(Bucket=bucket, Key=KEY)["Body"].read() == b'[{"team": {"name": "red"}, "data": []}]'
