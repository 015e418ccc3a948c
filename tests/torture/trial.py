"""One store under torture: refreshes come and go, and after each of them nothing may be lost or half there."""

from __future__ import annotations

import json
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from dashboard.core.rows import SCHEMAS, TABLE_OF
from dashboard.errors import Damaged
from dashboard.history.index import Entry, Index, Object, Place, read_index
from dashboard.history.objects import Objects, open_objects
from dashboard.history.settle import read_object
from dashboard.history.tables import from_parquet, unpack
from tests.deployed import environ_for
from tests.torture.github import SETTINGS, GitHub
from tests.torture.processes import Process, Refresher, running_refresher
from tests.torture.versions import versions

PARQUET = b"PAR1"  # what a file of it begins and ends with
Contents = dict[Place, tuple[str, dict[str, str]]]


@dataclass
class Store:
    """`objects` reaches it directly; a refresher uses `url` with `environ`, perhaps through something in between."""

    url: str
    objects: Objects
    environ: dict[str, str] = field(default_factory=dict)


@dataclass
class Trial:
    github: GitHub
    store: Store
    folder: Path
    refresher: Refresher
    counts: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    acknowledged: dict[date, dict[str, int]] = field(default_factory=dict)
    _watching: Process | None = None

    def refresh(self, store: Store | None = None, **job: Any) -> Process:
        """Starts one. `deadly` is the number of the step at which it dies."""
        found = store or self.store
        environ = environ_for(self.github.running, self.folder, HISTORY_URL=found.url, **SETTINGS)
        self.counts["refreshes"] += 1
        return self.refresher.start(environ | found.environ, since=self.github.since.isoformat(), **job)

    def refresh_whole(self) -> Process:
        """One that nobody disturbs: it must come to its end."""
        process = self.refresh()
        assert process.wait()
        assert (process.codes, process.complaints) == ([0], []), process.said
        self.check(process)
        return process

    def complete(self) -> None:
        """The next run: it leaves what a history would have that was never disturbed."""
        self.refresh_whole()
        assert contents(self.store.objects) == self.undisturbed()

    def undisturbed(self) -> Contents:
        """What a history has that began with GitHub as it is now."""
        url = self.folder / f"undisturbed-{self.counts['compared']}"
        self.counts["compared"] += 1
        process = self.refresh(Store(str(url), self.store.objects))
        assert process.wait()
        assert process.codes == [0], process.said
        return contents(open_objects(str(url)))

    def kill_at(self, step: int) -> Process:
        """A refresh that dies at this step, unless it is done before."""
        process = self.refresh(deadly=step)
        assert process.wait()
        self.counts["kills"] += not process.codes
        self.check(process)
        return process

    def kill_after(self, seconds: float) -> Process:
        process = self.refresh()
        process.wait(seconds)
        self.counts["kills"] += process.kill()
        self.check(process)
        return process

    def check(self, *ended: Process) -> None:
        """Everything that was ever acknowledged, and everything the index names."""
        for process in ended:
            assert "Traceback" not in process.said, process.said
            for line in process.acknowledged:
                self._remember(line)
        index, found = self.index(), ["not looked yet"]
        while found:
            before, found = index, [*self._damaged(index), *self._missing(index)]
            index = self.index()
            if index == before:  # else somebody else wrote meanwhile, and what was looked for may have been replaced
                break
        self.lost += found
        assert not found, found[:5]

    def index(self) -> Index:
        """Nothing is in it twice."""
        stored = self.store.objects.read("index.json")
        if stored:
            json.loads(stored.content, object_pairs_hook=once)
        index = read_index(self.store.objects)
        keys = Counter(found.key for entry in index.entries.values() for found in entry.objects.values())
        self.lost += [f"{key} is named {number} times" for key, number in keys.items() if number > 1]
        return index

    def _remember(self, line: dict[str, Any]) -> None:
        self.counts["acknowledged"] += 1
        known = self.acknowledged.setdefault(date.fromisoformat(line["day"]), {})
        for report, version in line["versions"].items():
            # Where nothing was written, somebody else had brought the report in the meantime, perhaps an older one.
            known[report] = max(known.get(report, 0), version if line["wrote"] else 0)

    def _damaged(self, index: Index) -> Iterator[str]:
        for place, entry in index.entries.items():
            yield from (f"{place}: {problem}" for problem in problems(self.store.objects, entry))

    def _missing(self, index: Index) -> Iterator[str]:
        for day, brought in self.acknowledged.items():
            for report, version in brought.items():
                entry = index.entries.get(Place("github", "acme", report, day))
                yield from (
                    f"{day}: {report} was acknowledged {problem}"
                    for problem in self._worse(day, report, version, entry)
                )

    def _worse(self, day: date, report: str, version: int, entry: Entry | None) -> Iterator[str]:
        if entry is None or not entry.settled:
            yield f"and is {entry.state if entry else 'not there'}"
        elif entry.known and (found := self._version(entry, report)) < version:
            yield f"in version {version} and is of version {found}"
        elif not entry.known and day != self.github.since:
            yield "and purged before its time"

    def _version(self, entry: Entry, report: str) -> int:
        table = TABLE_OF[report]
        try:
            rows = from_parquet(read_object(self.store.objects, entry.objects[table]), table)
        except Damaged:
            return 0
        return max(versions(table, rows.to_pylist()))

    # Others meanwhile

    @contextmanager
    def crowd(self, number: int) -> Iterator[list[Process]]:
        """So many that refresh again and again; at the end each may finish what it is at."""
        going_on = self.folder / "going-on"
        going_on.touch()
        at_work = [self.refresh(while_there=str(going_on)) for _ in range(number)]
        yield at_work
        going_on.unlink()
        for process in at_work:
            process.send(signal.SIGCONT)
            assert process.wait()
        self.check(*at_work)

    def kill_one_of(self, at_work: list[Process], which: int) -> None:
        """Somebody else takes its place."""
        killed = at_work[which]
        self.counts["kills"] += killed.kill()
        self.check(killed)
        at_work[which] = self.refresh(while_there=str(self.folder / "going-on"))

    @contextmanager
    def watched(self) -> Iterator[None]:
        """With a replica that follows the store meanwhile, in a process of its own."""
        watching = self.refresher.start(self.store.environ, watch=self.store.url)
        yield
        watching.kill()
        assert "Traceback" not in watching.said, watching.said
        torn = [complaint for line in watching.lines for complaint in line["torn"]]
        self.counts["reads"] += len(watching.lines)
        self.counts["torn reads"] += len(torn)
        assert torn == []

    def done(self) -> None:
        print("\n" + self.table())
        assert self.lost == [], self.lost[:5]

    def table(self) -> str:
        shown = ("refreshes", "kills", "pauses", "failed runs", "acknowledged", "reads", "torn reads")
        cells = [f"{name} {self.counts[name]}" for name in shown] + [f"lost {len(self.lost)}"]
        return f"{type(self.store.objects).__name__:<7} " + " · ".join(cells)


@contextmanager
def on_trial(github: GitHub, store: Store, folder: Path) -> Iterator[Trial]:
    """At its end it says its counts, and fails if anything was lost."""
    with running_refresher(folder / "processes") as refresher:
        trial = Trial(github, store, folder, refresher)
        yield trial
        trial.done()


def problems(objects: Objects, entry: Entry) -> Iterator[str]:
    for found in entry.objects.values():
        try:
            content = read_object(objects, found)
        except Damaged as damaged:
            yield str(damaged)
        else:
            if len(content) != found.bytes:
                yield f"{found.key} has {len(content)} bytes, not {found.bytes}"


def contents(objects: Objects) -> Contents:
    """Of each report the state, and a hash of the rows of each of its objects."""
    return {
        place: (entry.state, {name: digest(name, found, objects) for name, found in entry.objects.items()})
        for place, entry in read_index(objects).entries.items()
    }


def digest(name: str, found: Object, objects: Objects) -> str:
    content = read_object(objects, found)
    rows = from_parquet(content, name).to_pylist() if name in SCHEMAS else unpack(content)
    return sha256(repr(rows).encode()).hexdigest()


def half_files(objects: Objects) -> list[str]:
    """What lies under a name of its own and can't be read, whether the index names it or not."""
    found = []
    for key in objects.list():
        stored = objects.read(key)
        assert stored
        try:
            reading_of(key)(stored.content)
        except (Damaged, ValueError):
            found.append(key)
    return found


def reading_of(key: str) -> Callable[[bytes], object]:
    table = key.partition("/")[0]
    if table in SCHEMAS:
        return lambda content: from_parquet(content, table)
    if table == "raw":
        return unpack
    if table == "staged":
        return whole_staged
    return json.loads if key.endswith(".json") else bytes


def whole_staged(content: bytes) -> None:
    """A table or a raw file."""
    if content[:4] != PARQUET:
        unpack(content)
    elif content[-4:] != PARQUET:
        raise Damaged("half a table")


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    assert len(found) == len(pairs), "something stands in the index twice"
    return found
