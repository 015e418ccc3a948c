"""What follows from SECRET_KEY: signed cookies and encrypted tokens."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous import Signer


class Keys:
    """What follows from SECRET_KEY: the signature of cookies and the encryption of tokens. Fallbacks are only read."""

    def __init__(self, current: str, fallbacks: Sequence[str] = ()):
        self.signing = [*reversed(fallbacks), current]  # itsdangerous signs with the last of the list
        self.signer = Signer(self.signing, salt="dashboard session", digest_method=hashlib.sha256)
        self.current = Fernet(derived(current))
        self.fernet = MultiFernet([self.current, *(Fernet(derived(secret)) for secret in fallbacks)])

    def encrypt(self, token: str) -> str:
        return self.fernet.encrypt(token.encode()).decode()

    def renewed(self, encrypted: str) -> str:
        """The same, under the current key; as it is where it is so already, or where no key opens it."""
        try:
            self.current.decrypt(encrypted)
        except InvalidToken:
            token = self.decrypt(encrypted)
            return self.encrypt(token) if token else encrypted
        return encrypted

    def decrypt(self, encrypted: str) -> str | None:
        try:
            return self.fernet.decrypt(encrypted).decode()
        except InvalidToken:
            return None


def derived(secret: str) -> bytes:
    key = HKDF(SHA256(), length=32, salt=None, info=b"dashboard: tokens at rest").derive(secret.encode())
    return base64.urlsafe_b64encode(key)
