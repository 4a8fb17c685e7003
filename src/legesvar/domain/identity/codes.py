"""One-time codes of an app (TOTP), and recovery codes on paper: made, drawn, compared. Time is an argument."""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import datetime
from io import BytesIO

import pyotp
import segno

KEY_PURPOSE = "second factors"
RECOVERY_CODES = 10
_STEP_SECONDS = 30
_AROUND = 1  # a clock may be half a minute wrong
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that looks like another
_GROUPS, _GROUP = 3, 4


def new_secret() -> str:
    """Make the secret that the app and we share."""
    return pyotp.random_base32()


def step_of(secret: str, written: str, *, after: int, now: datetime) -> int | None:
    """Return which half minute a code belongs to, or None when it is wrong, too old, or was used before.

    :param after: the half minute of the last code that was taken: neither it nor an earlier one is taken again
    """
    digits = re.sub(r"[\s-]", "", written)
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    present, found = int(now.timestamp()) // _STEP_SECONDS, None
    for step in range(present - _AROUND, present + _AROUND + 1):
        code = pyotp.TOTP(secret).generate_otp(step)
        if hmac.compare_digest(code.encode(), digits.encode()) and step > after:
            found = step
    return found


def address_of(secret: str, *, email: str, portal: str) -> str:
    """Return the address by which an app takes the secret."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=portal.replace(":", " "))


def drawn(address: str) -> str:
    """Draw an address as a QR code: one SVG without style or script."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, nl=False, border=4, light="#ffffff", dark="#000000", omitsize=True
    )
    return out.getvalue().decode()


def in_groups(secret: str) -> str:
    """Write a secret so that it can be typed off."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def new_recovery_codes() -> list[str]:
    """Make codes to be printed."""
    return ["-".join(_group() for _ in range(_GROUPS)) for _ in range(RECOVERY_CODES)]


def _group() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_GROUP))


def recovery_hash(written: str, login: int, key: bytes) -> str:
    """Return what is kept of a recovery code; blanks, hyphens and capitals do not count."""
    plain = re.sub(r"[\s-]", "", written).lower()
    return hmac.digest(key, f"recovery {login} {plain}".encode(), "sha256").hex()
