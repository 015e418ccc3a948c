"""What every number means, once: in "What is this?", in the glossary, and in the words of `docs/numbers.md`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """`counted` and `not_counted` are said where people get it wrong; `more` is what more of it means, and doesn't."""

    key: str
    name: str
    text: str
    counted: str = ""
    not_counted: str = ""
    changed: str = ""
    more: str = ""


APP = "28 July 2026: with the Copilot app"
CLI = "10 April 2026: with the command line"

ALL = (
    Definition(
        "active-users",
        "Active users",
        "People who sent a prompt, were shown or took a suggestion, or used any Copilot feature, on any day of the "
        "span. Each person counts once: it is not a sum of days.",
        counted="by person, from GitHub’s users report",
        not_counted="chat on github.com and on phones; a row in a report without any activity",
        changed=f"15 June 2026: people known only from GitHub’s servers; {APP}",
        more="More means that more people used it. It says nothing about how much, or how well.",
    ),
    Definition(
        "licensed",
        "Licensed members",
        "Members of the team with a Copilot licence on the last day of the span that has a report. Membership is as "
        "of the day: who joined later is not counted before.",
        counted="by person, from GitHub’s report of teams",
        not_counted="members without a licence",
    ),
    Definition(
        "adoption",
        "Adoption",
        "Of the licensed members, the share who were active on any day of the span. Never above 100 %.",
        more="More means that a larger part of the licences is used. Licences handed out make it fall.",
    ),
    Definition(
        "interactions",
        "Interactions",
        "Prompts people sent to Copilot: in chat, to agents, on the command line, inline.",
        counted="once a prompt, by the feature it was sent to",
        not_counted="code completions, which appear without a prompt; what an agent does on its own",
        changed=f"{CLI}; {APP}. From about July to November 2026 too few agent sessions were counted in editors that "
        "had not been updated",
        more="More means more prompts. One long task for an agent can be a single prompt.",
    ),
    Definition(
        "completions",
        "Code completions",
        "Suggestions that appear while typing: how many were shown, and how many of these were accepted.",
        counted="GitHub’s code generations and acceptances of code completion alone",
        not_counted="code written by chat or agents",
    ),
    Definition(
        "acceptance-rate",
        "Acceptance rate",
        "Completions accepted out of those shown, over the whole span. Unknown when none were shown. There is no "
        "acceptance rate by lines.",
        counted="a ratio of sums, of code completion alone",
        not_counted="chat and agents: applying an answer is not the same act",
        more="A higher rate means a larger part was taken, not that the code was better or was kept.",
    ),
    Definition(
        "generations",
        "Code generations",
        "Times Copilot produced code: a completion shown, a code block in an answer, an edit by an agent.",
        changed=APP,
    ),
    Definition(
        "lines-added",
        "Lines added",
        "Lines Copilot wrote into files: completions accepted, answers applied, edits by agents.",
        not_counted="lines people changed afterwards; whether lines were kept",
        changed=APP,
        more="More lines are not more value: one agent can write more in an hour than a team in a day.",
    ),
    Definition(
        "people-by-feature",
        "What it is used for",
        "How many different people used each feature at least once in the span. A person who used three features is "
        "in three rows, so the rows don’t add up.",
        counted="any prompt, suggestion or line of that feature",
    ),
    Definition(
        "languages",
        "Languages",
        "The share of code generations that name a programming language.",
        not_counted="generations without a language, as many in chat",
    ),
    Definition(
        "editors",
        "Editors",
        "The share of code generations that name an editor: of attributed activity, which doesn’t add up to the total.",
        not_counted="the command line and the Copilot app, and whatever GitHub can’t place",
    ),
    Definition(
        "models",
        "Models",
        "The share of code generations that name a model: of attributed activity, which doesn’t add up to the total.",
        not_counted="activity for which GitHub names no model",
    ),
    Definition(
        "organisation-active",
        "Active users of the organisation",
        "GitHub’s own count of the organisation’s active people: on a day, in the 7 days up to it, in the 28 days up "
        "to it. Never a sum of teams, because people are in several or in none.",
        counted="each person once, in however many teams they are",
        not_counted="chat on github.com and on phones",
        changed=f"15 June 2026: people known only from GitHub’s servers (about 5 % more); {APP}",
        more="More means that more people used it. It says nothing about how much, or how well.",
    ),
    Definition(
        "change",
        "The change against the span before",
        "The same number over the span of the same length just before. Sums and counts are taken over the days known "
        "at the same place in both spans, so that a missing report doesn’t look like a fall.",
    ),
    Definition(
        "states",
        "Days without a final number",
        "GitHub corrects the newest days: they are hatched until they are final. A day without a report is unknown, "
        "which is not zero: it stays open in a dashed frame, and nothing is drawn across it.",
    ),
    Definition(
        "old-api",
        "GitHub’s old metrics API",
        "What GitHub counted until 2 April 2026, from files of that time. Then it closed that API and began anew: in more "
        "places and in another way. So the two stand side by side, and are never added or drawn as one line.",
        counted="people with any activity, and completions of code alone, on days from Monday to Friday",
        not_counted="the command line; most of what agents do; days GitHub left out, as those without any use",
        changed="February 2025: from GitHub’s first metrics API to its second",
    ),
    Definition(
        "coverage",
        "Complete days",
        "GitHub publishes a day’s reports within three days and keeps them for one year. A day that may still change is "
        "read again until it is final; one that could not be fetched is asked for again; and once GitHub has "
        "forgotten it, only a file somebody kept can bring it back.",
        counted="as missing: days whose report failed, was not there when asked for, or was never asked for",
        not_counted="days before a report’s first; the newest three, which may not be published yet; what was removed on "
        "purpose because it may not be kept for longer",
    ),
    Definition(
        "floor",
        "Small groups",
        "A team is shown when enough of its members had a licence and enough of them were active at some time. On days "
        "when too few had a licence its figures are withheld. Otherwise figures would be about single people.",
    ),
)
BY_KEY = {definition.key: definition for definition in ALL}
