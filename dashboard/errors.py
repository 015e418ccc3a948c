"""Everything that can go wrong, as one tree.

DashboardError
├── WrongSettings         a setting is missing or wrong: exit code 2, all of them named at once
├── WrongUse              a command was called wrongly: exit code 2
├── Refusal               what a visitor asked for can't be given; carries an HTTP status
│   ├── BadRequest        400  the request itself is malformed
│   ├── SignInNeeded      401  nobody is signed in
│   ├── Forbidden         403  signed in, and may know why it is refused
│   ├── NotFound          404  unknown, or not theirs to know of: the two look the same
│   └── ComeAgain              nothing wrong with it but the moment; says after how many seconds
│       ├── TooManyRequests  429  over a limit
│       └── Busy             503  as many requests in work as we take
├── OutsideError          a service we depend on did not give what we asked
│   ├── Away              5xx, timeout, no connection: may work later
│   ├── Denied            401, 403 or 404: will not work until somebody changes something
│   └── DamagedReport     a file that must not enter the history; carries its bytes
├── NotPublished          GitHub has no such report (yet). Not a failure, and not a zero
└── HistoryError          the store itself failed
    ├── Conflict          somebody else wrote first; read again and merge
    └── Damaged           what is stored is not what was written
"""

from __future__ import annotations


class DashboardError(Exception):
    """One sentence that says what happened and what to do."""


class WrongSettings(DashboardError):
    """`problems` has one sentence for each setting."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


class WrongUse(DashboardError):
    pass


class Refusal(DashboardError):
    status = 400


class BadRequest(Refusal):
    """`validations` is a list of (field, detail)."""

    status = 400

    def __init__(self, message: str, validations: list[tuple[str, str]] | None = None):
        super().__init__(message)
        self.validations = validations or []


class SignInNeeded(Refusal):
    status = 401


class Forbidden(Refusal):
    """`reason` is a short stable word, as `too_few_licensed`."""

    status = 403

    def __init__(self, message: str, reason: str = ""):
        super().__init__(message)
        self.reason = reason


class NotFound(Refusal):
    status = 404


class ComeAgain(Refusal):
    """`retry_after` is in whole seconds, and becomes the header of that name."""

    def __init__(self, message: str, retry_after: int):
        super().__init__(message)
        self.retry_after = retry_after


class TooManyRequests(ComeAgain):
    status = 429


class Busy(ComeAgain):
    status = 503


class OutsideError(DashboardError):
    pass


class Away(OutsideError):
    pass


class Denied(OutsideError):
    """`status` is the HTTP status the service answered with."""

    def __init__(self, message: str, status: int = 403):
        super().__init__(message)
        self.status = status


class DamagedReport(OutsideError):
    """`content` is the refused file as received, to be kept aside."""

    def __init__(self, message: str, content: bytes = b""):
        super().__init__(message)
        self.content = content


class NotPublished(DashboardError):
    pass


class HistoryError(DashboardError):
    pass


class Conflict(HistoryError):
    pass


class Damaged(HistoryError):
    pass
