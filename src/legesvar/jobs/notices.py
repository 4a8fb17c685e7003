"""A notice on its way out: looked at once more, claimed and committed, sent, and what became of it written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from legesvar.adapters import sms, smtp
from legesvar.adapters.outcome import Outcome
from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.billing import selectors as billing
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.identity import selectors as people
from legesvar.domain.identity.commands import contact
from legesvar.domain.identity.selectors import Device
from legesvar.domain.notifications import commands as notifications
from legesvar.domain.notifications import selectors as notice_log
from legesvar.domain.notifications.events import Channel, Notice, NoticeState
from legesvar.domain.notifications.selectors import NoticeFacts
from legesvar.domain.patients import commands as patients
from legesvar.domain.patients import policies
from legesvar.domain.patients import selectors as patient_lists
from legesvar.jobs import devices
from legesvar.jobs.work import ATTEMPTS, Later, TryAgain, log
from legesvar.words import notices

READ = "read_meanwhile"
FOR_GOOD = frozenset({Outcome.REJECTED_FOR_GOOD, Outcome.NO_SUCH_ADDRESS})
ENDED = {
    Outcome.SENT: NoticeState.SENT,
    Outcome.REJECTED_FOR_GOOD: NoticeState.BOUNCED,
    Outcome.NO_SUCH_ADDRESS: NoticeState.BOUNCED,
    Outcome.UNCERTAIN: NoticeState.UNCERTAIN,
    Outcome.TRY_AGAIN: NoticeState.QUEUED,
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A claimed notice, where it leads, and whom it names."""

    notice: NoticeFacts
    path: str
    clinic: str
    devices: tuple[Device, ...] = ()

    @property
    def address(self) -> str:
        """Return where it leads, in full."""
        return str(settings.LEGESVAR.public_url) + self.path


def send(actor: Actor, notice_id: UUID) -> None:
    """Send a notice, unless it has become void or somebody is asleep. A killed worker leaves it uncertain.

    :raises Later: it is an SMS, and night
    :raises TryAgain: the world outside did not answer now
    """
    letter = _claimed(actor, notice_id, clock.now())
    if letter is None:
        return
    outcome = deliver(actor, letter)
    given_up = outcome is Outcome.TRY_AGAIN and letter.notice.attempts >= ATTEMPTS
    _end(actor, letter.notice, outcome, _ended(letter.notice, outcome, given_up=given_up))
    if outcome is Outcome.TRY_AGAIN and not given_up:
        raise TryAgain


def _ended(notice: NoticeFacts, outcome: Outcome, *, given_up: bool) -> NoticeState:
    # Of push nothing comes back: there is no address to mend, and the same was told by e-mail or SMS.
    no_device = notice.channel == Channel.PUSH and outcome in FOR_GOOD
    return NoticeState.FAILED if given_up or no_device else ENDED[outcome]


def _claimed(actor: Actor, notice_id: UUID, now: datetime) -> Letter | None:
    with acting_as(actor):
        waiting = notice_log.queued(actor, notice_id)
        if waiting is None:
            return None
        if is_void(actor, waiting):
            notifications.void(actor=actor, notice_id=notice_id, why=READ, now=now)
            return None
        wait_for_the_morning(actor, waiting, now)
        notice = notifications.claim(actor=actor, notice_id=notice_id, now=now)
        return _letter(actor, notice, now) if notice else None


def is_void(actor: Actor, notice: NoticeFacts) -> bool:
    """Say whether there is nothing to tell any more: it was read, withdrawn or taken back meanwhile (NOTE-4)."""
    if notice.event == Notice.INVOICE:
        return any(invoice.credits_id for invoice in billing.invoices_about(actor, notice.about))
    # What is about no dialogue is told.
    return dialogues.is_unread(actor, notice.about, notice.reader_id or notice.person_id) is False


def wait_for_the_morning(actor: Actor, notice: NoticeFacts, now: datetime) -> None:
    """Let an SMS wake nobody (NOTE-4).

    :raises Later: it must wait until then
    """
    if notice.channel != Channel.SMS:
        return
    quiet = patient_lists.settings(actor, notice.clinic_id, now)
    until = policies.quiet_until(quiet, now.astimezone(clock.OSLO))
    if until is not None:
        raise Later(until)


def _letter(actor: Actor, notice: NoticeFacts, now: datetime) -> Letter:
    patient = people.people(actor, [notice.person_id])[notice.person_id] if notice.reader_id else None
    named = patient_lists.settings(actor, notice.clinic_id, now).names_clinic_in_notices
    return Letter(
        notice,
        notices.path(notice.about, patient.public_id if patient else None),
        clinics.clinic(actor, notice.clinic_id).name if named else "",
        tuple(people.devices(actor, notice.reader_id or notice.person_id)) if notice.channel == Channel.PUSH else (),
    )


def deliver(actor: Actor, letter: Letter) -> Outcome:
    """Hand a notice over, and say what became of it."""
    try:
        match letter.notice.channel:
            case Channel.PUSH:
                return _by_push(actor, letter)
            case Channel.SMS:
                return _by_sms(letter)
        return _by_email(letter)
    except ValueError:
        # An address or a setting that cannot be used at all: trying again would not help, another channel might.
        log.error("notice_cannot_be_sent", notice=str(letter.notice.public_id), channel=letter.notice.channel)
        return Outcome.REJECTED_FOR_GOOD


def _by_push(actor: Actor, letter: Letter) -> Outcome:
    portal, notice = settings.LEGESVAR.portal_name, letter.notice
    words = notices.push(portal=portal, clinic=letter.clinic, language=notice.language)
    return devices.deliver(actor, list(letter.devices), words, letter.path)


def _by_sms(letter: Letter) -> Outcome:
    env, notice = settings.LEGESVAR, letter.notice
    words = notices.sms(
        portal=env.portal_name, address=letter.address, clinic=letter.clinic, language=notice.language
    )  # fmt: skip
    return sms.send(env.sms_url, to=notice.recipient, text=words.body)


def _by_email(letter: Letter) -> Outcome:
    env, notice = settings.LEGESVAR, letter.notice
    words = notices.email(
        portal=env.portal_name, address=letter.address, clinic=letter.clinic, language=notice.language
    )  # fmt: skip
    domain = env.mail_from.rpartition("@")[2].strip("> ")
    return smtp.send(
        env.mail_url,
        smtp.Mail(
            sender=env.mail_from, to=notice.recipient, subject=words.subject, body=words.body,
            message_id=f"<{notice.message_id}@{domain}>", at=clock.now(),
        ),
    )  # fmt: skip


def _end(actor: Actor, notice: NoticeFacts, outcome: Outcome, state: NoticeState) -> None:
    with acting_as(actor):
        notifications.end(actor=actor, notice_id=notice.public_id, state=state, problem=outcome, now=clock.now())
        if outcome in FOR_GOOD:
            tell_otherwise(actor, notice, address_is_dead=outcome is Outcome.NO_SUCH_ADDRESS)


def tell_otherwise(actor: Actor, notice: NoticeFacts, *, address_is_dead: bool) -> None:
    """Go on by the other channel after an e-mail has come back; a dead address is not tried the next time (NOTE-1)."""
    now = clock.now()
    if address_is_dead and notice.channel == Channel.EMAIL:
        contact.mark_email_failed(
            actor=actor, person_id=notice.reader_id or notice.person_id, address=notice.recipient, now=now
        )
    patients.tell_otherwise(actor=actor, bounced=notice, now=now)
