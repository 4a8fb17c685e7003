"""Pure rules about standard texts: what is a placeholder, what may be saved, what may be sent, who may change it.

A placeholder is a word in braces, `{pasient}`. Two braces on each side, `{{pasient}}`, are the way to write the word
and its braces as they stand. Braces around anything else, such as numbers or nothing, are only text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from legesvar.core import refusal, text
from legesvar.core.actor import DOCTOR_ROLES, Role
from legesvar.domain.standard_texts.kinds import Placeholder

TITLE_LIMIT = 80
TEXT_LIMIT = 5_000
MOST = 200
CHANGES_THE_CLINICS = DOCTOR_ROLES | {Role.ADMINISTRATOR}

_NAME = r"[ \t]*[^\W\d_][\w \t-]{0,39}"
_IN_BRACES = re.compile(rf"\{{\{{(?P<escaped>{_NAME})\}}\}}|\{{(?P<name>{_NAME})\}}")
# A brace that leans on a letter was meant to be a placeholder, and its other half is missing.
_HALF = re.compile(r"\{[^\W\d_]|[^\W\d_]\}")


class Refusal(refusal.Refusal):
    """Why a standard text says no."""

    WRONG_ROLE = "standard_texts.wrong_role"
    NO_TITLE = "standard_texts.no_title"
    TITLE_TOO_LONG = "standard_texts.title_too_long"
    EMPTY = "standard_texts.empty"
    TOO_LONG = "standard_texts.too_long"
    UNKNOWN_PLACEHOLDER = "standard_texts.unknown_placeholder"
    BROKEN_PLACEHOLDER = "standard_texts.broken_placeholder"
    UNRESOLVED = "standard_texts.unresolved"
    NEWER_VERSION = "standard_texts.newer_version"
    RETIRED = "standard_texts.retired"
    TOO_MANY = "standard_texts.too_many"


def _found(written: str) -> Iterator[str]:
    """Yield the name in each placeholder, as it is spelt in the table: small letters, one word."""
    for match in _IN_BRACES.finditer(written):
        if match["name"] is not None:
            yield _spelt(match["name"])


def _spelt(name: str) -> str:
    return "_".join(re.split(r"[\s_-]+", name.strip().lower()))


def unknown_placeholder(written: str) -> str | None:
    """Return the first word in braces that the server cannot fill in, or None."""
    return next((name for name in _found(written) if name not in set(Placeholder)), None)


def unresolved(written: str) -> str | None:
    """Return the first word in braces that is still there in what is about to be sent, or None."""
    return next(_found(written), None)


def sending_refused(written: str) -> Refusal | None:
    """Refuse to send a text with a placeholder that nobody has filled in (WORK-6)."""
    return None if unresolved(written) is None else Refusal.UNRESOLVED


def saving_refused(title: str, written: str) -> Refusal | None:
    """Say why a standard text cannot be saved, or None: a placeholder in it must be known and whole."""
    if not title.strip():
        return Refusal.NO_TITLE
    if text.count(title) > TITLE_LIMIT:
        return Refusal.TITLE_TOO_LONG
    length = text.count(written)
    if length == 0:
        return Refusal.EMPTY
    if length > TEXT_LIMIT:
        return Refusal.TOO_LONG
    if unknown_placeholder(written) is not None:
        return Refusal.UNKNOWN_PLACEHOLDER
    return Refusal.BROKEN_PLACEHOLDER if _HALF.search(_IN_BRACES.sub(" ", written)) else None


def resolved(written: str, values: Mapping[str, str]) -> str:
    """Fill in the placeholders that have a value, in one pass, so that a value with braces in it is not read again."""

    def fill(match: re.Match[str]) -> str:
        return match[0] if match["name"] is None else values.get(_spelt(match["name"])) or match[0]

    return _IN_BRACES.sub(fill, written)


def plain(written: str) -> str:
    """Return a text as the patient reads it: `{{word}}` is `{word}`."""
    return _IN_BRACES.sub(lambda match: match[0][1:-1] if match["escaped"] is not None else match[0], written)


def changing_refused(role: Role, *, is_clinics: bool) -> Refusal | None:
    """Refuse who may not change the clinic's texts: doctors and administrators do, everybody has their own (WORK-6)."""
    return Refusal.WRONG_ROLE if is_clinics and role not in CHANGES_THE_CLINICS else None


def adding_refused(there_are: int) -> Refusal | None:
    """Refuse one more than anybody can choose among."""
    return Refusal.TOO_MANY if there_are >= MOST else None


def outdated(version: int, seen: int) -> Refusal | None:
    """Hold a change of a text that has been changed since its author read it."""
    return Refusal.NEWER_VERSION if version != seen else None
