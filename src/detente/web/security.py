"""Who may do what: users with hashed passwords and a role, signed cookies, tokens against forged forms, rates.

Users live in a small JSON file beside the record, never in it: a record can be given away without them.
"""

from __future__ import annotations

import hmac
import json
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from detente.errors import UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher
    from itsdangerous import URLSafeTimedSerializer

Role = Literal["reader", "reviewer"]
ROLES: tuple[Role, ...] = ("reader", "reviewer")
COOKIE = "detente"
SESSION = 12 * 3600  # seconds that a signing-in lasts
SHORTEST = 10  # characters of a password
LONGEST = 256


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who can sign in. ``password`` is its Argon2 hash."""

    name: str
    role: Role
    password: str

    @property
    def reviews(self) -> bool:
        """Whether judgements may be written in this name."""
        return self.role == "reviewer"


class Users:
    """The users of a file, and the key that their cookies are signed with."""

    def __init__(self, path: Path, users: dict[str, User], key: str) -> None:
        self.path = path
        self._users = users
        self._key = key

    @classmethod
    def load(cls, path: Path) -> Users:
        """The users of a file; none, with a fresh key, where it does not exist. Raises UsageError for any other file."""
        if not path.exists():
            return cls(path, {}, secrets.token_urlsafe(32))
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            users = {row["name"]: User(row["name"], row["role"], row["password"]) for row in held["users"]}
            key = str(held["key"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(
                "This is not a file of users.", place=str(path), remedy="Make one with: detente user NAME."
            ) from error
        return cls(path, users, key)

    def __len__(self) -> int:
        return len(self._users)

    def get(self, name: str) -> User | None:
        """A user by name."""
        return self._users.get(name)

    def put(self, name: str, password: str, role: Role) -> None:
        """Add a user or change one, and write the file so that only its owner can read it."""
        if not name or len(name) > 80 or not name.isprintable():
            raise UsageError("A name is 1 to 80 printable characters.", place="NAME")
        if not SHORTEST <= len(password) <= LONGEST:
            raise UsageError(f"A password has {SHORTEST} to {LONGEST} characters.", remedy="Choose a longer one.")
        self._users[name] = User(name, role, _hasher().hash(password))
        held = {"key": self._key, "users": [asdict(user) for user in self._users.values()]}
        beside = self.path.with_name(self.path.name + ".part")
        try:
            beside.touch(mode=0o600)
            beside.write_text(json.dumps(held, indent=1), encoding="utf-8")
            beside.replace(self.path)
        except OSError as error:
            raise UsageError("The users cannot be written.", place=str(self.path), remedy=str(error)) from error

    def check(self, name: str, password: str) -> User | None:
        """The user whose password this is, else None; it takes the same time for a name that nobody has."""
        from argon2.exceptions import Argon2Error, InvalidHashError

        user = self._users.get(name)
        try:
            _hasher().verify(user.password if user else _nobody(), password[:LONGEST])
        except (Argon2Error, InvalidHashError):
            return None
        return user

    def sign(self, user: User) -> str:
        """A cookie that says who it is, for SESSION seconds."""
        return str(self._signer().dumps([user.name, secrets.token_urlsafe(9)]))

    def signed(self, cookie: str | None) -> User | None:
        """The user that a cookie was signed for; None for any that is forged, old or of somebody removed."""
        from itsdangerous import BadData

        if not cookie or len(cookie) > 1024:
            return None
        try:
            name, _ = self._signer().loads(cookie, max_age=SESSION)
        except (BadData, ValueError, TypeError):
            return None
        return self.get(name)

    def token(self, cookie: str) -> str:
        """What a form must send along to be believed: only pages of this session know it."""
        return hmac.new(self._key.encode(), b"form:" + cookie.encode(), sha256).hexdigest()

    def believes(self, cookie: str, token: str) -> bool:
        """Whether a form was sent from a page of this session."""
        return hmac.compare_digest(self.token(cookie).encode(), token.encode("utf-8", "replace"))

    def _signer(self) -> URLSafeTimedSerializer:
        from itsdangerous import URLSafeTimedSerializer

        return URLSafeTimedSerializer(self._key, salt="detente-session")


class Rate:
    """A bucket of so many requests for each caller, filled at so many a second; the oldest callers are forgotten."""

    def __init__(self, a_second: float, at_once: float, callers: int = 10_000) -> None:
        self._a_second, self._at_once, self._callers = a_second, at_once, callers
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, caller: str) -> bool:
        """Whether the caller may ask once more now."""
        now = time.monotonic()
        with self._lock:
            left, then = self._buckets.pop(caller, (self._at_once, now))
            left = min(self._at_once, left + (now - then) * self._a_second)
            allowed = left >= 1
            self._buckets[caller] = (left - allowed, now)
            while len(self._buckets) > self._callers:
                self._buckets.popitem(last=False)
            return allowed


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobody() -> str:
    """The hash of a password that nobody knows."""
    return _hasher().hash(secrets.token_urlsafe(24))
