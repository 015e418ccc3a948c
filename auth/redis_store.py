"""Sessions and personal keys in Redis: for several hosts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

import redis

from auth.stores import KEY, KEYS_PER_PERSON, SESSIONS_PER_PERSON, Row, answering

A_YEAR_AND_MORE = 400 * 86400  # seconds


class RedisStore:
    """A JSON string for each session and each personal key, with a TTL; and for each person two sorted sets that say
    which are theirs."""

    def __init__(self, url: str):
        self.client: Any = redis.Redis.from_url(
            url, decode_responses=True, socket_timeout=3, socket_connect_timeout=3, health_check_interval=30
        )

    def insert(self, key: str, row: Row, replacing: str | None = None) -> bool:
        return self._insert_key(key, row) if row.kind == KEY else self._insert_session(key, row, replacing)

    def _insert_key(self, key: str, row: Row) -> bool:
        """Watches the person's keys, so that two made at once can't be one too many."""

        def write(pipe: Any) -> bool:
            theirs = pipe.zrange(_keys(row.user_id), 0, -1)
            gone = [each for each in theirs if not pipe.exists(_session(each))]
            pipe.multi()
            if len(theirs) - len(gone) >= KEYS_PER_PERSON:
                return False
            if gone:
                pipe.zrem(_keys(row.user_id), *gone)
            pipe.set(_session(key), json.dumps(asdict(row)), ex=row.ttl)
            pipe.zadd(_keys(row.user_id), {key: row.created}).expire(_keys(row.user_id), A_YEAR_AND_MORE)
            return True

        with answering():
            return bool(self.client.transaction(write, _keys(row.user_id), value_from_callable=True))

    def _insert_session(self, key: str, row: Row, replacing: str | None) -> bool:
        person = _person(row.user_id)
        with answering():
            pipe = self.client.pipeline(transaction=True)
            if replacing:
                pipe.delete(_session(replacing)).zrem(person, replacing)
            pipe.set(_session(key), json.dumps(asdict(row)), ex=row.ttl)
            pipe.zadd(person, {key: row.created}).expire(person, A_YEAR_AND_MORE)
            pipe.zrange(person, 0, -1 - SESSIONS_PER_PERSON)
            oldest = pipe.execute()[-1]
            if oldest:
                self.client.pipeline().delete(*map(_session, oldest)).zrem(person, *oldest).execute()
        return True

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
                self.client.pipeline().zrem(_person(row.user_id), key).zrem(_keys(row.user_id), key).execute()

    def delete_user(self, user_id: int) -> int:
        with answering():
            pipe = self.client.pipeline(transaction=True)
            for key in self._theirs(user_id):
                pipe.delete(_session(key))
            return sum(pipe.delete(_person(user_id), _keys(user_id)).execute()[:-1])

    def rows_of(self, user_id: int) -> dict[str, Row]:
        with answering():
            found = {key: self.read(key) for key in self._theirs(user_id)}
        return {key: row for key, row in found.items() if row}

    def rows(self) -> Iterable[Row]:
        with answering():
            found = [self.client.get(name) for name in self.client.scan_iter(_session("*"), count=1000)]
        return [Row(**json.loads(text)) for text in found if text]

    def _theirs(self, user_id: int) -> list[str]:
        keys: list[str] = self.client.zrange(_person(user_id), 0, -1) + self.client.zrange(_keys(user_id), 0, -1)
        return keys

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


def _keys(user_id: int) -> str:
    return f"keys-of:{user_id}"
