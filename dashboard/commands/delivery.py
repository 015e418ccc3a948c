"""Where a letter goes: the standard output, a file, a mail server, or a webhook."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

import requests

from dashboard.commands.given_out import given_out
from dashboard.errors import Away, Denied, WrongUse
from dashboard.setting_values import webhook
from dashboard.settings import Settings
from layouts.digest import Letter, as_html, as_text

Deliver = Callable[[Letter], None]
PATIENCE = 30  # seconds
FILES = {".html": as_html, ".htm": as_html, ".txt": as_text}
LOCAL = ("localhost", "127.0.0.1", "::1")
HOW = "write smtp://host:port?from=a@example.com&to=b@example.com"


@dataclass(frozen=True)
class Post:
    """A mail server, who writes and to whom, and whom to sign in as there, if anybody."""

    host: str
    port: int
    sender: str
    to: tuple[str, ...]
    user: str = ""
    password: str = ""

    @property
    def server(self) -> str:
        return f"the mail server {self.host}:{self.port}"


def destination(to: str | None, settings: Settings) -> Deliver:
    """Raises WrongUse for what is none, before anything is asked."""
    if to is None:
        return partial(write, None, as_text)
    if to == "webhook":
        if not settings.digest_webhook:
            raise WrongUse("--to webhook needs the setting DIGEST_WEBHOOK")
        return partial(post, settings.digest_webhook)
    if "://" not in to:
        return written_to(Path(to))
    parts = urlsplit(to)
    if parts.username or parts.password:
        raise WrongUse("--to must not hold a user or a password; set SMTP_USER and SMTP_PASSWORD")
    return partial(mail, post_of(parts, settings)) if parts.scheme == "smtp" else partial(post, hook(to))


def written_to(path: Path) -> Deliver:
    made = FILES.get(path.suffix.lower())
    if made is None:
        raise WrongUse(f"--to {path} must end with .html or .txt, or begin with smtp:// or https://")
    return partial(write, path, made)


def hook(to: str) -> str:
    try:
        return webhook(to)
    except ValueError as problem:
        raise WrongUse(f"--to names a webhook, but {problem}") from None


def post_of(parts: SplitResult, settings: Settings) -> Post:
    asked = parse_qs(parts.query)
    people = tuple(one.strip() for each in asked.get("to", []) for one in each.split(",") if one.strip())
    (sender, *more) = asked.get("from", [""])
    if not parts.hostname or not people or more or not all(is_address(one) for one in (sender, *people)):
        raise WrongUse(f"--to says not from whom and to whom; {HOW}")
    try:
        port = parts.port or 25
    except ValueError:
        raise WrongUse(f"--to has no port; {HOW}") from None
    return Post(parts.hostname, port, sender, people, settings.smtp_user, settings.smtp_password)


def is_address(text: str) -> bool:
    name, at, domain = text.partition("@")
    return bool(name and at and domain) and text.isprintable() and not set(text) & set(' ,;<>"()[]\\')


def write(path: Path | None, made: Callable[[Letter], str], letter: Letter) -> None:
    with given_out(path) as out:
        out.write(made(letter).encode())


def mail(post: Post, letter: Letter) -> None:
    """Encrypted where the server offers it. Raises Away or Denied."""
    try:
        with smtplib.SMTP(post.host, post.port, timeout=PATIENCE) as server:
            sign_in(server, post)
            server.send_message(message(post, letter))
    except smtplib.SMTPAuthenticationError as refused:
        raise Denied(f"{post.server} does not take SMTP_USER and SMTP_PASSWORD", refused.smtp_code) from None
    except (smtplib.SMTPException, OSError) as failure:
        raise Away(f"{post.server} did not take the digest: {failure}") from failure


def sign_in(server: smtplib.SMTP, post: Post) -> None:
    """Raises Denied rather than send a password that others can read."""
    server.ehlo_or_helo_if_needed()
    encrypted = server.has_extn("starttls")
    if encrypted:
        server.starttls(context=ssl.create_default_context())
    if not post.user:
        return
    if not encrypted and post.host not in LOCAL:
        raise Denied(f"{post.server} offers no STARTTLS, and without it the password is not sent")
    server.login(post.user, post.password)


def message(post: Post, letter: Letter) -> EmailMessage:
    found = EmailMessage()
    found["Subject"], found["From"], found["To"] = letter.subject, post.sender, ", ".join(post.to)
    found["Date"], found["Message-ID"] = formatdate(), make_msgid(domain=post.sender.partition("@")[2])
    found["Auto-Submitted"] = "auto-generated"
    found.set_content(as_text(letter))
    found.add_alternative(as_html(letter), subtype="html")
    return found


def post(address: str, letter: Letter) -> None:
    """As JSON. Raises Away or Denied, and names the host alone: the rest of such an address is often a secret."""
    where = f"the webhook at {urlsplit(address).hostname}"
    body = {"subject": letter.subject, "text": as_text(letter), "html": as_html(letter)}
    try:
        answer = requests.post(address, json=body, timeout=PATIENCE, allow_redirects=False)
    except requests.RequestException as failure:
        raise Away(f"{where} could not be reached: {type(failure).__name__}") from None
    if not 200 <= answer.status_code < 300:
        raise Denied(f"{where} answered {answer.status_code}", answer.status_code)
