from auth.access import Membership
from dashboard.core.offer import asked_for, named, offered
from dashboard.core.subjects import Team

RED = Team("acme", 42, "red", "Red")
BLUE = Team("acme", 43, "blue", "Blue", reason="too_few_active")
FAR = Team("umbrella", 44, "far", "Far")
KNOWN = {"acme": [RED, BLUE], "umbrella": [FAR]}


def member(team: Team, **renamed: str) -> Membership:
    return Membership(team.org, 999, team.id, renamed.get("slug", team.slug), renamed.get("name", team.name))


def test_a_member_is_offered_their_own_teams_alone():
    assert offered([member(RED)], frozenset(), KNOWN) == [RED]


def test_an_admin_is_offered_their_own_first_and_then_all_of_that_organisation():
    assert offered([member(RED)], frozenset({"acme"}), KNOWN) == [RED, BLUE]


def test_a_team_that_no_report_ever_named_is_offered_with_the_reason():
    (team,) = offered([Membership("acme", 999, 77, "tiny", "Tiny")], frozenset(), KNOWN)
    assert (team.id, team.qualifies, team.reason) == (77, False, "too_few_licensed")


def test_a_renamed_team_is_found_by_its_new_name_with_its_old_history():
    teams = offered([member(RED, slug="crimson", name="Crimson")], frozenset(), KNOWN)
    assert named(teams, "acme", "crimson").id == RED.id
    assert named(teams, "acme", "red") is None


def test_a_slug_that_another_team_took_leads_to_the_team_that_has_it_now():
    took_it = Membership("acme", 999, 78, "blue", "New blue")
    teams = offered([took_it], frozenset({"acme"}), KNOWN)
    assert named(teams, "acme", "blue").id == 78


def test_names_are_compared_as_github_does_and_never_by_part():
    assert named([RED], "ACME", "Red") == RED
    assert named([RED], "acme", "re") is None
    assert named([RED], "acme", "red ") is None


def test_what_is_asked_for_is_what_is_offered_and_else_what_is_known():
    teams = offered([member(RED, slug="crimson", name="Crimson")], frozenset(), KNOWN)
    by_old_name = asked_for(teams, KNOWN["acme"], "acme", "red")
    assert (by_old_name.id, by_old_name.slug) == (RED.id, "crimson")
    assert by_old_name is asked_for(teams, KNOWN["acme"], "acme", "crimson")
    assert asked_for(teams, KNOWN["acme"], "acme", "blue") == BLUE, "which is for the rule to refuse"
    assert asked_for(teams, KNOWN["acme"], "acme", "none") is None
