"""Reading dialogues: lists from one row each, a thread in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from legesvar.core import by_sql, paging
from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import Kind, Service
from legesvar.core.languages import BOKMAL
from legesvar.domain.audit import selectors as audit
from legesvar.domain.audit.selectors import Visible
from legesvar.domain.billing import selectors as billing
from legesvar.domain.billing.policies import Price
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.settings import ClinicSettings
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.kinds import How
from legesvar.domain.dialogues.models import (
    Attachment,
    Conversion,
    Dialogue,
    DraftFile,
)
from legesvar.domain.dialogues.policies import DialogueFacts, Who
from legesvar.domain.dialogues.selectors.beside import Beside, Linked, beside
from legesvar.domain.dialogues.selectors.drafted import DraftView, draft, drafts
from legesvar.domain.dialogues.selectors.handed import (
    Handed,
    HandoverRow,
    NoteRow,
    assigned_to,
    handover,
    handovers,
    notes,
)
from legesvar.domain.dialogues.selectors.mandates import mandate_sql, within_mandate
from legesvar.domain.dialogues.selectors.offered import Offered, kind_closed, prerequisite, sent_today
from legesvar.domain.dialogues.selectors.unread import News, is_unread, news, unread
from legesvar.domain.dialogues.states import State
from legesvar.domain.files import selectors as files
from legesvar.domain.files.selectors import FileRow
from legesvar.domain.patients import policies as people
from legesvar.domain.patients import selectors as patients
from legesvar.domain.patients.selectors import Listing
from legesvar.domain.services import red_flags
from legesvar.domain.services import selectors as services
from legesvar.domain.services.red_flags import Guidance
from legesvar.domain.services.settings import ServiceSettings

# What is read in modules of their own.
__all__ = [
    "Beside", "DraftView", "Handed", "HandoverRow", "Linked", "News", "NoteRow", "Offered", "assigned_to", "beside",
    "draft", "drafts", "handover", "handovers", "is_unread", "kind_closed", "mandate_sql", "news", "notes",
    "prerequisite", "sent_today", "unread", "within_mandate",
]  # fmt: skip

PAGE_SIZE = 25
WRITING_LASTS = timedelta(minutes=30)
KEY_TYPES = (str, int)
SAID_LASTS = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One line of Innboks."""

    id: int
    public_id: UUID
    kind: str
    state: str
    from_name: str
    clinic_name: str
    unread: bool
    updated_at: datetime
    due_date: date


_INBOX = ", ".join("%s = ANY(unread_by)" if name == "unread" else name for name in InboxRow.__slots__)
# Who has read something has it in the archive, also while another has not.
_RUNNING = "in_inbox AND (state <> 'closed' OR %s = ANY(unread_by))"
_ARCHIVED = "state = 'closed' AND NOT %s = ANY(unread_by)"


def inbox(actor: Actor, *, archived: bool, key: str | None) -> paging.Page[InboxRow]:
    """Return a page of the patient's dialogues, the newest first: running or unread ones, or the archive (DIA-1).

    What is unread is so for who is at the keyboard, whatever another of them has read.
    """
    position = _position(key)
    backwards = position is not None and position.backwards
    allowed, limits = mandate_sql(actor)
    reader = actor.author_id
    after, parameters = "", [reader, actor.person_id, reader, *limits]
    if position is not None:
        after = f"AND (updated_at, id) {'>' if backwards else '<'} (%s::timestamptz, %s::bigint)"
        parameters.extend(position.values)
    order = "updated_at, id" if backwards else "updated_at DESC, id DESC"
    statement = (
        f"SELECT {_INBOX} FROM dialogues_dialogue WHERE person_id = %s "  # noqa: S608
        f"AND {_ARCHIVED if archived else _RUNNING} {allowed} {after} "
        f"ORDER BY {order} LIMIT {PAGE_SIZE + 1:d}"
    )
    rows = [InboxRow(*row) for row in by_sql.query(statement, parameters)]
    return paging.page(rows, size=PAGE_SIZE, position=position, key=lambda row: (row.updated_at.isoformat(), row.id))


def _position(key: str | None) -> paging.Position | None:
    """Read a key from an address; one that names no moment, or a number no row can have, is the first page."""
    position = paging.decode(key, types=KEY_TYPES)
    if position is None:
        return None
    moment, row_id = position.values
    try:
        updated_at = datetime.fromisoformat(moment).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if not 0 <= row_id < 2**63:
        return None
    return paging.Position((updated_at.isoformat(), row_id), position.backwards)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message of a thread with its pictures."""

    number: int
    from_patient: bool
    author_name: str
    author_role: str
    text: str
    at: datetime
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """A whole dialogue as it is read. `is_new`: this reader had not read the clinic's last."""

    dialogue: Dialogue
    messages: tuple[MessageRow, ...]
    is_new: bool = False

    @property
    def facts(self) -> DialogueFacts:
        """Return what the rules need to know."""
        return facts(self.dialogue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Thread):
    """A dialogue that a member of staff reads, and who they are to the rules."""

    reader: Who


def facts(dialogue: Dialogue) -> DialogueFacts:
    """Return what the rules need to know of a dialogue's row."""
    return DialogueFacts(
        Kind(dialogue.kind), State(dialogue.state), dialogue.recipient_id, dialogue.messages,
        opened=dialogue.opened_at is not None, answered=dialogue.unread or dialogue.read_at is not None,
    )  # fmt: skip


def who(actor: Actor, at: datetime, dialogue: Dialogue | None = None) -> Who:
    """Return what the rules need to know of the actor: role, whom they stand in for today, what was handed to them.

    :param dialogue: what the rules are about to be asked of; without it nothing counts as handed to anybody
    """
    if not actor.is_staff or actor.staff_id is None:
        return Who(actor.role)
    absent = clinics.substitutes_for(actor, actor.staff_id, oslo_date(at))
    handed = _handed_to([actor.staff_id, *absent], dialogue) if dialogue else set()
    return Who(actor.role, actor.staff_id, absent, forwarded=How.FORWARDED in handed, invited=How.INVITED in handed)


_HANDED_TO = (
    "SELECT how FROM dialogues_handover "
    "WHERE dialogue_id = %s AND staff_id = ANY(%s::bigint[]) AND undone_at IS NULL AND how <> %s"
)


def _handed_to(staff: list[int], dialogue: Dialogue) -> set[str]:
    return {how for (how,) in by_sql.query(_HANDED_TO, [dialogue.id, staff, How.ASSIGNED])}


def is_anybodys(actor: Actor, dialogue: Dialogue, at: datetime) -> bool:
    """Say whether every doctor of the clinic may forward it: its settings say so, or whom it was sent to is gone."""
    if clinics.settings_for(actor, dialogue.clinic_id, ClinicSettings, at).doctors_may_forward:
        return True
    if dialogue.recipient_id is None:
        return True
    member = clinics.member(actor, dialogue.clinic_id, dialogue.recipient_id)
    return member is None or not member.active


@dataclass(frozen=True, slots=True)
class Head:
    """Whose a dialogue is and where it stands: what the clinic may know of it without opening it."""

    public_id: UUID
    person_id: int
    patient_name: str
    birth_date: date
    kind: str
    state: str
    recipient_name: str
    messages: int
    hidden: bool
    closed_how: str


def head(actor: Actor, public_id: UUID) -> Head | None:
    """Return what is known of a dialogue at the actor's clinic, and nothing that was written in it."""
    rows = Dialogue.objects.filter(clinic_id=actor.clinic_id, public_id=public_id)
    row = rows.values_list(*Head.__slots__).first()
    return Head(*row) if row else None


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One dialogue of a patient's, as the clinic lists it: nothing that was written in it."""

    public_id: UUID
    kind: str
    state: str
    recipient_name: str
    started_at: datetime
    updated_at: datetime
    hidden: bool


_HEAD_LINES = (
    f"SELECT * FROM ((SELECT {', '.join(HeadLine.__slots__)} FROM dialogues_dialogue WHERE person_id = %s AND in_inbox "  # noqa: S608
    "ORDER BY updated_at DESC, id DESC LIMIT %s) UNION ALL "
    f"(SELECT {', '.join(HeadLine.__slots__)} FROM dialogues_dialogue WHERE person_id = %s AND NOT in_inbox "
    "ORDER BY updated_at DESC, id DESC LIMIT %s)) newest"
)


def heads_of(actor: Actor, person_id: int, *, most: int = PAGE_SIZE) -> list[HeadLine]:
    """Return the newest dialogues of a patient of the actor's clinic, the newest first, without opening any."""
    found = [HeadLine(*row) for row in by_sql.query(_HEAD_LINES, [person_id, most, person_id, most])]
    return sorted(found, key=lambda head: head.updated_at, reverse=True)[:most]


def named(actor: Actor, public_ids: Collection[UUID]) -> dict[UUID, tuple[str, datetime]]:
    """Return kind and beginning of those of these things that are dialogues the actor may know of."""
    own = {"clinic_id": actor.clinic_id} if actor.is_staff else {"person_id": actor.person_id}
    rows = Dialogue.objects.filter(within_mandate(actor), public_id__in=public_ids, **own)
    return {row[0]: (row[1], row[2]) for row in rows.values_list("public_id", "kind", "started_at")}


MOST_IN_A_TRAIL = 1_000


def trail_limits(actor: Actor) -> list[Visible] | None:
    """Return what of a patient's trail somebody who acts for them may see; None when it is all the wall shows."""
    if not actor.is_limited:
        return None
    rows = Dialogue.objects.filter(within_mandate(actor), person_id=actor.person_id).order_by("-id")
    by_clinic: dict[int, set[UUID]] = {}
    for clinic_id, public_id in rows.values_list("clinic_id", "public_id")[:MOST_IN_A_TRAIL]:
        by_clinic.setdefault(clinic_id, set()).add(public_id)
    return [
        Visible(
            clinic_id=mandate.clinic_id, everything=mandate.services is None,
            things=frozenset(by_clinic.get(mandate.clinic_id, ())), money=mandate.covers(Service.INVOICES),
        )
        for mandate in actor.mandates
    ]  # fmt: skip


def count_open(actor: Actor, person_id: int) -> int:
    """Count the dialogues of a patient of the actor's clinic that are not ended."""
    rows = Dialogue.objects.filter(person_id=person_id, clinic_id=actor.clinic_id, in_inbox=True)
    return rows.exclude(state=State.CLOSED).count()


# The page that is read most, so it is said in SQL: putting it together by the ORM took longer than the database did.
_MESSAGES = (
    "SELECT number, from_patient, author_name, author_role, text, at FROM dialogues_message WHERE dialogue_id = %s "
    "ORDER BY number"
)


def thread(actor: Actor, dialogue: Dialogue) -> Thread:
    """Return a dialogue's messages and pictures, for one whose reading is being traced (see `commands.reading`)."""
    by_message = _attached(actor, dialogue) if dialogue.attachments else {}
    messages = tuple(
        MessageRow(number, mine, name, role, text, at, tuple(by_message.get(number, ())))
        for number, mine, name, role, text, at in by_sql.query(_MESSAGES, [dialogue.id])
    )
    return Thread(dialogue, messages)


_ATTACHED = """
SELECT message_number, file_id FROM dialogues_attachment WHERE dialogue_id = %s ORDER BY message_number, id
"""


def _attached(actor: Actor, dialogue: Dialogue) -> dict[int, list[FileRow]]:
    attached = by_sql.query(_ATTACHED, [dialogue.id])
    known = files.details(actor, [file_id for _, file_id in attached])
    by_message: dict[int, list[FileRow]] = {}
    for number, file_id in attached:
        by_message.setdefault(number, []).append(known[file_id])
    return by_message


def file(actor: Actor, public_id: UUID) -> FileRow | None:
    """Return the file named in an address if the actor may see it: to the clinic, only what was sent to it."""
    row = files.file(actor, public_id)
    if row is None or (actor.is_staff and not Attachment.objects.filter(file_id=row.id).exists()):
        return None
    return row if not actor.is_limited or _is_within_mandate(actor, row) else None


def file_refused(actor: Actor, file: FileRow, at: datetime) -> policies.Refusal | None:
    """Refuse somebody at the clinic a picture of a dialogue that they may not read without saying why (WORK-8).

    Who has opened the dialogue today has said it.
    """
    if not actor.is_staff:
        return None
    sent_in = Attachment.objects.filter(file_id=file.id).values("dialogue_id")
    row = Dialogue.objects.filter(id__in=sent_in).first()
    if row is None:
        return None
    refusal = policies.reading_refused(who(actor, at, row), facts(row), "")
    return refusal if refusal and not audit.has_opened(actor, row.public_id, at - SAID_LASTS) else None


def _is_within_mandate(actor: Actor, file: FileRow) -> bool:
    sent_in = Attachment.objects.filter(file_id=file.id).values("dialogue_id")
    waits_in = DraftFile.objects.filter(file_id=file.id, draft__author_person_id=actor.author_id)
    return Dialogue.objects.filter(within_mandate(actor), id__in=sent_in).exists() or waits_in.exists()


def price(actor: Actor, place: Listing, at: datetime) -> Price | None:
    """Return what an e-consultation costs this patient as things stand, or None when the clinic has set no price."""
    settings = billing.settings_in_force(actor, place.clinic_id, at)
    today = oslo_date(at)
    exemption = patients.exemption(actor, place, today)
    return billing.price(actor, place.clinic_id, settings.e_consultation_code, settings, exemption, today)


def writing_now(actor: Actor, kind: Kind, at: datetime) -> int:
    """Count how many have written in a draft to the actor's clinic in the last half hour (START-11)."""
    ((counted,),) = by_sql.query(
        "SELECT dialogues_writing_since(%s, %s, %s)", [actor.clinic_id, kind, at - WRITING_LASTS]
    )
    return int(counted)


def question(actor: Actor, dialogue: Dialogue) -> Conversion | None:
    """Return the newest question whether it may become an e-consultation, if one was ever asked (START-12)."""
    return by_sql.first(Conversion, "WHERE dialogue_id = %s ORDER BY id DESC", [dialogue.id])


def own(actor: Actor, public_id: UUID) -> Dialogue | None:
    """Return the patient's own dialogue, without its messages; reading those is traced (`commands.reading`)."""
    return Dialogue.objects.filter(within_mandate(actor), person_id=actor.person_id, public_id=public_id).first()


def guidance(
    actor: Actor, place: Listing, kind: Kind, at: datetime, settings: ServiceSettings | None = None,
    language: str = BOKMAL,
) -> Guidance:  # fmt: skip
    """Return the signs of danger that a patient of this age is asked about at a clinic (START-4).

    :param settings: the clinic's, where they have been read already
    """
    found = settings or services.settings(actor, place.clinic_id, at, kind)
    years = people.age(place.birth_date, oslo_date(at))
    return red_flags.guidance(years, found.own_signs, language, found.in_language(language).own_signs)


@dataclass(frozen=True, slots=True)
class Begun:
    """What somebody at the clinic has begun to answer."""

    text: str
    updated_at: datetime


_BEGUN = (
    "SELECT account_id = %s, text, updated_at FROM dialogues_answer_draft "
    "WHERE dialogue_id = %s AND clinic_id = %s AND text <> '' ORDER BY updated_at DESC"
)


def answers_begun(actor: Actor, dialogue: Dialogue) -> tuple[Begun | None, list[Begun]]:
    """Return what the actor has begun to answer, and what colleagues have (DIA-11: secretaries prepare, doctors send).

    The newest first; what is empty is nothing.
    """
    found = by_sql.query(_BEGUN, [actor.account_id, dialogue.id, actor.clinic_id])
    own = [Begun(text, at) for is_own, text, at in found if is_own]
    return (own[0] if own else None), [Begun(text, at) for is_own, text, at in found if not is_own]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a patient is told once they have sent, and no message."""

    public_id: UUID
    recipient_name: str
    clinic_name: str
    started_at: datetime
    due_date: date
    messages: int


def receipt(actor: Actor, public_id: UUID) -> Receipt | None:
    """Return the receipt of a dialogue of the patient's, if there is such a one."""
    own = Dialogue.objects.filter(within_mandate(actor), person_id=actor.person_id, public_id=public_id)
    row = own.values_list(*Receipt.__slots__).first()
    return Receipt(*row) if row else None


def sent(actor: Actor, draft_id: UUID) -> Dialogue | None:
    """Return the dialogue that a draft became, if it was sent."""
    return Dialogue.objects.filter(within_mandate(actor), person_id=actor.person_id, send_key=draft_id).first()
