"""Every kind of store, and days to put into them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer

from dashboard.history.objects import S3, Folder, Objects, open_objects
from dashboard.history.replica import Replica
from dashboard.history.store import History
from tests.history.proxy import Proxy, running_proxy
from tests.rgw import Rgw

AWS = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def aws(s3_server: str):
    return boto3.client("s3", endpoint_url=s3_server, **AWS)


@pytest.fixture
def bucket(aws) -> str:
    name = f"history-{uuid4().hex[:12]}"
    aws.create_bucket(Bucket=name)
    return name


@pytest.fixture
def s3(s3_server: str, bucket: str) -> S3:
    found = open_objects(f"s3://{bucket}/some/prefix", endpoint_url=s3_server, **AWS)
    assert isinstance(found, S3)
    return found


@pytest.fixture
def real_s3(rgw: Rgw) -> S3:
    return S3(rgw.new_bucket(), "some/prefix", **rgw.options)


@pytest.fixture
def folder(tmp_path) -> Folder:
    found = open_objects(str(tmp_path / "history"))
    assert isinstance(found, Folder)
    return found


@pytest.fixture
def proxy(s3_server: str) -> Iterator[Proxy]:
    with running_proxy(s3_server) as running:
        yield running


@pytest.fixture
def s3_by_proxy(proxy: Proxy, bucket: str) -> S3:
    return S3(bucket, "some/prefix", endpoint_url=proxy.url, **AWS)


@pytest.fixture(params=["folder", "real_s3"])
def objects(request) -> Objects:
    return request.getfixturevalue(request.param)


@pytest.fixture
def history(folder: Folder) -> History:
    return History(folder)


@pytest.fixture
def replica(folder: Folder, tmp_path) -> Iterator[Replica]:
    found = Replica(folder, tmp_path / "replica")
    yield found
    found.close()
