"""What the stand-in has handed out: codes, people's tokens and installation tokens."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from functools import lru_cache
from threading import RLock

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from dashboard.demo.things import Organisation, Person
from dashboard.demo.world import World

CODE_SECONDS, INSTALLATION_SECONDS, JWT_SECONDS, CLOCK_SKEW = 600, 3600, 600, 30
HOUR = 3600


@dataclass(frozen=True)
class Code:
    """`challenge` is PKCE's, "" where the client sent none."""

    person: Person
    scopes: tuple[str, ...]
    redirect_uri: str
    challenge: str
    issued_at: float


@dataclass(eq=False)
class Budget:
    """GitHub's primary rate limit, counted but not enforced: a fault does that."""

    limit: int = 15_000
    used: int = 0
    reset: int = field(default_factory=lambda: int(time.time()) + HOUR)

    def spend(self) -> None:
        if time.time() >= self.reset:
            self.used, self.reset = 0, int(time.time()) + HOUR
        self.used = min(self.limit - 1, self.used + 1)


@dataclass(eq=False)
class UserToken:
    """Of the OAuth app (`client_id`), or a classic personal token (no `client_id`)."""

    value: str
    person: Person
    scopes: tuple[str, ...]
    client_id: str = ""
    budget: Budget = field(default_factory=Budget)

    def allows(self, *any_of: str) -> bool:
        return bool(set(self.scopes) & set(any_of))


@dataclass(eq=False)
class InstallationToken:
    value: str
    org: Organisation
    permissions: dict[str, str]
    expires_at: float
    budget: Budget = field(default_factory=Budget)


@lru_cache(maxsize=1)
def new_key() -> str:
    """A PEM for the GitHub App, made once a process and never written anywhere."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.private_bytes(*form).decode()


class Tokens:
    """Everything by value, in memory only: a restart of the stand-in forgets who signed in."""

    def __init__(self, world: World, private_key: str):
        self.world = world
        loaded = serialization.load_pem_private_key(private_key.encode(), None)
        form = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        self.public_key = loaded.public_key().public_bytes(*form)
        self.codes: dict[str, Code] = {}
        self.people: dict[str, UserToken] = {}
        self.installations: dict[str, InstallationToken] = {}
        self.lock = RLock()

    def new_code(self, person: Person, scopes: tuple[str, ...], redirect_uri: str, challenge: str) -> str:
        value = secrets.token_hex(10)
        self.codes[value] = Code(person, scopes, redirect_uri, challenge, time.time())
        return value

    def take_code(self, value: str) -> Code | None:
        """Each code once, for ten minutes."""
        code = self.codes.pop(value, None)
        return code if code and time.time() - code.issued_at < CODE_SECONDS else None

    def new_user_token(self, person: Person, scopes: tuple[str, ...], client_id: str = "") -> UserToken:
        """With more tokens for the same person, app and scopes than GitHub allows, the oldest dies."""
        with self.lock:
            token = UserToken(f"demo-user-{secrets.token_hex(18)}", person, scopes, client_id)
            same = [t for t in self.people.values() if (t.person, t.scopes, t.client_id) == (person, scopes, client_id)]
            too_many = max(0, len(same) + 1 - self.world.oauth_app.tokens_per_person)
            for old in same[:too_many]:
                del self.people[old.value]
            self.people[token.value] = token
            return token

    def revoke(self, value: str) -> None:
        self.people.pop(value, None)
        self.installations.pop(value, None)

    def revoke_grant(self, person: Person, client_id: str) -> None:
        with self.lock:
            self.people = {v: t for v, t in self.people.items() if (t.person, t.client_id) != (person, client_id)}

    def new_installation_token(self, org: Organisation, permissions: dict[str, str]) -> InstallationToken:
        value = f"demo-installation-{secrets.token_hex(18)}"
        token = InstallationToken(value, org, permissions, time.time() + INSTALLATION_SECONDS)
        self.installations[value] = token
        return token

    def find(self, value: str) -> UserToken | InstallationToken | None:
        installation = self.installations.get(value)
        if installation and installation.expires_at > time.time():
            return installation
        token = self.people.get(value)
        return token if token and token.person.id in self.world.people else None

    def app_problem(self, value: str) -> str | None:
        """Why this isn't a JSON Web Token of the GitHub App, in GitHub's words; None if it is."""
        try:
            claims = jwt.decode(
                value, self.public_key, ["RS256"], options={"require": ["iat", "exp", "iss"]}, leeway=CLOCK_SKEW
            )
        except jwt.ExpiredSignatureError:
            return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
        except jwt.InvalidTokenError:
            return "A JSON web token could not be decoded"
        if claims["exp"] > time.time() + JWT_SECONDS + CLOCK_SKEW:
            return "'Expiration time' claim ('exp') is too far in the future"
        known = (str(self.world.github_app.id), self.world.github_app.client_id)
        return None if str(claims["iss"]) in known else "'Issuer' claim ('iss') must be an Integer"
