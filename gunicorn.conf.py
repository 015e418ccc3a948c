"""How gunicorn serves wsgi:server, for the Procfile and the demo alike."""

import atexit
import ctypes
import gc
import os
import shutil
import socket
import struct
import tempfile
from pathlib import Path

from dashboard.settings import environment, read_listen

_listen = read_listen(environment())
_memory = Path("/dev/shm")  # noqa: S108 - only as the parent of folders of our own
_scratch = str(_memory) if os.access(_memory, os.W_OK) else None
_ARENAS = -8, 1  # M_ARENA_MAX of malloc.h: a heap for each of many threads keeps what it held at most
_SECONDS_TO_STALL = 20  # for which a client may send or take nothing, in the middle of a request or an answer

if hasattr(_libc := ctypes.CDLL(None), "mallopt"):
    _libc.mallopt(*_ARENAS)

bind = _listen.address
workers = _listen.workers
threads = _listen.threads
worker_class = "gthread"
# Clients and database connections are made in the worker: shared across a fork they answer each other's questions.
preload_app = False
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 5000
max_requests_jitter = 1000
# A worker says that it is alive by touching a file: on a disk that is busy it might be taken for dead.
worker_tmp_dir = _scratch
control_socket_disable = True
# What a proxy says of the client counts by TRUSTED_PROXIES alone; gunicorn would believe anybody on this machine.
forwarded_allow_ips = ""
accesslog = "-"
# No query strings: they hold sign-in codes.
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'


def on_starting(server):
    """The folder through which the workers add up their counts for /metrics."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="dashboard-metrics-", dir=_scratch)


def when_ready(server):
    """gthread waits for ever for the rest of a request; what is accepted inherits these from the listener."""
    limit = struct.pack("ll", _SECONDS_TO_STALL, 0)
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)


def pre_fork(server, worker):
    """A number that no living worker has: who replaces another goes on with its counts, and the files stay few."""
    taken = {other.place for other in server.WORKERS.values()}
    worker.place = next(place for place in range(len(taken) + 1) if place not in taken)


def post_fork(server, worker):
    from prometheus_client import values

    values.ValueClass = values.MultiProcessValue(lambda: worker.place)


def post_worker_init(worker):
    """What is loaded by now stays: to look for garbage in all of it would make an answer wait for a tenth of a second."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # DuckDB complains of what is never taken away


def on_exit(server):
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
