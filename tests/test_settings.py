import re
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.errors import WrongSettings
from dashboard.setting_values import AdminTeam
from dashboard.settings import read_listen, read_settings, table

ENOUGH = {
    "GITHUB_ORG": "acme",
    "GITHUB_OAUTH_CLIENT_ID": "id",
    "GITHUB_OAUTH_CLIENT_SECRET": "not-a-real-one",
    "SECRET_KEY": "0123456789abcdef0123456789abcdef",
}


def test_everything_missing_is_said_at_once_with_what_it_is_for():
    with pytest.raises(WrongSettings) as refused:
        read_settings({}, "serve")
    names = [problem.split()[0] for problem in refused.value.problems]
    assert names == ["GITHUB_ORG", "GITHUB_OAUTH_CLIENT_ID", "GITHUB_OAUTH_CLIENT_SECRET", "SECRET_KEY"]
    assert all("(" in problem for problem in refused.value.problems)


def test_missing_and_wrong_settings_are_said_together():
    with pytest.raises(WrongSettings) as refused:
        read_settings({**ENOUGH, "GITHUB_ORG": "", "MIN_TEAM_SIZE": "five"}, "serve")
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize("secret", ["short", "changeme" * 8, "a" * 64, "dev-secret-dev-secret-dev-secret-dev"])
def test_weak_secrets_are_refused_without_being_repeated(secret):
    with pytest.raises(WrongSettings) as refused:
        read_settings({**ENOUGH, "SECRET_KEY": secret}, "serve")
    assert secret not in str(refused.value)


def test_refresh_needs_a_credential_of_its_own():
    with pytest.raises(WrongSettings, match="GITHUB_TOKEN"):
        read_settings({"GITHUB_ORG": "acme"}, "refresh")
    with pytest.raises(WrongSettings, match="belong together"):
        read_settings({"GITHUB_ORG": "acme", "GITHUB_APP_ID": "7"}, "refresh")
    assert read_settings({"GITHUB_ORG": "acme", "GITHUB_TOKEN": "t"}, "refresh").github_token == "t"


def test_organisations_are_compared_without_case():
    assert read_settings({**ENOUGH, "GITHUB_ORG": "Acme, umbrella,acme"}, "serve").github_org == ("acme", "umbrella")


def test_admin_teams_carry_an_organisation_and_perhaps_an_id():
    settings = read_settings({**ENOUGH, "ADMIN_TEAMS": "Acme/Platform#55,umbrella/ops"}, "serve")
    assert settings.admin_teams == (AdminTeam("acme", "platform", 55), AdminTeam("umbrella", "ops"))
    with pytest.raises(WrongSettings, match="org/slug"):
        read_settings({**ENOUGH, "ADMIN_TEAMS": "platform"}, "serve")


def test_a_private_key_may_come_with_escaped_line_ends_or_as_a_file(tmp_path):
    begin = "-----BEGIN " + "PRIVATE KEY-----"
    file = tmp_path / "app.pem"
    file.write_text(f"{begin}\nxyz\n")
    both = {"GITHUB_ORG": "acme", "GITHUB_APP_ID": "7"}
    for given in (f"{begin}\\nxyz\\n", str(file)):
        settings = read_settings({**both, "GITHUB_APP_PRIVATE_KEY": given}, "refresh")
        assert settings.github_app_private_key == f"{begin}\nxyz\n"


def test_durations_have_a_unit():
    assert read_settings({**ENOUGH, "MEMBERSHIP_TTL": "90s"}, "serve").membership_ttl == timedelta(seconds=90)
    with pytest.raises(WrongSettings, match="duration"):
        read_settings({**ENOUGH, "MEMBERSHIP_TTL": "15"}, "serve")


def test_gunicorn_listens_on_this_machine_alone_unless_told():
    assert read_listen({}).address == "127.0.0.1:8050"
    assert read_listen({"PORT": "5000"}).address == "127.0.0.1:5000"
    assert read_listen({"PORT": "5000", "LISTEN": "0.0.0.0:80"}).address == "0.0.0.0:80"


def test_every_setting_is_documented_and_nothing_else_is():
    documented = re.findall(r"^\| `([A-Z_]+)`", Path("docs/settings.md").read_text(), re.M)
    assert documented == [item.name.upper() for item in table()]


def test_the_working_week_is_named_by_its_days():
    assert read_settings(ENOUGH, "serve").working_week == {0, 1, 2, 3, 4}
    assert read_settings({**ENOUGH, "WORKING_WEEK": "Sun, mon,tue,wed,thu"}, "serve").working_week == {6, 0, 1, 2, 3}


@pytest.mark.parametrize("week", ["monday", "1-5", "mon-fri", ",", "mon tue"])
def test_another_working_week_is_refused_with_what_to_write(week):
    with pytest.raises(WrongSettings, match="write days as mon,tue,wed,thu,fri"):
        read_settings({**ENOUGH, "WORKING_WEEK": week}, "serve")


def test_prices_of_seats_have_plans_a_currency_and_a_day():
    found = read_settings({"SEAT_PRICES": "business=17.5, enterprise=30, currency=EUR, since=2026-09-01"}, "history")
    assert found.terms.prices.by_plan == {"business": 17.5, "enterprise": 30}
    assert (found.terms.prices.currency, found.terms.prices.since.isoformat()) == ("EUR", "2026-09-01")


@pytest.mark.parametrize("value", ["19", "business=19", "currency=USD,since=2026-06-01", "business=x,currency=USD,since=2026-06-01",
    "business=19,currency=dollars,since=2026-06-01", "business=19,currency=USD,since=June"])  # fmt: skip
def test_prices_that_lack_a_part_are_refused(value):
    with pytest.raises(WrongSettings, match="SEAT_PRICES is wrong"):
        read_settings({"SEAT_PRICES": value}, "history")


def test_a_limit_is_one_number_or_one_of_each_organisation():
    terms = read_settings({"SEAT_LIMIT": "250", "AI_CREDITS_POOL": "Acme=1000,umbrella=5"}, "history").terms
    assert (terms.limit("acme"), terms.pool("acme"), terms.pool("other")) == (250, 1000, None)
    with pytest.raises(WrongSettings, match="SEAT_LIMIT is wrong"):
        read_settings({"SEAT_LIMIT": "many"}, "history")
