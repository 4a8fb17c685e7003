"""The delivery log in finished strings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.paging import Page
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.notifications.events import Channel, Notice, NoticeState
from legesvar.domain.notifications.policies import again_refused
from legesvar.domain.notifications.selectors import LogRow
from legesvar.domain.patients import selectors as patients
from legesvar.words import dates, labels

TONES = {
    NoticeState.SENT: "success", NoticeState.FAILED: "danger", NoticeState.BOUNCED: "danger",
    NoticeState.UNCERTAIN: "warning", NoticeState.NONE: "warning",
}  # fmt: skip
_ANY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Row:
    """One notice: who, what, to where, what became of it, and what can be done."""

    when: str
    name: str
    what: str
    where: str
    state: str
    tone: str
    problem: str
    dialogue_url: str
    again_url: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of the log."""

    rows: tuple[Row, ...]
    everything: bool
    done: bool
    empty: str
    previous_url: str
    next_url: str


def log(actor: Actor, found: Page[LogRow], now: datetime, *, everything: bool, done: bool) -> LogPage:
    """Put a page of notices into words."""
    names, today = patients.names(actor, {row.person_id for row in found.rows}), oslo_date(now)
    may_open = may(actor.role, Permission.READ_DIALOGUE)
    shown = "vis=alle&" if everything else ""
    return LogPage(
        rows=tuple(_row(row, names, today, may_open=may_open) for row in found.rows),
        everything=everything,
        done=done,
        empty=_("Ingen varsler er sendt ennå.") if everything else _("Alle varsler er kommet fram."),
        previous_url=f"?{shown}side={found.previous_key}" if found.previous_key else "",
        next_url=f"?{shown}side={found.next_key}" if found.next_key else "",
    )


def _row(row: LogRow, names: dict[int, str], today: date, *, may_open: bool) -> Row:
    where = labels.channel_label(row.channel)
    again = again_refused(row.state, row.channel) is None
    return Row(
        when=dates.listed(row.ended_at or row.decided_at, today),
        name=names.get(row.person_id, ""),
        what=labels.notice_label(row.event),
        where=f"{where}: {row.recipient}" if row.channel in {Channel.EMAIL, Channel.SMS} else where,
        state=labels.notice_state_label(row.state),
        tone=TONES.get(NoticeState(row.state), "neutral"),
        problem=_problem(row.problem),
        dialogue_url=f"/klinikk/dialog/{row.about}/" if may_open and row.event == Notice.NEW_MESSAGE else "",
        again_url=reverse("clinic:send_notice_again", args=[row.public_id]) if again else "",
    )


def _problem(code: str) -> str:
    """Say what went wrong, as far as it helps; the codes of mail servers are for who runs the portal."""
    match code:
        case "no_such_address":
            return _("Adressen finnes ikke.")
        case "rejected_for_good":
            return _("Mottakerens tjeneste tok ikke imot.")
        case "try_again":
            return _("Mottakerens tjeneste svarte ikke på over et døgn.")
    return _("Kom i retur med kode %(code)s.") % {"code": code} if code[:2] in {"4.", "5."} else ""
