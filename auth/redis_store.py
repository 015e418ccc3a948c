"""Sessions in Redis: for several hosts."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import redis

from auth.stores import SESSIONS_PER_PERSON, Row, answering


class RedisStore:
    """A JSON string for each session, with a TTL, and a sorted set of each person's keys."""

    def __init__(self, url: str):
        self.client: Any = redis.Redis.from_url(
            url, decode_responses=True, socket_timeout=3, socket_connect_timeout=3, health_check_interval=30
        )

    def insert(self, key: str, row: Row, replacing: str | None = None) -> None:
        person = _person(row.user_id)
        with answering():
            pipe = self.client.pipeline(transaction=True)
            if replacing:
                pipe.delete(_session(replacing)).zrem(person, replacing)
            pipe.set(_session(key), json.dumps(asdict(row)), ex=row.ttl)
            pipe.zadd(person, {key: row.created}).expire(person, 400 * 86400)
            pipe.zrange(person, 0, -1 - SESSIONS_PER_PERSON)
            oldest = pipe.execute()[-1]
            if oldest:
                self.client.pipeline().delete(*map(_session, oldest)).zrem(person, *oldest).execute()

    def read(self, key: str) -> Row | None:
        with answering():
            found = self.client.get(_session(key))
        return Row(**json.loads(found)) if found else None

    def update(self, key: str, **changes: Any) -> bool:
        def write(pipe: Any) -> bool:
            found = pipe.get(_session(key))
            pipe.multi()
            if found:
                row = replace(Row(**json.loads(found)), **changes)
                pipe.set(_session(key), json.dumps(asdict(row)), xx=True, ex=row.ttl)
            return bool(found)

        with answering():
            return bool(self.client.transaction(write, _session(key), value_from_callable=True))

    def delete(self, key: str) -> None:
        with answering():
            row = self.read(key)
            self.client.delete(_session(key))
            if row:
                self.client.zrem(_person(row.user_id), key)

    def delete_user(self, user_id: int) -> int:
        with answering():
            keys = self.client.zrange(_person(user_id), 0, -1)
            pipe = self.client.pipeline(transaction=True)
            for key in keys:
                pipe.delete(_session(key))
            return sum(pipe.delete(_person(user_id)).execute()[:-1])

    def use_once(self, key: str, now: float, until: float) -> bool:
        with answering():
            return bool(self.client.set(f"used:{key}", "1", nx=True, ex=max(1, int(until - now))))

    def ping(self) -> None:
        with answering():
            self.client.ping()


def _session(key: str) -> str:
    return f"session:{key}"


def _person(user_id: int) -> str:
    return f"sessions-of:{user_id}"
