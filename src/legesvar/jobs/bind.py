"""Each task's name and the one function that does it: the only place where a row meets the network."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from legesvar.adapters.object_store import open_store
from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.kinds import Service
from legesvar.core.wall import acting_as
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.tasks import Task as AuditTask
from legesvar.domain.billing import commands as billing
from legesvar.domain.billing import selectors as billing_selectors
from legesvar.domain.billing.tasks import Task as BillingTask
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.commands import invitations
from legesvar.domain.clinics.tasks import Task as ClinicTask
from legesvar.domain.dialogues.commands import drafting, ending
from legesvar.domain.dialogues.tasks import Task as DialogueTask
from legesvar.domain.files.tasks import Task as FileTask
from legesvar.domain.identity import commands as identity
from legesvar.domain.identity.commands import contact, guessing, steps
from legesvar.domain.identity.tasks import Task as IdentityTask
from legesvar.domain.notifications import commands as notifications
from legesvar.domain.notifications.events import Notice
from legesvar.domain.notifications.tasks import Task as NoticeTask
from legesvar.domain.patients import commands as patients
from legesvar.domain.patients import selectors as patient_lists
from legesvar.domain.patients.commands import importing
from legesvar.domain.patients.tasks import Task as PatientTask
from legesvar.domain.search import commands as search
from legesvar.domain.search.tasks import Task as SearchTask
from legesvar.domain.statistics import commands as statistics
from legesvar.domain.statistics import selectors as statistics_selectors
from legesvar.domain.statistics.tasks import Task as StatisticsTask
from legesvar.jobs import contacts, notices, objects
from legesvar.jobs import invitations as invitation_mail
from legesvar.jobs.work import log, task


@task(NoticeTask.SEND_NOTICE)
def send_notice(actor: Actor, notice_id: str) -> None:
    """Tell somebody that there is something to read."""
    notices.send(actor, UUID(notice_id))


@task(BillingTask.ISSUE_INVOICE)
def issue_invoice(actor: Actor, clinic_id: int, about: str) -> None:
    """Invoice what was charged and not paid within the hours the clinic gives, and tell the patient."""
    now, thing = clock.now(), UUID(about)
    with acting_as(actor):
        charge = billing_selectors.charge_about(actor, thing)
        place = patient_lists.listing(actor, clinic_id, charge.person_id) if charge else None
        if charge is None or place is None:
            return
        invoice = billing.issue_invoice(
            actor=actor, clinic_id=clinic_id, about=thing, payee=billing_selectors.payee(actor, clinic_id),
            payer=billing_selectors.payer(place),
            settings=billing_selectors.settings_in_force(actor, clinic_id, now), now=now,
        )  # fmt: skip
        if invoice is not None:
            patients.tell(
                actor=actor, notice=Notice.INVOICE, about=thing, number=0, clinic_id=clinic_id,
                person_id=charge.person_id, service=Service.INVOICES, hidden=charge.hidden, now=now,
            )  # fmt: skip


@task(DialogueTask.FORGET_OLD_DRAFTS)
def forget_old_drafts(actor: Actor, timestamp: int) -> None:
    """Remove what was begun and left for 30 days, a batch per transaction."""
    gone = 1
    while gone:
        with acting_as(actor):
            gone = drafting.forget_old(actor=actor, now=clock.now())


@task(DialogueTask.CLOSE_SILENT)
def close_silent(actor: Actor, timestamp: int) -> None:
    """Close what patients have not written back in for as long as their clinics wait, a batch per transaction."""
    closed = 1
    while closed:
        with acting_as(actor):
            closed = ending.close_silent(actor=actor, now=clock.now())


@task(PatientTask.FORGET_IMPORTS)
def forget_imports(actor: Actor, timestamp: int) -> None:
    """Remove files of patients that were looked at more than a day ago."""
    with acting_as(actor):
        importing.forget_imports(actor=actor, now=clock.now())


@task(FileTask.FORGET_OBJECTS)
def forget_objects(actor: Actor, keys: list[str]) -> None:
    """Remove the bytes of files that were taken out of a draft."""
    objects.forget(actor, open_store(settings.LEGESVAR.files_url), keys)


@task(FileTask.FORGET_ORPHANS)
def forget_orphans(actor: Actor, timestamp: int) -> None:
    """Remove the bytes that no file owns."""
    objects.forget_orphans(actor, open_store(settings.LEGESVAR.files_url), clock.now())


@task(IdentityTask.FORGET_PARKED_POSTS)
def forget_parked_posts(actor: Actor, timestamp: int) -> None:
    """Remove the forms that were kept through a login that never came."""
    with acting_as(actor):
        identity.forget_parked_posts(actor=actor, now=clock.now())


@task(IdentityTask.SEND_CODE)
def send_code(actor: Actor, verification_id: str, sealed: str) -> None:
    """Send the code by which somebody shows that an address is theirs."""
    contacts.send_code(actor, UUID(verification_id), sealed)


@task(IdentityTask.TELL_FORMER_ADDRESS)
def tell_former_address(actor: Actor, change_id: str) -> None:
    """Tell an address that somebody has left it."""
    contacts.tell_former_address(actor, UUID(change_id))


@task(IdentityTask.FORGET_VERIFICATIONS)
def forget_verifications(actor: Actor, timestamp: int) -> None:
    """Remove codes that nobody typed."""
    with acting_as(actor):
        contact.forget_verifications(actor=actor, now=clock.now())


@task(IdentityTask.FORGET_LOGINS)
def forget_logins(actor: Actor, timestamp: int) -> None:
    """Remove sessions, steps, guesses and invitations that were over long ago; the trace keeps what matters."""
    with acting_as(actor):
        identity.forget_sessions(actor=actor, now=clock.now())
        steps.forget_steps(actor=actor, now=clock.now())
        guessing.forget_guesses(actor=actor, now=clock.now())
        invitations.forget_invitations(actor=actor, now=clock.now())


@task(ClinicTask.SEND_INVITATION)
def send_invitation(actor: Actor, invitation_id: str, sealed: str) -> None:
    """Send the link by which somebody accepts to work at a clinic."""
    invitation_mail.send(actor, UUID(invitation_id), sealed)


@task(NoticeTask.MARK_UNCERTAIN)
def mark_uncertain(actor: Actor, timestamp: int) -> None:
    """Mark notices whose sender was killed as uncertain."""
    with acting_as(actor):
        notifications.mark_uncertain(actor=actor, now=clock.now())


@task(SearchTask.FORGET_SEARCHES)
def forget_searches(actor: Actor, timestamp: int) -> None:
    """Remove what was searched for and is of no more use. The trace of it stays."""
    with acting_as(actor):
        search.forget_old(actor=actor, now=clock.now())


@task(StatisticsTask.GATHER)
def gather_statistics(actor: Actor, timestamp: int) -> None:
    """Count the figures of each clinic that has none of today, a clinic per transaction."""
    now = clock.now()
    midnight = now.astimezone(clock.OSLO).replace(hour=0, minute=0, second=0, microsecond=0)
    with acting_as(actor):
        waiting = set(clinics.clinic_ids(actor)) - statistics_selectors.counted_since(actor, midnight)
    for clinic_id in sorted(waiting):
        with acting_as(actor):
            statistics.gather(actor=actor, clinic_id=clinic_id, now=now)


@task(AuditTask.SEAL)
def seal(actor: Actor, timestamp: int) -> None:
    """Seal what has been traced since the last seal.

    Each hash goes to the log: kept outside the database, it shows whether the end of the trace was cut off.
    """
    more = True
    while more:
        with acting_as(actor):
            sealed = audit.seal(actor=actor, now=clock.now())
        if sealed is not None:
            log.info("audit_sealed", seal=sealed.number, entries=sealed.entries, hash=sealed.hash)
        more = sealed is not None and sealed.is_full


@task(AuditTask.MAKE_MONTHS)
def make_months(actor: Actor, timestamp: int) -> None:
    """Make the partitions of the coming months."""
    with acting_as(actor):
        audit.make_months(actor=actor, today=clock.oslo_date(clock.now()), ahead=3)
