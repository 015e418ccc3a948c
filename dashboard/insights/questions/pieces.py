"""What several questions have in common. Each is asked of a span and of the span before it at once.

The counted days are bound as `$first` to `$last` but for those in `$without`, and `$since` is where the later span
begins; where rows are of months, as `$months`, `$earliest` to `$latest`, with the set of days of each span in it, `$now`
and `$before`.
"""

from __future__ import annotations

from dashboard.core.assistants import ALL, SOURCES
from dashboard.core.periods import Grouping

OF_GITHUB = "source = 'github' AND org = $org"
# Rows of the history's own tables, which has each source's: those of both together are those of either.
OF_SOURCE = f"(source = $source OR ($source = '{ALL}' AND source IN {tuple(SOURCES.values())}))"

COUNTERS = """
    interactions, generations, acceptances, loc_suggested, loc_added, loc_deleted,
    completion_generations, completion_acceptances, cli_sessions, cli_requests, cli_prompts, cli_tokens, ai_credits
"""
CELL_COUNTERS = "interactions, generations, acceptances, loc_suggested, loc_added, loc_deleted"


def told(counter: str, of_github: str, unknown: str) -> str:
    """A sum: GitHub's, or another assistant's, which isn't known where it was `unknown` in any row."""
    any_unknown = f"max(CASE WHEN {unknown} THEN 1 ELSE 0 END) = 1"
    return f"CASE WHEN $source = 'github' THEN {of_github} WHEN NOT {any_unknown} THEN sum({counter}) END AS {counter}"


def lines(counter: str) -> str:
    """Of rows of days or of their parts."""
    return told(counter, f"coalesce(sum({counter}), 0)", f"{counter} IS NULL")


def _sum(counter: str) -> str:
    return f"CAST(sum({counter}) AS BIGINT)"


def _sum_of_all(counter: str) -> str:
    """Unknown where any cell's is; GitHub's never are."""
    return f"CASE WHEN count({counter}) = count(*) THEN {_sum(counter)} END"


CELL_SUMS = f"""
    {_sum("interactions")} AS interactions,
    {_sum("generations")} AS generations,
    {_sum("acceptances")} AS acceptances,
    {_sum_of_all("loc_suggested")} AS loc_suggested,
    {_sum("loc_added")} AS loc_added,
    {_sum_of_all("loc_deleted")} AS loc_deleted"""

IN_DAYS = "day BETWEEN $first AND $last AND NOT list_contains(CAST($without AS DATE[]), day)"
IN_MONTHS = "month BETWEEN $earliest AND $latest"
NOW = "$now[list_position($months, month)]"
BEFORE = "$before[list_position($months, month)]"

# A name of a breakdown, or "other" if it is folded: `$folded` has each as "dimension name".
SHOWN_NAME = "CASE WHEN list_contains($folded, concat(dimension, ' ', name)) THEN 'other' ELSE name END"
NAMES = {False: "name", True: SHOWN_NAME}  # most ask without folding any, which is cheaper
SPAN = "CASE WHEN day >= $since THEN 'now' ELSE 'before' END"


def any_of(days: str) -> str:
    """1 or 0: whether a set of days has any."""
    return f"CASE WHEN {days} <> 0 THEN 1 ELSE 0 END"


def cells(table: str, whose: str, name: str = SHOWN_NAME) -> str:
    """By every name of every dimension: sums over the counted days."""
    return f"""
SELECT
    {SPAN} AS span, dimension, {name} AS name, {CELL_SUMS}
FROM {table}
WHERE {whose} AND {IN_DAYS}
GROUP BY {SPAN}, dimension, {name}
"""


# Numbered sets of days, bound in parts that lie in one month each: on the `$wanted` days of a part somebody has to have
# been active, on those of `$licensed` to have been a member.
SETS = """(
    SELECT $numbers[part] AS number, $months[part] AS month, $wanted[part] AS wanted, $licensed[part] AS licensed_on
    FROM (SELECT unnest(range(1, $parts + 1)) AS part)
)"""


def period_cells(table: str, whose: str) -> dict[Grouping, str]:
    """By every name of `$dimensions` in each day, week or month, which is called by its first day."""
    wanted = f"{whose} AND list_contains($dimensions, dimension) AND {IN_DAYS}"
    by_day = f"SELECT dimension, day, name, {CELL_COUNTERS} FROM {table} WHERE {wanted}"
    return {"day": by_day, "week": _summed("week", table, wanted), "month": _summed("month", table, wanted)}


def _summed(period: str, table: str, wanted: str) -> str:
    first = f"CAST(date_trunc('{period}', day) AS DATE)"
    return f"""
SELECT dimension, {first} AS first, name, {CELL_SUMS}
FROM {table}
WHERE {wanted}
GROUP BY dimension, {first}, name
"""


def bit(day: str) -> str:
    """The set of this one day of its month."""
    return f"(CAST(1 AS BIGINT) << CAST(day({day}) AS INTEGER))"


def month(day: str) -> str:
    return f"CAST(date_trunc('month', {day}) AS DATE)"
