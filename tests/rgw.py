"""A real S3 server for the tests: Ceph's gateway over one object store in memory, on this machine alone."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3

PROGRAMS = ("ceph", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin")
PACKAGES = "radosgw ceph-mon ceph-osd ceph-common"
PATIENCE = 60  # seconds
TRIES = 5

CONF = """\
[global]
fsid = {fsid}
monmap = {folder}/monmap
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_ipv6 = false
ms_bind_msgr2 = false
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pgp_num = 1
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
osd_objectstore = memstore
osd_data = {folder}/osd
memstore_device_bytes = 4294967296
mon_data = {folder}/mon
mon_initial_members = a
mon_allow_pool_size_one = true
mon_data_avail_crit = 0
# A second and more each by default, ten times over while the gateway makes its pools.
paxos_propose_interval = 0.02
paxos_min_wait = 0.01
rgw_data = {folder}/rgw
rgw_frontends = beast endpoint=127.0.0.1:{port} tcp_nodelay=1
rgw_thread_pool_size = 64
rgw_crypt_require_ssl = false
log_file = /dev/null
admin_socket =
"""


class RgwMissing(Exception):
    pass


@dataclass(frozen=True)
class Rgw:
    url: str
    key: str = "key-of-the-tests"
    secret: str = "secret-of-the-tests"

    @property
    def options(self) -> dict[str, str]:
        """For a boto3 client."""
        return {
            "endpoint_url": self.url,
            "aws_access_key_id": self.key,
            "aws_secret_access_key": self.secret,
            "region_name": "us-east-1",
        }

    @property
    def environ(self) -> dict[str, str]:
        """The same, in AWS's own variables."""
        return {
            "AWS_ENDPOINT_URL_S3": self.url,
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
            "AWS_DEFAULT_REGION": "us-east-1",
        }

    @property
    def administrator(self) -> Any:
        return boto3.client("s3", **self.options)

    def new_bucket(self, versions: bool = False) -> str:
        name = f"history-{uuid4().hex[:12]}"
        self.administrator.create_bucket(Bucket=name)
        if versions:
            self.administrator.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        return name

    def deny(self, bucket: str, *actions: str) -> None:
        """Takes rights away from everybody, as `s3:PutObject`."""
        denied = {"Effect": "Deny", "Principal": "*", "Action": actions, "Resource": "arn:aws:s3:::*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [denied]})
        self.administrator.put_bucket_policy(Bucket=bucket, Policy=policy)


@contextmanager
def running_rgw() -> Iterator[Rgw]:
    """Ready in one to two seconds. Raises RgwMissing where the packages are missing."""
    if missing := [program for program in PROGRAMS if not shutil.which(program)]:
        raise RgwMissing(f"{missing[0]} is missing: run tests/needs.sh, or apt-get install {PACKAGES}")
    with tempfile.TemporaryDirectory(prefix="rgw-") as folder, ExitStack() as stack:
        mon_port, port = _free_ports(2)
        rgw = Rgw(f"http://127.0.0.1:{port}")
        cluster = _cluster(Path(folder), mon_port, port)
        stack.enter_context(cluster.running("ceph-mon", "-i", "a"))
        cluster.run("ceph", "osd", "new", cluster.fsid, "0")
        cluster.run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", cluster.fsid)
        stack.enter_context(cluster.running("ceph-osd", "-i", "0"))
        _wait(lambda: "1 up" in cluster.run("ceph", "osd", "stat"), "ceph-osd doesn't come up")
        stack.enter_context(cluster.running("radosgw", "-n", "client.rgw"))
        _wait(lambda: _answers(port), "radosgw doesn't answer")
        keys = f"--access-key={rgw.key}", f"--secret-key={rgw.secret}"
        cluster.run("radosgw-admin", "-n", "client.rgw", "user", "create", "--uid=tests", "--display-name=tests", *keys)
        yield rgw


@dataclass(frozen=True)
class _Cluster:
    conf: Path
    fsid: str

    def run(self, program: str, *arguments: str) -> str:
        """Tried again: now and then a program asks the monitor before it has learnt the cluster's name, and is refused."""
        command = [program, "-c", str(self.conf), *arguments]
        for _ in range(TRIES):
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
            if done.returncode == 0:
                return done.stdout
        raise AssertionError(f"{' '.join(command)}: {done.stderr}")

    @contextmanager
    def running(self, program: str, *arguments: str) -> Iterator[None]:
        """In the foreground, as a child that the kernel ends with us, however we end. Nothing in it is worth a farewell."""
        options = ["-f", "-c", str(self.conf), "--no-mon-config"]  # which would make it forget the cluster's name
        command = ["setpriv", "--pdeathsig", "KILL", program, *options, *arguments]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            yield
        finally:
            process.kill()
            process.wait()


def _cluster(folder: Path, mon_port: int, port: int) -> _Cluster:
    """Its files, with a monitor that knows of itself alone."""
    for name in ("mon", "osd", "rgw"):
        (folder / name).mkdir()
    cluster = _Cluster(folder / "ceph.conf", str(uuid4()))
    cluster.conf.write_text(CONF.format(folder=folder, fsid=cluster.fsid, port=port))
    monmap, address = str(folder / "monmap"), f"[v1:127.0.0.1:{mon_port}]"
    cluster.run("monmaptool", "--create", "--addv", "a", address, "--fsid", cluster.fsid, monmap)
    cluster.run("ceph-mon", "--mkfs", "-i", "a", "--monmap", monmap)
    return cluster


def _wait(check: Callable[[], bool], complaint: str) -> None:
    until = time.monotonic() + PATIENCE
    while not check():
        assert time.monotonic() < until, complaint
        time.sleep(0.05)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _free_ports(number: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for found in sockets:
            found.bind(("127.0.0.1", 0))
        return [found.getsockname()[1] for found in sockets]
