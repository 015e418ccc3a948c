"""What Augment Code says of people's usage, in whichever of its shapes it came, as one value.

The official API: https://docs.augmentcode.com/analytics/overview. The dashboard's table and what it is downloaded as have
the same 19 columns, the dashboard's own JSON the keys beside them; the API has no first and last day and no instructions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, NamedTuple

AUGMENT = "augment"
LARGEST = 2**53  # a count from here on isn't one
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """What of a person's day was done in one language and one editor, as Augment names them."""

    language: str
    editor: str
    usage: Usage


@dataclass(frozen=True)
class Usage:
    """One person's usage over a span. `user` is an e-mail address, or the name of a service account. None is not said.

    `modified_lines` are all lines that Augment wrote and somebody kept; `accept_rate` is in per cent.
    """

    user: str
    first_seen: date | None = None
    last_seen: date | None = None
    active_days: int | None = None
    completions: int | None = None
    accepted_completions: int | None = None
    accept_rate: float | None = None
    chat_messages: int | None = None
    agent_messages: int | None = None
    remote_agent_messages: int | None = None
    interactive_cli_messages: int | None = None
    non_interactive_cli_messages: int | None = None
    tool_uses: int | None = None
    modified_lines: int | None = None
    completion_lines: int | None = None
    instruction_lines: int | None = None
    agent_lines: int | None = None
    remote_agent_lines: int | None = None
    cli_agent_lines: int | None = None
    suggested_lines: int | None = None
    parts: tuple[Part, ...] = ()

    @property
    def agent_prompts(self) -> int | None:
        """All that was asked of agents: in the editor, remote, and at the command line."""
        return known_sum(self.agent_messages, self.remote_agent_messages, self.cli_prompts)

    @property
    def cli_prompts(self) -> int | None:
        return known_sum(self.interactive_cli_messages, self.non_interactive_cli_messages)

    @property
    def prompts(self) -> int | None:
        return known_sum(self.chat_messages, self.agent_prompts)

    @property
    def agents_lines(self) -> int | None:
        return known_sum(self.agent_lines, self.remote_agent_lines, self.cli_agent_lines)


class Column(NamedTuple):
    """A column of the dashboard's table; `key` is its name in the dashboard's JSON, `also` in other programs' files."""

    header: str
    field: str
    key: str
    also: str = ""


COLUMNS = (
    Column("User", "user", "userEmail"),
    Column("First Seen", "first_seen", "firstSeen"),
    Column("Last Seen", "last_seen", "lastSeen"),
    Column("Active Days", "active_days", "totalActiveDays"),
    Column("Completions", "completions", "totalCompletionsInTimePeriod"),
    Column("Accepted Completions", "accepted_completions", "acceptedCompletionsInTimePeriod"),
    Column("Accept Rate", "accept_rate", "acceptanceRatePercentage"),
    Column("Chat Messages", "chat_messages", "totalChatMessagesInTimePeriod"),
    Column("Agent Messages", "agent_messages", "totalAgentChatMessagesInTimePeriod", "IDE Agent Messages"),
    Column("Remote Agent Messages", "remote_agent_messages", "totalRemoteAgentMessagesInTimePeriod"),
    Column(
        "Interactive CLI Agent Messages",
        "interactive_cli_messages",
        "totalInteractiveCliAgentMessagesInTimePeriod",
        "CLI Interactive Messages",
    ),
    Column(
        "Non-Interactive CLI Agent Messages",
        "non_interactive_cli_messages",
        "totalNoninteractiveCliAgentMessagesInTimePeriod",
        "CLI Non-Interactive Messages",
    ),
    Column("Tool Uses", "tool_uses", "totalToolUsesInTimePeriod", "Total Tool Calls"),
    Column("Total Modified Lines of Code", "modified_lines", "totalModifiedLinesOfCode", "Total Modified LOC"),
    Column("Completion Lines of Code", "completion_lines", "completionLinesOfCode", "Completion LOC"),
    Column("Instruction Lines of Code", "instruction_lines", "instructionLinesOfCode"),
    Column("Agent Lines of Code", "agent_lines", "agentLinesOfCode", "IDE Agent LOC"),
    Column("Remote Agent Lines of Code", "remote_agent_lines", "remoteAgentLinesOfCode", "Remote Agent LOC"),
    Column("CLI Agent Lines of Code", "cli_agent_lines", "cliAgentLinesOfCode", "CLI Agent LOC"),
)
KEYS = frozenset(column.key for column in COLUMNS)
# Field → the names that the official API has for it; several are added up.
METRICS: dict[str, tuple[str, ...]] = {
    "completions": ("completions_count",),
    "accepted_completions": ("completions_accepted",),
    "chat_messages": ("chat_messages",),
    "agent_messages": ("ide_agent_messages",),
    "remote_agent_messages": ("remote_agent_messages",),
    "interactive_cli_messages": ("cli_agent_interactive_messages",),
    "non_interactive_cli_messages": ("cli_agent_non_interactive_messages",),
    "tool_uses": ("total_tool_calls",),
    "modified_lines": ("total_modified_lines_of_code",),
    "completion_lines": ("completions_lines_of_code",),
    "agent_lines": ("ide_agent_lines_of_code",),
    "remote_agent_lines": ("remote_agent_lines_of_code",),
    "cli_agent_lines": ("cli_agent_interactive_lines_of_code", "cli_agent_non_interactive_lines_of_code"),
    "suggested_lines": ("completions_suggested_lines_of_code",),
}
COUNTS = (*METRICS, "instruction_lines")


def known_sum(*values: int | None) -> int | None:
    """Unknown only where none of them is known."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def simple(header: str) -> str:
    """A header as it is compared: neither case nor spaces count."""
    return re.sub(r"[^a-z0-9]", "", header.lower())


FIELD_OF = {simple(header): column.field for column in COLUMNS for header in (column.header, column.also) if header}


def usage_of(record: Record) -> Usage:
    """Of a record of the API, of the dashboard's JSON, or a line of its table by header. Raises ValueError.

    A record of nobody, as the summaries beside the table are, has an empty `user`.
    """
    if isinstance(record.get("metrics"), Mapping):
        return _usage_of_api(record)
    if KEYS & record.keys():
        return _usage({column.field: (column.key, record.get(column.key)) for column in COLUMNS})
    return _usage({FIELD_OF[simple(name)]: (name, value) for name, value in record.items() if simple(name) in FIELD_OF})


def _usage_of_api(record: Record) -> Usage:
    metrics = record["metrics"]
    counts: dict[str, Any] = {
        field: known_sum(*(count(name, metrics.get(name)) for name in names)) for field, names in METRICS.items()
    }
    user = text_of("user_email", record.get("user_email") or record.get("service_account_name") or "")
    found = Usage(user, active_days=count("active_days", record.get("active_days")), **counts)
    named = {name: text_of(name, record.get(name) or "Unknown") for name in ("language", "editor") if name in record}
    return replace(found, parts=(Part(named["language"], named["editor"], found),)) if len(named) == 2 else found


def _usage(said: Mapping[str, tuple[str, Any]]) -> Usage:
    """`said` has the name and the value of each field."""
    found: dict[str, Any] = {}
    for field, (name, value) in said.items():
        if field == "user":
            found[field] = text_of(name, value or "")
        elif field in ("first_seen", "last_seen"):
            found[field] = day_of(name, value)
        else:
            found[field] = per_cent(name, value) if field == "accept_rate" else count(name, value)
    return Usage(**found)


def text_of(name: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > 320 or not value.isprintable():
        raise ValueError(f"column {name}: {shown(value)} is not a name")
    return value.strip()


def count(name: str, value: Any) -> int | None:
    """Empty and null are not said. Whole numbers may be written as 3.0 or 1,234."""
    if isinstance(value, str):
        value = _number(value)
    if value is None:
        return None
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    if type(whole) is not int or not 0 <= whole < LARGEST:
        raise ValueError(f"column {name}: {shown(value)} is not a whole number from 0")
    return whole


def _number(text: str) -> int | float | str | None:
    plain = text.strip()
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+", plain):
        plain = plain.replace(",", "")
    if re.fullmatch(r"[0-9]{1,16}", plain):
        return int(plain)
    return float(plain) if re.fullmatch(r"[0-9]{1,16}\.0+", plain) else plain or None


def per_cent(name: str, value: Any) -> float | None:
    """From 0 to 100, as 40.00% or a number."""
    if isinstance(value, str):
        plain = value.strip().removesuffix("%").strip()
        value = float(plain) if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,20})?", plain) else value.strip() or None
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 100:
        raise ValueError(f"column {name}: {shown(value)} is not a share in per cent")
    return float(value)


def day_of(name: str, value: Any) -> date | None:
    """A day, or a moment that begins with one."""
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        raise ValueError(f"column {name}: {shown(value)} is not a day") from None


def shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:40]}..."


def added_up(usages: Sequence[Usage]) -> Usage:
    """One person's usage in several records, as of several editors, or under several addresses."""
    sums: dict[str, Any] = {name: known_sum(*(getattr(usage, name) for usage in usages)) for name in COUNTS}
    days = [usage.active_days for usage in usages if usage.active_days is not None]
    parts = tuple(part for usage in usages for part in usage.parts)
    return Usage(usages[0].user, active_days=max(days, default=None), **sums, parts=parts)


def by_user(usages: Sequence[Usage]) -> list[Usage]:
    """One a user, in the order of their names."""
    found: dict[str, list[Usage]] = {}
    for usage in usages:
        found.setdefault(usage.user.casefold(), []).append(usage)
    return [alike[0] if len(alike) == 1 else added_up(alike) for _, alike in sorted(found.items())]


def is_idle(usage: Usage) -> bool:
    """Whether it says of nothing that it was done."""
    said = {item.name for item in fields(Usage)} - {"user", "first_seen", "last_seen", "accept_rate", "parts"}
    return not any(getattr(usage, name) for name in said)
