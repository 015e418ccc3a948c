"""`python -m dashboard augment` and `convert`: files as people have them, over HTTP against the stand-in."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.core.augment_files import HEADERS, span_in_name
from dashboard.demo.augment import API, APP
from dashboard.demo.augment_tenant import Tenant
from dashboard.demo.server import serve
from dashboard.demo.world import World

TODAY = datetime.now(UTC).date()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def stand_in():
    world = World(TODAY)
    world.augment = Tenant(a_minute=0)
    running = serve(world)
    yield running
    running.stop()


@pytest.fixture
def tenant(stand_in) -> Tenant:
    return stand_in.world.augment


@pytest.fixture
def folder(stand_in, tenant, tmp_path, monkeypatch) -> Path:
    """The folder that files go to, with a cookie that is good."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "AUGMENT_METRICS_API_BASE_URL": f"{stand_in.web_url}{APP}/",
        "AUGMENT_API_URL": stand_in.web_url + API,
        "AUGMENT_API_TOKEN": "",
        "AUGMENT_COOKIE_FILE": str(tmp_path / "secrets" / "cookies.json"),
        "AUGMENT_EXPORT_DIR": str(tmp_path / "data"),
        "AUGMENT_RETRY_BACKOFF_SECONDS": "0.001",
        "NO_PROXY": "127.0.0.1",
    }.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "cookies.json").write_text(json.dumps({"_session": tenant.session}))
    return tmp_path / "data"


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.open(newline="")))


def test_without_days_it_is_the_last_thirty_and_the_file_is_named_after_them(folder, tenant):
    tenant.put(YESTERDAY, "alice@acme.example", completions_count=5, completions_accepted=2)
    assert main(["augment"]) == 0
    first = TODAY - timedelta(days=29)
    (file,) = folder.glob("*.csv")
    assert file.name == f"metrics_{first:%Y%m%d}_to_{TODAY:%Y%m%d}.csv"
    alice, summary, monthly = table(file)
    assert list(alice)[:19] == list(HEADERS)
    assert list(alice)[19:] == ["Metric Type", "Value", "User Messages", "Tool Calls", "Lines of Code"]
    assert (alice["User"], alice["Completions"], alice["Accept Rate"]) == ("alice@acme.example", "5", "40.00%")
    assert alice["First Seen"] == str(YESTERDAY)
    assert (summary["Metric Type"], monthly["Metric Type"], monthly["Value"]) == (
        "Tenant Summary",
        "Monthly Active Users",
        "1",
    )


@pytest.mark.parametrize("written", ["%m-%d-%Y", "%Y-%m-%d"])
def test_a_day_may_be_written_in_two_ways_and_today_is_up_to_now(folder, tenant, written):
    tenant.put(TODAY, "alice@acme.example", chat_messages=1)
    assert main(["augment", f"{TODAY:{written}}", "--endpoints", "user_stats"]) == 0
    (row,) = table(folder / f"metrics_{TODAY:%Y%m%d}.csv")
    assert list(row) == list(HEADERS)
    assert row["Accept Rate"] == ""


def test_out_names_the_file(folder, tenant):
    assert main(["augment", str(YESTERDAY), "--out", "mine.csv", "--endpoints", "user_stats"]) == 0
    assert table(folder / "mine.csv") == []
    assert (folder / "mine.csv").read_text().startswith("User,First Seen")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--last-28-days", "2026-01-01"],
        ["2026-01-02", "2026-01-01"],
        ["2026-01-01", "2026-01-02", "2026-01-03"],
        [str(TODAY + timedelta(days=1))],
        ["--endpoints", "everything"],
        ["--log-level", "LOUD"],
    ],
)
def test_wrong_use_is_code_2_and_writes_nothing(folder, capsys, arguments):
    assert main(["augment", *arguments]) == 2
    assert list(folder.glob("*")) == []


def test_an_expired_cookie_is_code_1_says_what_to_do_and_leaves_no_file(folder, tenant, capsys):
    tenant.session = "another"
    for arguments in ([str(YESTERDAY)], ["--last-28-days"]):
        assert main(["augment", *arguments]) == 1
        assert "augment --auth" in capsys.readouterr().err
    assert [path for path in folder.rglob("*") if path.suffix in (".csv", ".json")] == []


def test_without_a_cookie_it_says_how_to_get_one(folder, capsys):
    Path("secrets/cookies.json").unlink()
    assert main(["augment"]) == 1
    assert "augment --auth" in capsys.readouterr().err


def test_an_endpoint_that_stays_away_is_a_failure_not_an_emptier_file(folder, stand_in, capsys):
    stand_in.faults.add("error", "*/tenant-feature-stats")
    assert main(["augment", str(YESTERDAY)]) == 1
    assert list(folder.glob("*.csv")) == []


def test_28_days_are_a_table_and_a_list_each_with_the_days_own_date_and_one_of_all(folder, tenant, capsys):
    for back in range(1, 29):
        tenant.put(TODAY - timedelta(days=back), "alice@acme.example", chat_messages=1, completions_count=back)
    assert main(["augment", "--last-28-days"]) == 0
    first = TODAY - timedelta(days=28)
    target = folder / f"daily_exports_{first}_to_{YESTERDAY}"
    assert len(list(target.glob("augment_metrics_*.csv"))) == 28
    for path in target.glob("copilot_metrics_2*.json"):
        (record,) = json.loads(path.read_text())
        assert record["day"] == record["report_start_day"] == path.stem.removeprefix("copilot_metrics_")
    (total,) = json.loads((target / "copilot_metrics_aggregated.json").read_text())
    assert (total["user_initiated_interaction_count"], total["code_generation_activity_count"]) == (28, 406)
    assert (total["report_start_day"], total["day"], total["enterprise_id"]) == (str(first), str(YESTERDAY), None)
    assert "28 of 28 days" in capsys.readouterr().out


def test_days_that_failed_are_tried_again_and_then_named_with_code_1(folder, tenant, stand_in, capsys, monkeypatch):
    monkeypatch.setenv("AUGMENT_MAX_RETRIES", "0")
    stand_in.faults.add("error", "*/user-feature-stats", times=3)
    assert main(["augment", "--last-28-days", "--endpoints", "user_stats"]) == 0
    assert "3 days failed, and are tried again" in capsys.readouterr().out
    stand_in.faults.add("error", "*/user-feature-stats")
    assert main(["augment", "--last-28-days", "--endpoints", "user_stats"]) == 1
    assert str(YESTERDAY) in capsys.readouterr().err


def test_one_run_at_a_time(folder, capsys):
    folder.mkdir()
    with (folder / ".augment.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert main(["augment", str(YESTERDAY)]) == 1
    assert "another run" in capsys.readouterr().err
    assert main(["augment", str(YESTERDAY)]) == 0


def test_a_cookie_is_tried_before_it_is_kept_for_its_owner_alone(folder, tenant, capsys, monkeypatch):
    path = Path("secrets/cookies.json")
    path.unlink()
    monkeypatch.setattr("sys.stdin", io.StringIO("wrong\n"))
    assert main(["augment", "--auth"]) == 1
    assert not path.exists()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"_session={tenant.session}; theme=dark\n"))
    assert main(["augment", "--auth"]) == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    said = capsys.readouterr()
    assert "about an hour" in said.out
    assert tenant.session not in said.out + said.err
    assert main(["augment", str(YESTERDAY)]) == 0


def test_a_cookie_that_others_could_read_is_closed(folder, capsys):
    Path("secrets/cookies.json").chmod(0o644)
    assert main(["augment", str(YESTERDAY)]) == 0
    assert stat.S_IMODE(Path("secrets/cookies.json").stat().st_mode) == 0o600


def test_with_a_token_the_official_api_is_asked(folder, tenant, stand_in, monkeypatch):
    monkeypatch.setenv("AUGMENT_API_TOKEN", tenant.token)
    tenant.put(YESTERDAY, "alice@acme.example", ide_agent_messages=4, ide_agent_lines_of_code=9)
    assert main(["augment", str(YESTERDAY)]) == 0
    (row,) = table(folder / f"metrics_{YESTERDAY:%Y%m%d}.csv")
    assert (row["Agent Messages"], row["Agent Lines of Code"], row["Instruction Lines of Code"]) == ("4", "9", "")
    assert all(seen.path.startswith(API) for seen in stand_in.requests)


def test_fields_nobody_has_a_column_for_come_last_flat_and_in_order(folder, scripted_people):
    scripted_people(
        {"userEmail": "a@x", "zeta": [1, {"b": 2}], "extra": {"deep": {"er": "é"}}, "timestamp": 1763424000}
    )
    assert main(["augment", str(YESTERDAY), "--endpoints", "user_stats"]) == 0
    (row,) = table(folder / f"metrics_{YESTERDAY:%Y%m%d}.csv")
    assert list(row)[19:] == ["extra.deep.er", "timestamp", "zeta"]
    assert (row["extra.deep.er"], row["zeta"]) == ("é", '[1, {"b": 2}]')
    assert row["timestamp"] == "2025-11-18T00:00:00Z"


def test_a_name_that_a_spreadsheet_would_run_is_text(folder, scripted_people):
    scripted_people({"userEmail": "=cmd()"})
    assert main(["augment", str(YESTERDAY), "--endpoints", "user_stats"]) == 0
    assert table(folder / f"metrics_{YESTERDAY:%Y%m%d}.csv")[0]["User"] == "'=cmd()"


@pytest.fixture
def scripted_people(stand_in, monkeypatch):
    """Has the stand-in answer with exactly this person."""

    def say(record):
        monkeypatch.setattr("dashboard.demo.augment.table_of", lambda *_: [record])

    return say


# -- convert

LINE = "user@example.com,2024-11-14,2024-12-11,28,450,180,40.0,25,50,10,5,8,120,850,500,15,200,50,85"
FROM_TO = ["convert", "--from", "augment-csv", "--to", "copilot-json"]


@pytest.fixture
def write(folder, tmp_path):
    def write(*lines: str, name: str = "augment_metrics_2026-11-18.csv") -> str:
        path = tmp_path / name
        path.write_text("\n".join([",".join(HEADERS), *lines, ""]))
        return str(path)

    return write


def test_a_file_is_converted_with_the_day_in_its_name(write, tmp_path):
    out = tmp_path / "copilot.json"
    assert main([*FROM_TO, write(LINE, LINE.replace("user@", "other@")), "--out", str(out)]) == 0
    first, second = json.loads(out.read_text())
    assert (first["day"], first["user_initiated_interaction_count"], first["loc_added_sum"]) == ("2026-11-18", 98, 850)
    assert first["user_id"] != second["user_id"]


def test_a_span_in_the_name_is_its_first_and_last_day_and_named_days_come_before_it(write, capfdbinary):
    path = write(LINE, name="user-feature-stats-2026-11-01-to-2026-11-18.csv")
    assert main([*FROM_TO, path]) == 0
    (record,) = json.loads(capfdbinary.readouterr().out)
    assert (record["report_start_day"], record["day"]) == ("2026-11-01", "2026-11-18")
    assert main([*FROM_TO, path, "--since", "2026-10-01", "--until", "2026-10-02"]) == 0
    assert json.loads(capfdbinary.readouterr().out)[0]["day"] == "2026-10-02"


def test_a_wrong_line_is_named_with_its_column_and_nothing_is_written_unless_lenient(write, tmp_path, capsys):
    out = tmp_path / "copilot.json"
    path = write(LINE, LINE.replace("450", "many"), "too,short")
    assert main([*FROM_TO, path, "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert "line 3: column Completions: 'many' is not a whole number" in said
    assert "line 4: it has 2 columns" in said
    assert not out.exists()
    assert main([*FROM_TO, path, "--out", str(out), "--lenient"]) == 0
    assert len(json.loads(out.read_text())) == 1


def test_summaries_and_people_who_were_not_active_are_left_out(write, tmp_path, capfdbinary):
    assert main([*FROM_TO, write("," * 18, LINE.replace(",28,", ",0,"))]) == 0
    assert json.loads(capfdbinary.readouterr().out) == []


def test_a_file_of_no_known_day_or_of_something_else_is_wrong_use(write, tmp_path, capsys):
    assert main([*FROM_TO, write(LINE, name="mine.csv")]) == 2
    assert "--since DAY" in capsys.readouterr().err
    other = tmp_path / "metrics_20261118.csv"
    other.write_text("a,b\n1,2\n")
    assert main([*FROM_TO, str(other)]) == 2
    assert main([*FROM_TO, str(tmp_path / "metrics_20261119.csv")]) == 2


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("augment_metrics_2026-11-18.csv", 1),
        ("copilot_metrics_2026-11-18.json", 1),
        ("metrics_20261118.csv", 1),
        ("metrics_20261101_to_20261118.csv", 18),
        ("user-feature-stats-2026-11-18-to-2026-11-18.csv", 1),
        ("raw/source=augment/org=acme/day=2026-11-18/users-1-day.ndjson.zst", 1),
        ("copilot_metrics_aggregated.json", None),
        ("metrics_20261301.csv", None),
        ("metrics_20261118_to_20261101.csv", None),
    ],
)
def test_names_of_files_say_their_days(name, days):
    span = span_in_name(name)
    assert (len(span) if span else None) == days
