"""Whose account at another assistant is whose at GitHub."""

from __future__ import annotations

import pytest

from dashboard.core.accounts import FIRST_STRANGER, Account, Accounts, Identity, identities, stranger_id

KNOWN = {1001: "alice", 1002: "Bob"}
FILE = b"email,github_id,github_login\nalice@acme.example,1001,\nbob@acme.example,,bob\n"


def test_a_number_and_a_login_match_whatever_the_case_of_the_address():
    accounts = Accounts.of(identities(FILE), KNOWN)
    assert accounts.account("ALICE@acme.example") == Account(1001, "alice", True)
    assert accounts.account("bob@acme.example") == Account(1002, "Bob", True)


def test_a_login_that_github_does_not_know_is_nobodys():
    accounts = Accounts.of([Identity("erin@acme.example", login="erin")], KNOWN)
    assert not accounts.account("erin@acme.example").matched


def test_a_login_of_somebody_who_left_stays_theirs_until_it_is_somebody_elses():
    gone = [Identity("erin@acme.example", login="erin")]
    assert Accounts.of(gone, KNOWN, {1005: "erin"}).account("erin@acme.example").user_id == 1005
    assert Accounts.of(gone, {**KNOWN, 2001: "erin"}, {1005: "erin"}).account("erin@acme.example").user_id == 2001


def test_a_stranger_has_a_number_that_no_github_account_has_and_readers_of_json_keep():
    found = Accounts().account("guest@contractors.example")
    assert (found.matched, found.login) == (False, "guest@contractors.example")
    assert FIRST_STRANGER <= found.user_id < 2**53
    assert found.user_id == stranger_id(" Guest@Contractors.example")


def test_the_numbers_of_ten_thousand_strangers_differ():
    assert len({stranger_id(f"person-{n}@acme.example") for n in range(10_000)}) == 10_000


def test_columns_are_found_by_name_and_others_are_left_alone():
    text = b"\xef\xbb\xbfteam,GitHub_Login,Email\r\nred,alice,a@x\r\n\r\n"
    assert identities(text) == [Identity("a@x", None, "alice")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"email,name\na@x,A\n", "line 1: it must name the columns"),
        (b"email,github_id\na@x,alice\n", "line 2, column github_id: 'alice' is not GitHub's number"),
        (b"email,github_login\na@x,al ice\n", "line 2, column github_login"),
        (b"email,github_id,github_login\na@x,,\n", "line 2: it names nobody"),
        (b"email,github_id\n,7\n", "line 2, column email: it is empty"),
        (b"email,github_id\na@x,7\nA@X,8\n", "line 3, column email: line 2 has it already"),
        (b"email,github_id\n\xff,7\n", "line 2: it is not UTF-8"),
        (b'email,github_id\n"a@x,7\n', "it is not CSV"),
    ],
)
def test_what_is_wrong_is_said_with_line_and_column(text, why):
    with pytest.raises(ValueError, match=r"line|CSV") as problem:
        identities(text)
    assert why in str(problem.value)


def test_an_empty_file_names_nobody():
    assert identities(b"\n") == []
