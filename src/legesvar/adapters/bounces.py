"""E-mail that came back: delivery status notifications as mail servers write them (RFC 3464, RFC 3462)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

LARGEST = 1_000_000
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
# RFC 3463: bad mailbox, host or syntax; moved; disabled.
_DEAD = re.compile(r"5\.(?:1\.(?:1|2|3|6|10)|2\.1)")
_ID = re.compile(r"<([^<>@\s]{1,200})@([^<>@\s]{1,255})>")


@dataclass(frozen=True, slots=True)
class Bounce:
    """One e-mail that was not delivered: which, and with what status."""

    message_id: str
    status: str

    @property
    def address_is_dead(self) -> bool:
        """Say whether nothing will ever arrive there, as against a full mailbox or somebody who dislikes us."""
        return _DEAD.fullmatch(self.status) is not None


def read(raw: bytes) -> Bounce | None:
    """Read a report, or return None when it is none, tells of no failure, or does not say which e-mail it is about.

    Reports of delay, of delivery and of reading are passed over: only what has failed for good has bounced.

    :param raw: one e-mail as it came; it comes from anybody, and is trusted with nothing but a Message-ID
    """
    if len(raw) > LARGEST:
        return None
    try:
        report = message_from_bytes(raw, policy=policy.default)
        return _read(report)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # The parser stumbles over some of what is sent on purpose; such a thing is no report.
        return None


def _read(report: Message) -> Bounce | None:
    if report.get_content_type() != "multipart/report" or not report.is_multipart():
        return None
    parts = list(report.iter_parts()) if isinstance(report, EmailMessage) else []
    status = next((found for part in parts if (found := _status(part))), None)
    name = next((found for part in parts if (found := _message_id(part))), None)
    return Bounce(name, status) if status and name else None


def _status(part: Message) -> str | None:
    """Return the status of the first recipient for whom delivery failed."""
    if part.get_content_type() != "message/delivery-status":
        return None
    for fields in _blocks(part):
        if str(fields.get("Action", "")).strip().lower() == "failed":
            found = _STATUS.search(str(fields.get("Status", "")))
            return found[0] if found else "5.0.0"
    return None


def _blocks(part: Message) -> Iterator[Message]:
    blocks = part.get_payload()
    if isinstance(blocks, list):
        yield from (block for block in blocks if isinstance(block, Message))


def _message_id(part: Message) -> str | None:
    """Return the left half of the Message-ID of the e-mail that came back, from its copy or from its headers."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inside = part.get_payload()
        header = str(inside[0].get("Message-ID", "")) if isinstance(inside, list) and inside else ""
    elif kind == "text/rfc822-headers":
        content = part.get_payload(decode=True) or b""
        header = str(message_from_bytes(content).get("Message-ID", "")) if isinstance(content, bytes) else ""
    else:
        return None
    found = _ID.search(header)
    return found[1] if found else None
