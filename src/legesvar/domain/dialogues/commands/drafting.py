"""Writing a dialogue, step by step. Each step is stored at once; nothing written is lost (START-9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from legesvar.core import text
from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.command import command
from legesvar.core.kinds import DECLARED, Kind
from legesvar.core.models import new_public_id
from legesvar.core.refusal import Refused, Unknown, refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.billing import commands as billing
from legesvar.domain.billing import selectors as billing_selectors
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.models import Dialogue, Draft, DraftFile, Reply
from legesvar.domain.dialogues.policies import Window
from legesvar.domain.dialogues.selectors import guidance
from legesvar.domain.files import commands as files
from legesvar.domain.files import selectors as file_selectors
from legesvar.domain.files.commands import Stored
from legesvar.domain.files.selectors import FileRow
from legesvar.domain.patients import selectors as patients
from legesvar.domain.patients.selectors import Listing
from legesvar.domain.services import policies as service_policies
from legesvar.domain.services import selectors as services
from legesvar.domain.services.policies import Writing

# A text is kept even when it is too long to send, up to this many code points: losing it would be worse. The longest
# that a clinic may allow fits, also when each character is a family of seven.
KEPT = 100_000
DRAFTS_LAST = timedelta(days=30)
AT_A_TIME = 500


@command
def choose_recipient(*, actor: Actor, kind: Kind, clinic_id: int, recipient_id: int | None, now: datetime) -> Draft:
    """Store which clinic and whom the patient writes to, beginning a draft if there is none.

    At another clinic than before, the pictures follow and the price must be accepted anew.

    :param recipient_id: a doctor's staff id; None for a kind that is written to the clinic
    :raises Refused: NOT_ON_LIST, NOT_IN_MANDATE, or services' reasons why this recipient cannot be written to
    """
    place = _place(actor, kind, clinic_id)
    settings = services.settings(actor, clinic_id, now, kind)
    begun = lock(actor, kind)
    writing = Writing(kind, begun.recipient_id, begun.created_at) if begun else None
    choices = services.recipients(actor, place, now, kind, writing)
    refuse_if(service_policies.recipient_refused(settings, choices, recipient_id))
    draft = begun or _begin(actor, kind, place, now)
    if draft.clinic_id != clinic_id:
        _move(actor, draft, clinic_id)
    draft.recipient_id, draft.updated_at = recipient_id, now
    draft.save(update_fields=["recipient_id", "updated_at"])
    return draft


@command
def declare_not_urgent(*, actor: Actor, kind: Kind, shown: str | None = None, now: datetime) -> Draft:
    """Store that the patient has declared that it is not urgent, and which questions they were shown (START-4).

    :param shown: `Guidance.version` of the page that was answered; None for one that says nothing of it
    :raises Refused: NO_DRAFT, NOT_ON_LIST, or GUIDANCE_CHANGED when other questions are asked by now
    """
    draft = _require(actor, kind)
    asked = guidance(actor, _place(actor, kind, draft.clinic_id), kind, now)
    refuse_if(policies.Refusal.GUIDANCE_CHANGED if shown not in {None, asked.version} else None)
    return _change(actor, kind, now, not_urgent=True, guidance=asked.version)


@command
def take_back_declaration(*, actor: Actor, kind: Kind, now: datetime) -> None:
    """Forget that the patient has declared that it is not urgent, who now says that it is (START-4).

    Nothing is stored of what they said. Where nothing was declared nothing happens.
    """
    draft = lock(actor, kind)
    if draft is not None and draft.not_urgent:
        _store(draft, now, not_urgent=False, guidance="")


@command
def deny_wish(*, actor: Actor, kind: Kind, now: datetime) -> Draft:
    """Store that what reads like a wish for a prescription is a question to the doctor (START-12).

    :raises Refused: NO_DRAFT
    """
    return _change(actor, kind, now, not_a_wish=True)


@command
def accept_price(*, actor: Actor, kind: Kind, shown: str, now: datetime) -> Draft:
    """Store that the patient accepts what the price page stated (START-5).

    :param shown: `Price.shown` of the page that was answered
    :raises Refused: NO_DRAFT, NOT_ON_LIST, or billing's PRICE_CHANGED when another price is in force by now
    """
    draft = _require(actor, kind)
    place = patients.listing(actor, draft.clinic_id, draft.person_id)
    refuse_if(None if place else policies.Refusal.NOT_ON_LIST)
    assert place is not None  # noqa: S101 - refused above
    settings = billing_selectors.settings_in_force(actor, draft.clinic_id, now)
    consent = billing.accept_price(
        actor=actor, clinic_id=draft.clinic_id, code=settings.e_consultation_code, shown=shown, settings=settings,
        exemption=patients.exemption(actor, place, oslo_date(now)), hidden=draft.hidden, now=now,
    )  # fmt: skip
    return _change(actor, kind, now, consent_id=consent.id)


@command
def write(
    *, actor: Actor, kind: Kind, texts: Mapping[str, str], draft_id: UUID | None = None, over_text: bool = True,
    window: Window | None = None, now: datetime,
) -> Draft:  # fmt: skip
    """Keep what the patient has written so far, also when it is empty or too long to send.

    :param draft_id: the draft the page was about, so that a window left open does not write into a newer one
    :param over_text: whether nothing at all may be laid over a text. A page that was opened before the last text was
        saved shows empty fields, and sending them must lose nothing.
    :param window: the page it was written on; None for one that says nothing of itself
    :raises Refused: NO_DRAFT, or WRITTEN_ELSEWHERE when another page has written since this one was drawn
    """
    draft, kept = _require(actor, kind, draft_id), _kept(texts)
    if not over_text and not any(value.strip() for value in texts.values()):
        return draft
    if policies.written_elsewhere(draft.texts, kept, draft.written_from, window):
        raise Refused(policies.Refusal.WRITTEN_ELSEWHERE)
    return _store(draft, now, texts=kept, written_from=window.key if window else draft.written_from)


@command
def write_beside(
    *, actor: Actor, kind: Kind, texts: Mapping[str, str], draft_id: UUID, window: Window, now: datetime
) -> Draft:
    """Keep what was written on a page beside what another page has written since: nothing is laid over.

    :raises Refused: NO_DRAFT
    """
    draft = _require(actor, kind, draft_id)
    both = policies.beside(draft.texts, _kept(texts), lines=bool(DECLARED[kind].lines))
    kept = {name: value[:KEPT] for name, value in both.items()}
    return _store(draft, now, texts=kept, written_from=window.key)


def _kept(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: text.readable(value)[:KEPT] for name, value in texts.items()}


@command
def begin_with(*, actor: Actor, dialogue_id: UUID, now: datetime) -> Draft:
    """Begin a new dialogue of the same kind as an old one, which it then points at (DIA-6).

    What the patient had begun to write back, and could not send, moves into it: once, however often this is asked for.
    What was already being written in the flow stays where it is, and that text is laid after it.

    :raises Unknown: when the old dialogue is missing or somebody else's
    :raises Refused: NOT_ON_LIST, or services' reasons why it cannot be begun
    """
    old = Dialogue.objects.filter(public_id=dialogue_id, person_id=_person(actor)).first()
    if old is None:
        raise Unknown
    kind = Kind(old.kind)
    draft = lock(actor, kind) or _begin(actor, kind, _place(actor, kind, old.clinic_id), now)
    field = services.settings(actor, draft.clinic_id, now, kind).form[0].name
    unsent = Reply.objects.filter(dialogue_id=old.id, author_person_id=_author(actor))
    written = [draft.texts.get(field, ""), *unsent.values_list("text", flat=True)]
    unsent.delete()
    texts = {**draft.texts, field: _in_one(kind, written)}
    return _store(draft, now, texts=texts, previous=dialogue_id, written_from=new_public_id())


@command
def begin_about_invoice(*, actor: Actor, clinic_id: int, number: str, wording: str, now: datetime) -> Draft:
    """Begin a question about an invoice, with its number written (PAY-8).

    What is begun stays as it is: the number is laid after it, once, and not at all in what is for another clinic.

    :param wording: the sentence that says which invoice it is about, with the number in it
    :raises Refused: NOT_ON_LIST, NOT_IN_MANDATE
    """
    kind = Kind.INVOICE_QUESTION
    draft = lock(actor, kind) or _begin(actor, kind, _place(actor, kind, clinic_id), now)
    if draft.clinic_id != clinic_id or any(number in written for written in draft.texts.values()):
        return draft
    field = services.settings(actor, clinic_id, now, kind).form[0].name
    written = [part for part in (draft.texts.get(field, ""), f"{wording}\n") if part.strip()]
    return _store(draft, now, texts={**draft.texts, field: "\n\n".join(written)[:KEPT]}, written_from=new_public_id())


@command
def turn_into(*, actor: Actor, kind: Kind, other: Kind, now: datetime) -> Draft:
    """Make a draft of one kind into one of another: a wish for a prescription is free in its own flow (START-12).

    Pictures go along, as many as the other kind takes. A draft of the other kind is laid before this text.

    :raises Refused: NO_DRAFT
    """
    draft = _require(actor, kind)
    there = lock(actor, other)
    target = there or _begin(actor, other, _place(actor, other, draft.clinic_id), now)
    settings = services.settings(actor, target.clinic_id, now, other)
    texts = {settings.form[0].name: _in_one(other, [*target.texts.values(), *draft.texts.values()])}
    _store(target, now, texts=texts, written_from=new_public_id())
    if target.clinic_id == draft.clinic_id:
        held = DraftFile.objects.filter(draft_id=target.id).count()
        following = DraftFile.objects.filter(draft_id=draft.id).order_by("id").values_list("id", flat=True)
        DraftFile.objects.filter(id__in=list(following[: max(0, settings.max_files - held)])).update(draft=target)
    remove(actor=actor, draft=draft, now=now)
    return target


def _in_one(kind: Kind, written: Iterable[str]) -> str:
    """Put texts into one field of a kind; of a medicine's line no break can be seen."""
    parts = [part for part in written if part.strip()]
    if DECLARED[kind].lines:
        return " ".join(" ".join(parts).split())[:KEPT]
    return "\n\n".join(parts)[:KEPT]


@command
def attach(*, actor: Actor, kind: Kind, stored: Stored, most: int, now: datetime) -> FileRow:
    """Put a stored picture into the draft. The same picture again, as after a lost answer, is there once.

    :param most: how many files the clinic lets a message have
    :returns: the picture in the draft; it lies under other keys than `stored` when it was there already
    :raises Refused: NO_DRAFT, TOO_MANY_FILES
    """
    draft = _require(actor, kind)
    held = list(DraftFile.objects.filter(draft_id=draft.id).values_list("file_id", flat=True))
    twin = file_selectors.same(actor, held, stored.sha256)
    if twin is not None:
        return twin
    if len(held) >= most:
        raise Refused(policies.Refusal.TOO_MANY_FILES, most=most)
    row = files.add(
        actor=actor, clinic_id=draft.clinic_id, person_id=draft.person_id, stored=stored, hidden=draft.hidden, now=now
    )
    DraftFile.objects.create(
        draft=draft, file_id=row.id, clinic_id=draft.clinic_id, person_id=draft.person_id, hidden=draft.hidden
    )
    return row


@command
def detach(*, actor: Actor, kind: Kind, file_id: UUID, now: datetime) -> None:
    """Take a picture out of the draft. One that is already gone stays gone.

    :raises Refused: NO_DRAFT
    :raises Unknown: when the file is in no draft of this patient
    """
    draft = _require(actor, kind)
    row = file_selectors.file(actor, file_id)
    if row is None or not DraftFile.objects.filter(draft_id=draft.id, file_id=row.id).delete()[0]:
        raise Unknown
    files.remove(actor=actor, file_ids=[row.id], now=now)


@command
def discard(*, actor: Actor, kind: Kind, now: datetime) -> None:
    """Throw the draft and its pictures away. With no draft nothing happens."""
    draft = lock(actor, kind)
    if draft is not None:
        remove(actor=actor, draft=draft, now=now)
        audit.record(
            actor=actor, event=Event.DRAFT_DISCARDED, clinic_id=draft.clinic_id, person_id=draft.person_id,
            hidden=draft.hidden, now=now,
        )  # fmt: skip


@command
def remove(*, actor: Actor, draft: Draft, now: datetime) -> None:
    """Remove a draft and the files that wait in it (also used for those older than 30 days)."""
    held = DraftFile.objects.filter(draft_id=draft.id)
    ids = list(held.values_list("file_id", flat=True))
    held.delete()
    files.remove(actor=actor, file_ids=ids, now=now)
    draft.delete()


@command
def forget_old(*, actor: Actor, now: datetime) -> int:
    """Remove the drafts that nobody has touched for 30 days (START-9). For the nightly job.

    :returns: how many
    """
    # One that somebody is writing in at this moment is locked, and is old no longer when it is free again.
    free = Draft.objects.select_for_update(of=("self",), skip_locked=True)
    old = free.filter(updated_at__lt=now - DRAFTS_LAST)[:AT_A_TIME]
    for draft in old:
        remove(actor=actor, draft=draft, now=now)
    return len(old)


def lock(actor: Actor, kind: Kind) -> Draft | None:
    """Lock and return the actor's draft of a kind (docs/locking.md)."""
    return _mine(actor, kind).select_for_update(of=("self",), no_key=True).first()


def _place(actor: Actor, kind: Kind, clinic_id: int) -> Listing:
    place = patients.listing(actor, clinic_id, _person(actor))
    refuse_if(None if place else policies.Refusal.NOT_ON_LIST)
    assert place is not None  # noqa: S101 - refused above
    refuse_if(policies.mandate_refused(actor, kind, clinic_id))
    return place


def _begin(actor: Actor, kind: Kind, place: Listing, now: datetime) -> Draft:
    # Two clicks at once begin one draft: the second waits here for the first, and finds its row.
    new = Draft(
        kind=kind, clinic_id=place.clinic_id, person_id=_person(actor), author_person_id=_author(actor),
        hidden=policies.begins_hidden(actor, place.birth_date, oslo_date(now)), created_at=now, updated_at=now,
    )  # fmt: skip
    Draft.objects.bulk_create([new], ignore_conflicts=True)
    return _require(actor, kind)


def _change(actor: Actor, kind: Kind, now: datetime, **values: object) -> Draft:
    return _store(_require(actor, kind), now, **values)


def _store(draft: Draft, now: datetime, **values: object) -> Draft:
    for name, value in values.items():
        setattr(draft, name, value)
    draft.updated_at = now
    draft.save(update_fields=[*values, "updated_at"])
    return draft


def _require(actor: Actor, kind: Kind, draft_id: UUID | None = None) -> Draft:
    draft = lock(actor, kind)
    if draft is None or draft_id not in {None, draft.public_id}:
        raise Refused(policies.Refusal.NO_DRAFT)
    return draft


def _mine(actor: Actor, kind: Kind):  # type: ignore[no-untyped-def]  # a queryset
    return Draft.objects.filter(person_id=_person(actor), author_person_id=_author(actor), kind=kind)


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise Unknown
    return actor.person_id


def _author(actor: Actor) -> int:
    return actor.acting_person_id or _person(actor)


def _move(actor: Actor, draft: Draft, clinic_id: int) -> None:
    # Draft and files point at each other's pair, so the keys are looked at when all have moved.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    held = DraftFile.objects.filter(draft_id=draft.id)
    files.move(actor=actor, file_ids=list(held.values_list("file_id", flat=True)), clinic_id=clinic_id)
    held.update(clinic_id=clinic_id)
    draft.clinic_id, draft.recipient_id, draft.consent_id = clinic_id, None, None
    draft.save(update_fields=["clinic_id", "recipient_id", "consent_id"])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
