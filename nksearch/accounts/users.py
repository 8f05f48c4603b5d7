"""The users of the page: a file of JSON that only its owner can read."""

import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, get_args

from filelock import FileLock, Timeout

from nksearch.accounts.passwords import STRONG, Cost, check_acceptable, hash_password, is_hash
from nksearch.accounts.tokens import digest, new_secret, new_token
from nksearch.durable import replace as replace_file
from nksearch.errors import BusyError, NksearchError, UsageError

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)  # each may do what those before it may
MAX_DAYS = 366  # that a token is valid
_NAME = re.compile(r"[a-z][a-z0-9._-]{0,31}")
_FORMAT = 1
_BUSY_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of the token of a program; `created` and `expires` are moments in UTC."""

    label: str
    digest: str
    created: str
    expires: str


@dataclass(frozen=True, slots=True)
class User:
    """Someone who may log in; `stamp` is another one for every password, and ends sessions."""

    name: str
    role: Role
    password: str  # see `hash_password`
    stamp: str
    tokens: tuple[Token, ...] = field(default=())

    def may(self, role: Role) -> bool:
        """Tell whether this user may do what users of `role` may."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Users:
    """The users in a file; each call sees what the file holds then.

    Raises:
        NksearchError: by every method: the file cannot be read, can be read by others, or is not a
            file of users.
    """

    def __init__(self, path: Path, *, cost: Cost = STRONG) -> None:
        self.path = path
        self.cost = cost
        self._read: tuple[object, dict[str, User]] = (None, {})

    def all(self) -> Mapping[str, User]:
        """Return the users by name; none without a file."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise NksearchError(f"Cannot read {self.path}: {error.strerror}.") from error
        if stat.S_IMODE(found.st_mode) & 0o077 and os.name == "posix":
            raise NksearchError(
                f"{self.path} can be read or changed by others. Run: chmod 600 {self.path}"
            )
        version = (found.st_mtime_ns, found.st_size, found.st_ino)
        if self._read[0] != version:
            self._read = (version, _users_in(self.path))
        return self._read[1]

    def by_token(self, token: str, *, now: datetime) -> User | None:
        """Return the user to whom a token belongs that has not expired."""
        wanted = digest(token)
        for user in self.all().values():
            for each in user.tokens:
                if each.digest == wanted and now < datetime.fromisoformat(each.expires):
                    return user
        return None

    def add(self, name: str, role: Role, password: str) -> None:
        """Add a user.

        Raises:
            UsageError: there is one of this name, it cannot be a name, or the password is weak.
        """
        with self._changing() as users:
            self.check_new(name)
            users[name] = User(name, role, self._hashed(name, password), new_secret())

    def check_new(self, name: str) -> None:
        """Raise UsageError when no user of this name can be added."""
        if not _NAME.fullmatch(name):
            raise UsageError(
                "The name of a user has 1 to 32 small letters, digits, dots, - and _, and begins "
                "with a letter."
            )
        if name in self.all():
            raise UsageError(f"There is a user {name} already. See: nksearch user list")

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password: all sessions with the old one are over.

        Raises:
            UsageError: there is no such user, or the password is weak.
        """
        with self._changing() as users:
            user = self.get(name)
            hashed = self._hashed(name, password)
            users[name] = replace(user, password=hashed, stamp=new_secret())

    def set_role(self, name: str, role: Role) -> None:
        """Give a user another role; it holds from the next request on.

        Raises:
            UsageError: there is no such user.
        """
        with self._changing() as users:
            users[name] = replace(self.get(name), role=role)

    def remove(self, name: str) -> None:
        """Remove a user with all sessions and tokens.

        Raises:
            UsageError: there is no such user.
        """
        with self._changing() as users:
            del users[self.get(name).name]

    def add_token(self, name: str, label: str, *, days: int, now: datetime | None = None) -> str:
        """Return a new token with which a program may ask as this user; it is not kept.

        Raises:
            UsageError: there is no such user, or a token with this label.
        """
        if not _NAME.fullmatch(label) or not 1 <= days <= MAX_DAYS:
            raise UsageError(
                "A token is called with small letters, digits, dots, - and _, and is valid for 1 "
                f"to {MAX_DAYS} days."
            )
        token, now = new_token(), now or datetime.now(UTC)
        created, expires = (
            each.isoformat(timespec="seconds") for each in (now, now + timedelta(days=days))
        )
        with self._changing() as users:
            user = self.get(name)
            if label in (each.label for each in user.tokens):
                raise UsageError(f"There is a token {label} already. Choose another label.")
            made = Token(label, digest(token), created, expires)
            users[name] = replace(user, tokens=(*user.tokens, made))
        return token

    def revoke(self, name: str, label: str) -> None:
        """Make a token worthless.

        Raises:
            UsageError: there is no such user or token.
        """
        with self._changing() as users:
            user = self.get(name)
            kept = tuple(each for each in user.tokens if each.label != label)
            if kept == user.tokens:
                raise UsageError(f"{name} has no token {label}. See: nksearch user list")
            users[name] = replace(user, tokens=kept)

    def get(self, name: str) -> User:
        """Return the user of this name; raises UsageError when there is none."""
        user = self.all().get(name)
        if user is None:
            raise UsageError(f"There is no user {name}. See: nksearch user list")
        return user

    def _hashed(self, name: str, password: str) -> str:
        check_acceptable(password, name=name)
        return hash_password(password, self.cost)

    @contextmanager
    def _changing(self) -> Iterator[dict[str, User]]:
        """Give the users to change, and write them when nothing went wrong."""
        try:
            with FileLock(self.path.with_suffix(".lock"), timeout=_BUSY_SECONDS):
                users = dict(self.all())
                yield users
                content = {"format": _FORMAT, "users": [asdict(each) for each in users.values()]}
                replace_file(self.path, json.dumps(content, indent=1))
        except Timeout:
            raise BusyError(f"Another process is changing {self.path}. Try again.") from None
        except OSError as error:
            raise NksearchError(f"Cannot write {self.path}: {error.strerror}.") from error


def _users_in(path: Path) -> dict[str, User]:
    try:
        content = json.loads(path.read_text("utf-8"))
        if content["format"] != _FORMAT:
            raise ValueError(content["format"])
        users = [_user(each) for each in content["users"]]
    except OSError as error:
        raise NksearchError(f"Cannot read {path}: {error.strerror}.") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NksearchError(
            f"{path} is damaged, so nobody can log in. Put a copy of it back, or remove it and "
            "make the users again: nksearch user add NAME"
        ) from None
    return {user.name: user for user in users}


def _user(values: dict[str, Any]) -> User:
    """Return a user as the file has one; every ValueError or TypeError says that it is not."""
    tokens = tuple(Token(**each) for each in values["tokens"])
    user = User(**{**values, "tokens": tokens})
    texts = [getattr(each, of.name) for each in tokens for of in fields(Token)]
    sound = _NAME.fullmatch(user.name) and user.role in ROLES and is_hash(user.password)
    if not sound or not all(isinstance(each, str) and each for each in [user.stamp, *texts]):
        raise ValueError(user.name)
    if any(datetime.fromisoformat(each.expires).tzinfo is None for each in tokens):
        raise ValueError(user.name)
    return user
