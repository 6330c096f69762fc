"""Who is speaking on the local channel: a signed token says so, and nothing else does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import jwt

AUDIENCE = "signpost-local"
ALGORITHM = "HS256"
HANDLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_WORD = re.compile(r"[A-Za-z0-9._:-]{1,140}")


class NotSignedIn(Exception):
    """The token is missing, forged, out of date or incomplete. The message may be shown."""


@dataclass(frozen=True)
class Identity:
    """A verified member of staff and the conversation they speak in."""

    handle: str
    role: str
    pack: str
    address: str

    @classmethod
    def local(cls, handle: str, role: str, pack: str) -> Identity:
        """The identity of `handle` at this machine: one conversation for each pack.

        Raises:
            ValueError: the handle holds something other than letters, digits, dots, hyphens or underscores.
        """
        if not HANDLE.fullmatch(handle):
            raise ValueError(
                f"{handle!r} can't be used as a name. Use letters, digits, dots or hyphens, "
                "starting with a letter or a digit."
            )
        return cls(handle, role, pack, address=f"{pack}:{handle}")

    @property
    def staff(self) -> dict[str, str]:
        return {"handle": self.handle, "role": self.role, "pack": self.pack}


def issue_token(identity: Identity, key: str, lifetime: timedelta) -> str:
    """Sign a token that lets its bearer speak as `identity` until `lifetime` has passed."""
    claims = {
        "aud": AUDIENCE,
        "exp": datetime.now(timezone.utc) + lifetime,
        **identity.staff,
        "address": identity.address,
    }
    return jwt.encode(claims, key, algorithm=ALGORITHM)


def verify(authorization: str | None, key: str) -> Identity:
    """Read the `Authorization` header of a request.

    Raises:
        NotSignedIn: it is missing, or its token is not one of ours, has run out, or lacks a claim.
    """
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn("Please sign in with a link from your administrator.")
    try:
        claims = jwt.decode(
            token.strip(), key, algorithms=[ALGORITHM], audience=AUDIENCE, options={"require": ["exp", "aud"]}
        )
    except jwt.ExpiredSignatureError:
        raise NotSignedIn("Your sign-in has run out. Please ask for a new link.") from None
    except jwt.InvalidTokenError:
        raise NotSignedIn("This sign-in link is not valid. Please ask for a new one.") from None
    values = [claims.get(name) for name in ("handle", "role", "pack", "address")]
    if not all(isinstance(value, str) and _WORD.fullmatch(value) for value in values):
        raise NotSignedIn("This sign-in link is incomplete. Please ask for a new one.")
    return Identity(*values)
