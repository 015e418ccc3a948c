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
        "seat-adoption",
        "Adoption of seats",
        "Of the organisation’s seats at the end of the span, the share whose people were active on any day of it. Never above "
        "100 %, and unknown where no snapshot of seats was taken then.",
        counted="seats of the newest snapshot of the span, or of the three days after it, on which its reports came",
        not_counted="active people without a seat in that snapshot; chat on github.com and on phones",
        more="More means that a larger part of the seats is used. New seats make it fall.",
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
        "lines",
        "Lines added and deleted",
        "Lines that Copilot put into files or took out of them. Agents write by themselves: agent edits, the command line, "
        "the Copilot app. From completions and from answers in chat people take them, one by one.",
        counted="when a line is written, by the feature that wrote it",
        not_counted="what people type, or change afterwards; pull requests of the cloud agent; whether lines were kept",
        changed=f"{CLI}; {APP}. From about July to November 2026 too few of the lines of agents were counted in editors "
        "that had not been updated",
        more="More lines are not more value: one agent can write more in an hour than a team in a day.",
    ),
    Definition(
        "agents",
        "People using agents",
        "How many different people let an agent work at least once in the span, by the way they did it. A person who did "
        "it in three ways is in three rows, so the rows don’t add up.",
        counted="agent mode, the command line, the cloud agent and the Agents window of VS Code by GitHub’s word that a "
        "person used them that day; agent edits and the Copilot app by anything counted of them",
        not_counted="agents of other makers; code review",
        changed="the Agents window is counted since 11 September 2026",
    ),
    Definition(
        "chat-by-mode",
        "Chat by mode",
        "Prompts people sent in the chat of an editor, by its mode: ask, edit, agent, plan, custom, or inline in a file.",
        counted="once a prompt, by the mode it was sent in",
        not_counted="the command line and the Copilot app; chat on github.com and on phones",
        changed="From about July to November 2026 too few agent sessions were counted in editors that had not been updated",
    ),
    Definition(
        "command-line",
        "Command line",
        "Sessions of Copilot’s command line, the prompts people sent in them, and the requests to models that came of "
        "it: each prompt, and whatever followed by itself. Tokens are those sent to models and those received.",
        counted="by GitHub apart from interactions, of which these prompts are a part",
        not_counted="sums about fewer people than a breakdown shows, or from which those of few could be had",
        changed="From about July to November 2026 some sessions of editors and of the Copilot app were counted as the "
        "command line’s",
        more="More requests are not more prompts: one prompt can lead to hundreds.",
    ),
    Definition(
        "ai-credits",
        "AI credits",
        "Credits GitHub booked for requests to models. They are not money, and the sum is not an invoice: what a credit "
        "costs, and which are part of the licence, is not in the reports.",
        counted="by person and day, in whatever feature they were used; of an organisation the sum of its people’s",
        not_counted="by feature or model, which GitHub doesn’t say; people who were erased. People using any can be more than "
        "the active ones: credits come from GitHub’s billing, also for use of which its reports count no activity",
        changed="counted since 19 June 2026; before, they are unknown",
        more="More credits mean more requests, or requests to models that cost more of them.",
    ),
    Definition(
        "models-over-time",
        "Models over time",
        "Code generations by the model that is named for them: in chat, by agents and on the command line. A model has "
        "the same colour in every team: they are given out by use in the organisation in its newest 90 days.",
        not_counted="completions, which name no model; activity GitHub can’t place",
        changed=f"{CLI}; {APP}",
    ),
    Definition(
        "within-language",
        "What was used in a language",
        "The code generations in one programming language, by the feature and by the model that made them, and the lines "
        "that Copilot added there.",
        counted="sums of days; code completion has features, but names no model",
        not_counted="prompts, which have no language; people, of whom GitHub says nothing by language and feature; editors, "
        "which GitHub reports apart from languages",
    ),
    Definition(
        "phases",
        "Adoption phases",
        "GitHub sorts people by what they used on two days or more of the last 28: nothing (“no phase yet”), only "
        "completions, chat or the editor’s agent (phase 1), one of the command line, the cloud agent or a code review they "
        "asked for (phase 2), or two or more of these (phase 3). It does so anew every day.",
        counted="the organisation as GitHub counts it on the newest day; a team’s members by their newest day of the span",
        not_counted="people of whom GitHub’s users report has no row; a team’s members on days that are withheld",
        changed="17 September 2026: from then on everybody in a phase, before that those of them who were active that day",
        more="A later phase means more kinds of use. It says nothing about how much, or how well.",
    ),
    Definition(
        "versions",
        "Versions in use",
        "How many different people have which version: each person counts once for each editor or plugin they used in the "
        "span, with the newest version GitHub saw of it.",
        counted="by person, from GitHub’s users report",
        not_counted="editors that told GitHub no version; the command line and the Copilot app",
    ),
    Definition(
        "pull-requests",
        "Pull requests",
        "Pull requests of the organisation’s repositories: opened, merged, and reviewed on a day, and Copilot’s part in each, "
        "as GitHub counts them.",
        counted="opened and merged ones once; reviewed ones on every day they were reviewed",
        not_counted="by team or person: GitHub has these counts for organisations and repositories alone",
        changed="19 February 2026: GitHub’s first day with counts of pull requests",
        more="More by Copilot means that it did more of them. It says nothing about their size, or how good they were.",
    ),
    Definition(
        "time-to-merge",
        "Time to merge",
        "The median time from opening to merging of the pull requests merged on one day: half of them took less. A median "
        "of several days can’t be made of the medians of each, so there is none of a week, a month or the span.",
        counted="pull requests merged on that day; those created, and those reviewed, by Copilot once more apart, which of more "
        "than two months are in the table alone",
        not_counted="pull requests that were not merged; days without any",
        more="Small pull requests are merged sooner, whoever wrote them.",
    ),
    Definition(
        "code-review",
        "People with code review",
        "People who asked Copilot to review a pull request or applied what it suggested, and others whose pull requests it "
        "reviewed by itself because the repository is set up so. Who did both on a day counts as having asked.",
        counted="distinct people of each day, as GitHub counts them; they can’t be added up, so a week or month "
        "has those of its day with most",
        not_counted="people who are fewer on every day than a breakdown shows",
        changed="10 April 2026: GitHub’s first day with these counts",
    ),
    Definition(
        "review-suggestions",
        "Suggestions in reviews",
        "Changes that reviews of pull requests suggested, and how many of these were applied: by anybody, by Copilot, and "
        "Copilot’s by what they are about.",
        counted="on the day they were made or applied",
        changed="8 May 2026: by what they are about",
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
        "at the same place in both spans, so that a missing report doesn’t look like a fall. Where fewer days are known in "
        "both than are not, no change is told.",
    ),
    Definition(
        "own-days",
        "Your active days",
        "Days on which you sent a prompt, were shown or took a suggestion, or used any Copilot feature, out of the days that "
        "are known. Days before your first one are unknown: nobody can tell whether you could have used it.",
        counted="in this organisation alone: somebody in several is counted in each, and they are never added",
    ),
    Definition(
        "own-features",
        "What you used it for",
        "On how many days you used each feature at least once. A day with three features is in three rows.",
        counted="any prompt, suggestion or line of that feature",
    ),
    Definition(
        "own-median",
        "Your team’s median",
        "What the middle one of your team’s other active members has over the span: half of them have more, half less. You "
        "are not among them. It is given to two figures, for 28 days or more, and when enough others were active.",
        counted="licensed members who were active in the span, on their days in the team",
        more="It says what is usual in the team. People do different work, so being above or below it is neither good nor bad.",
    ),
    Definition(
        "own-versions",
        "Versions in use",
        "What your editors, their plugins and the command line said of themselves, on the newest day of the span that has it.",
        not_counted="editors that don’t say, and days on which you didn’t use them",
    ),
    Definition(
        "compare",
        "Side by side",
        "Each number of a team or organisation as its own page has it. Sums are also divided by the licensed members at the "
        "end of the span and by the active users of the span, so that groups of different size can be compared.",
        not_counted="licensed members of an organisation: GitHub’s reports name those of its teams alone",
        more="Groups do different work. A difference says that they use it differently, not which of them does better.",
    ),
    Definition(
        "in-teams",
        "How teams add up to the organisation",
        "The organisation’s active people of the span by how many of the teams in the table they were active in: exactly "
        "one, several, or none. Somebody in several is in several rows, so the rows come to more than the people.",
        counted="once in each part, with the teams they were in on the day they were active",
        not_counted="apart: people of teams that are too small to show are among those in no team shown",
    ),
    Definition(
        "assistants",
        "Copilot and Augment",
        "Different people who were active with either assistant over the span, by what they used: one of them alone, or "
        "both. Each person counts once. With “Both” chosen every figure of the page is about all of them together.",
        counted="each assistant on the days its report of people covers; a team’s members are those of GitHub’s report",
        not_counted="a day that either doesn’t cover, where both are taken together; in teams, people of Augment’s without "
        "a Copilot licence",
        more="Sums of both are added up. What one of them doesn’t count, such as deleted lines, is unknown of both together. "
        "Augment’s agents are agent edits, those of its command line among them; lines of its instructions are in Other.",
    ),
    Definition(
        "not-started",
        "Not started yet",
        "Licensed members at the end of the span who were not active on any day of the history up to then, in this team or "
        "another. The history begins with GitHub’s first report of people, and names nobody for longer than may be kept.",
        not_counted="chat on github.com and on phones, which GitHub doesn’t report",
        more="Said in numbers only where those who have started and those who have not are both enough not to be single "
        "people.",
    ),
    Definition(
        "pull-requests-by-repository",
        "Pull requests by repository",
        "What GitHub counts in each repository: opened, merged and reviewed on the days of the span, by anybody, and of "
        "these by Copilot. A pull request that is reviewed on several days counts on each.",
        counted="repositories and days with any pull request",
        not_counted="days without: GitHub has no report of them. Medians are of one day and are never added or averaged",
        changed="17 July 2026: the first report; 25 September 2026: with review times",
        more="More pull requests are not more value: they can be smaller.",
    ),
    Definition(
        "people",
        "People",
        "Each person of the team with their own numbers of the span, on the days they were in the team. Shown to those whom "
        "the deployment lets see names; each view is in the audit log.",
        counted="days in the team with both reports and enough licensed members",
        not_counted="days before they joined, or after they left",
        more="GitHub counts activity, not work. It says nothing about what somebody achieved.",
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
        "seats",
        "Seats",
        "Licences for Copilot that the organisation pays for, as of the newest snapshot. Each refresh takes one, because GitHub "
        "knows the seats of now alone. A seat through another organisation of the enterprise isn’t among them.",
        counted="each person’s seat once, and seats that GitHub names no person for",
        not_counted="people who use Copilot under a licence of their own",
    ),
    Definition(
        "seat-states",
        "Seats by state",
        "Each seat is in one state. Ending: cancelled, and gone with the billing cycle, used or not. Never used: surely, because "
        "snapshots watched it since it was assigned. Idle: last used 28 days ago or more. Active: used since. Unknown: GitHub "
        "names no activity, and it is older than our first snapshot: never used, or not for 90 days.",
        counted="activity that GitHub knows of: editors with telemetry, github.com, phones, the command line",
        not_counted="signing in; days without a snapshot, which nothing can fill",
    ),
    Definition(
        "seat-unused",
        "Never used, and not for 90 days",
        "GitHub forgets an activity after 90 days and then names none, so the two look the same there. Earlier snapshots tell "
        "them apart: an activity that was seen once is kept. Where a seat is older than the first snapshot and shows none, "
        "nobody can tell, and it is unknown.",
        more="A seat that isn’t used may belong to somebody who is away, or whose editor sends no telemetry: ask.",
    ),
    Definition(
        "seat-cost",
        "Estimated cost of seats",
        "Seats times the price of their plan a month. Prices are the deployment’s, or GitHub’s list prices of the day that is "
        "named. It is an estimate and no invoice: discounts, taxes and part of a month aren’t in it.",
        counted="seats of a plan with a price; one that doesn’t say its plan has the subscription’s",
        not_counted="AI credits, which are not money",
    ),
    Definition(
        "first-use",
        "Time to first use",
        "Days from when a seat was assigned to its first activity. Known where snapshots saw the seat unused and then used, "
        "within a week.",
        not_counted="seats that were in use before the first snapshot, or aren’t used yet",
    ),
    Definition(
        "seats-and-usage",
        "Seats and usage",
        "Seats of which the usage reports of 28 days have no row, and people with rows but without a seat here. Both are "
        "normal: reports leave out github.com and phones, and a person with a seat in another organisation of the enterprise "
        "is in the reports of each organisation they are in.",
        not_counted="seats assigned during these days",
    ),
    Definition(
        "credit-pool",
        "AI credits of the month",
        "AI credits used in the calendar month so far, from the rows of people, beside the pool that comes with the seats, as "
        "the deployment says it. The forecast takes the days to come to be like the known ones. Credits are not money.",
        counted="days with a report that names credits",
        not_counted="days without, which are unknown and not zero",
    ),
    Definition(
        "workspace-people",
        "Active in workspaces",
        "People with time in a workspace of the Coder deployment: an editor or an app open in it, a terminal, or a connection "
        "by SSH. Each counts once in the span, in a week or month, and in each template. Days are UTC.",
        counted="by person; two accounts at Coder that are one person’s at GitHub count once",
        not_counted="workspaces that ran without anybody",
    ),
    Definition(
        "workspace-time",
        "Time in workspaces",
        "Time with an editor, an app or a connection open, by half hours: at most 30 minutes of each. By app it is of all "
        "people together, and somebody with two apps open is in both. Coder counts how often an app was opened only of "
        "those that a template brings.",
        more="It is time connected, not time at work.",
    ),
    Definition(
        "workspace-latency",
        "Latency",
        "How long a workspace took to answer. Coder measures half hours and gives each person’s day a median and a 95th "
        "percentile. Shown is the middle of these days.",
        not_counted="days without a measurement, which Coder writes as -1",
    ),
    Definition(
        "coder-accounts",
        "Seats of Coder’s licence",
        "Accounts that are active take a seat: those used within 90 days. The limit is the licence’s, as it was when the day "
        "was last read; nobody knows it of older days.",
        not_counted="dormant and suspended accounts",
    ),
    Definition(
        "workspace-parameters",
        "Parameters of workspaces",
        "What workspaces that were built on these days were built with, where a template offers a choice. Values that people "
        "write themselves can name them, so only their number is kept.",
    ),
    Definition(
        "ai-tokens",
        "AI use through Coder’s gateway",
        "Tokens that clients such as Claude Code or Codex sent to models and got back, as Coder’s AI gateway counted them. Cost "
        "is by Coder’s list of prices, and no invoice. People, tokens and cost are those of the export; sessions and "
        "prompts are those of the gateway’s sessions, never with a word of them.",
        counted="only what goes through the gateway",
        not_counted="the cost of models that have no price at Coder",
    ),
    Definition(
        "floor",
        "Small groups",
        "A team is shown when enough of its members had a licence and enough of them were active at some time. On days "
        "when too few had a licence its figures are withheld. Otherwise figures would be about single people.",
    ),
)
BY_KEY = {definition.key: definition for definition in ALL}
