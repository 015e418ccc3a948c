"""What a person can ask for: all that is kept about them, or that it be erased."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

import orjson

from dashboard.history.erasure import Erased, erase
from dashboard.history.index import Index, Place, read_index
from dashboard.history.objects import Objects
from dashboard.history.person import held, mentioned_lines, quarantined
from dashboard.history.store import History
from dashboard.history.tombstones import PERSONAL, tombstones_of

IDENTITIES, IDENTITY_TABLE = "identities.csv", "identities"


def export_person(history: History, config: Objects, user_id: int, at: datetime) -> dict[str, Any]:
    """One document, ready for JSON: every row, fetched line and refused file about the person."""
    index = read_index(history.objects)
    rows = _rows(history, index, user_id)
    logins = sorted({row["user_login"] for found in rows.values() for row in found if row.get("user_login")})
    return {
        "user": {"id": user_id, "logins": logins},
        "exported_at": at.isoformat(),
        "erased": user_id in tombstones_of(index, history.read),
        **{name: rows[name] for name in (*PERSONAL, "raw") if name != IDENTITY_TABLE},
        "quarantine": [_refused(history.objects, key) for key in quarantined(history.objects, user_id, logins)],
        "other_accounts": rows[IDENTITY_TABLE],
        "identities": {"file": IDENTITIES, "lines": lines_about(config, user_id, logins)},
    }


def erase_person(history: History, config: Objects, user_id: int, at: datetime) -> tuple[list[str], list[str]]:
    """What was done, and what is left to do, a sentence each."""
    erased = erase(history, user_id, at)
    lines = lines_about(config, user_id, erased.logins)
    left = [f"{IDENTITIES} under CONFIG_URL mentions them in line {line}: remove it there" for line in lines]
    return _done(user_id, erased), [*erased.failures, *left]


def lines_about(config: Objects, user_id: int, logins: Collection[str]) -> list[int]:
    stored = config.read(IDENTITIES)
    return mentioned_lines(stored.content, user_id, logins) if stored else []


def _rows(history: History, index: Index, user_id: int) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for place, name, rows in held(history.objects, index, user_id):
        found[name] += [{**_where(place), **row} for row in rows]
    return found


def _where(place: Place) -> dict[str, Any]:
    day = place.day.isoformat() if place.day else None
    return {"source": place.source, "org": place.org, "report": place.report, "day": day}


def _refused(objects: Objects, key: str) -> dict[str, Any]:
    reason = objects.read(f"{key.removesuffix('.refused')}.json")
    return {"file": key, "reason": orjson.loads(reason.content).get("reason") if reason else None}


def _done(user_id: int, erased: Erased) -> list[str]:
    counts = [f"{count} {'lines' if name == 'raw' else 'rows'} of {name}" for name, count in erased.rows.items()]
    done = [f"erased {', '.join(counts)}" if counts else "there were no rows about them"]
    if erased.refused:
        done.append(f"removed {len(erased.refused)} refused files that mentioned them")
    if erased.leftovers:
        done.append(f"removed {len(erased.leftovers)} files that an interrupted run had left")
    return [*done, f"kept a tombstone: no refresh or import brings {user_id} back"]
