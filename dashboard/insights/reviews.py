"""An organisation's pull requests and code reviews over a span."""

from __future__ import annotations

from dashboard.core.days import Span
from dashboard.core.periods import Grouping
from dashboard.core.pull_requests import CommentType, PullRequestDay, Reviews, grouped_requests, without_few_people
from dashboard.core.subjects import Organisation
from dashboard.insights.answers import Ask
from dashboard.insights.days import Days, as_days, nothing
from dashboard.insights.questions import reviews as questions


def reviews(ask: Ask, organisation: Organisation, found: Days, span: Span, grouping: Grouping, floor: int) -> Reviews:
    """Unknown on days that aren't counted, and where GitHub had no such counts yet."""
    if not found.counted:
        unknown = [PullRequestDay(day) for day in span]
        return Reviews(unknown, grouped_requests(unknown, span, grouping), [])
    over = as_days(found, nothing(span))
    del over["since"]
    rows = {row["day"]: PullRequestDay(**row) for row in ask(questions.DAYS, org=organisation.org, **over)}
    days = without_few_people([rows.get(day, PullRequestDay(day)) for day in span], floor)
    comments = [CommentType(**row) for row in ask(questions.COMMENTS, org=organisation.org, **over) if row["name"]]
    return Reviews(days, grouped_requests(days, span, grouping), comments)
