"""The steps as finished words, one dataclass per template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from legesvar.core.kinds import DECLARED
from legesvar.domain.dialogues.selectors import DraftView, Receipt
from legesvar.domain.files.settings import MEBIBYTE, FileLimits
from legesvar.domain.notifications.events import Channel
from legesvar.domain.patients.policies import PrerequisiteRefusal
from legesvar.domain.services.policies import Recipient
from legesvar.domain.services.settings import DEFAULTS
from legesvar.web.files.pages import ShownFile, shown
from legesvar.web.patient.start import closing, steps
from legesvar.web.patient.start.examples import Examples, parted
from legesvar.web.patient.start.flow import Flow
from legesvar.web.patient.start.steps import Step
from legesvar.words import contacts, dates, labels
from legesvar.words.kinds import ASKED, words


@dataclass(frozen=True, slots=True)
class StepPage:
    """What every step shows: its title, where it is among the others, and why it is shown again."""

    title: str
    steps: dict[str, Any]
    why: str
    has_draft: bool


@dataclass(frozen=True, slots=True)
class DraftNote:
    """Something that was begun and not sent."""

    sentence: str
    continue_url: str
    discard_url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind on the page of choices. `why_not` says why it cannot be started now, `mends` whether one can do more."""

    name: str
    icon: str
    url: str
    about: str
    terms: str
    purpose: str
    why_not: str
    mends: bool


@dataclass(frozen=True, slots=True)
class StartPage:
    """The choice of what to do."""

    choices: tuple[Choice, ...]
    drafts: tuple[DraftNote, ...]
    clinic: str
    phone: str


@dataclass(frozen=True, slots=True)
class CallPage:
    """Whom to phone."""

    number: str


@dataclass(frozen=True, slots=True)
class RecipientPage(StepPage):
    """Step 1. `only_one` is the name when there is nobody else to choose.

    The lists say what it is for, where no later step does.
    """

    clinic: str
    purpose: str
    fits: Examples
    fits_not: Examples
    only_one: str
    other_clinics_url: str
    away: str
    phone: str


@dataclass(frozen=True, slots=True)
class FitPage(StepPage):
    """Step 2."""

    purpose: str
    fits: Examples
    fits_not: Examples
    clinic: str
    booking_link: str
    version: str
    asked: str
    life: tuple[str, ...]
    soon: tuple[str, ...]
    phone: str
    phone_when: str


@dataclass(frozen=True, slots=True)
class MessagePage(StepPage):
    """Step 4. `counted` names the fields that share one counter, `window` the page itself, `seen` who wrote last."""

    draft_id: str
    window: str
    seen: str
    counted: str
    limit: int
    saved_at: str
    attachments: tuple[ShownFile, ...]
    upload_url: str
    max_files: int
    max_mb: int
    max_bytes: int


@dataclass(frozen=True, slots=True)
class ReviewPage(StepPage):
    """Step 5: all that will be sent. `seen` is who wrote it."""

    draft_id: str
    seen: str
    facts: list[dict[str, Any]]
    attachments: tuple[ShownFile, ...]
    notice: str
    phone: str
    promise: str
    send: str


@dataclass(frozen=True, slots=True)
class WishPage(StepPage):
    """The offer to ask for a prescription in its own, free way."""

    draft_id: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentPage:
    """The receipt."""

    to: str
    answered_by: str
    notice: str
    dialogue_url: str


def common(flow: Flow, step: Step, title: str, why: str = "") -> dict[str, Any]:
    """Return what every step's page has."""
    return {
        "title": title,
        "steps": steps.indicator(flow.kind, step, flow.missing),
        "why": why,
        "has_draft": flow.draft is not None,
    }


def start(flows: Sequence[Flow], drafts: Sequence[tuple[str, datetime]], today: date) -> StartPage:
    """Put the page of choices into words: every kind, and why one is closed (START-1, START-11).

    :param drafts: kind of what was begun, and when it was last saved
    """
    clinic = flows[0].clinic if flows and flows[0].place else None
    return StartPage(
        choices=tuple(_choice(flow) for flow in flows),
        drafts=tuple(draft_note(kind, saved_at, today) for kind, saved_at in drafts),
        clinic=clinic.name if clinic else "",
        phone=clinic.phone if clinic else "",
    )


def _choice(flow: Flow) -> Choice:
    listed = flow.place is not None
    days = flow.settings.answer_days if listed else DEFAULTS[flow.kind].answer_days
    answered = _("Svar innen %(days)s.") % {"days": working_days(days)}
    refusal = flow.refusal if listed and len(flow.places) == 1 else None
    return Choice(
        name=labels.kind_label(flow.kind),
        icon=DECLARED[flow.kind].icon,
        url=reverse("patient:begin", args=[flow.kind]),
        about=str(flow.words.about),
        terms=f"{flow.words.costs} {answered}",
        purpose=flow.settings.purpose if listed else "",
        why_not=closing.why_closed(flow, refusal) if refusal else "",
        mends=isinstance(refusal, PrerequisiteRefusal),
    )


def draft_note(kind: str, saved_at: datetime, today: date) -> DraftNote:
    """Say that something was begun and not sent, and lead to it."""
    sentence = str(words(kind).begun) % {"saved": dates.moment_within(saved_at, today)}
    return DraftNote(sentence, reverse("patient:continue", args=[kind]), reverse("patient:discard", args=[kind]))


def call(*, soon: bool) -> CallPage:
    """Say whom to phone.

    :param soon: it is about a sign for the legevakt, and not for 113
    """
    return CallPage("116 117" if soon else "113")


def working_days(days: int) -> str:
    """Write a number of working days: «5 arbeidsdager»."""
    return ngettext("%(n)d arbeidsdag", "%(n)d arbeidsdager", days) % {"n": days}


def recipient(flow: Flow, why: str, *, choosing: bool) -> RecipientPage:
    """Put step 1 into words.

    :param choosing: show the choices also when there is but one, after something else was posted
    """
    said_later = Step.FIT in flow.order
    title = flow.words.start if flow.to_the_clinic else _("Hvem vil du skrive til?")
    return RecipientPage(
        **common(flow, Step.RECIPIENT, str(title), why),
        clinic=flow.clinic.name,
        purpose="" if said_later else flow.settings.purpose,
        fits=parted(() if said_later else flow.settings.fits),
        fits_not=parted(() if said_later else flow.settings.fits_not),
        only_one=who(flow.choices[0]) if len(flow.choices) == 1 and not choosing else "",
        other_clinics_url=reverse("patient:clinic", args=[flow.kind]) if len(flow.places) > 1 else "",
        away=_gp_away(flow),
        phone=flow.clinic.phone,
    )


def _gp_away(flow: Flow) -> str:
    """Say that the own GP is away and nobody stands in, so that nobody waits for them unknowing."""
    away = flow.away.get(flow.place.gp_id or 0) if flow.place else None
    if away is None:
        return ""
    said = {"name": away.name, "day": dates.day(away.last_date)}
    return _("%(name)s er borte til og med %(day)s, og har ingen vikar.") % said


def who(one: Recipient) -> str:
    """Name a recipient, and for whom they stand in."""
    if not one.stands_in_for:
        return one.name
    return _("%(name)s, vikar for %(doctor)s") % {"name": one.name, "doctor": one.stands_in_for}


def hints(flow: Flow) -> dict[str, str]:
    """Say of each recipient what they are to the patient."""
    return {str(one.public_id): _hint(flow, one) for one in flow.choices}


def _hint(flow: Flow, one: Recipient) -> str:
    if one.stands_in_for:
        return _("Vikar for %(doctor)s") % {"doctor": one.stands_in_for}
    return _("Fastlegen din") if flow.place and one.staff_id == flow.place.gp_id else ""


def fit(flow: Flow, why: str) -> FitPage:
    """Put step 2 into words."""
    days = working_days(flow.settings.answer_days)
    return FitPage(
        **common(flow, Step.FIT, str(flow.words.fit), why),
        purpose=flow.settings.purpose,
        fits=parted(flow.settings.fits),
        fits_not=parted(flow.settings.fits_not),
        clinic=flow.clinic.name,
        booking_link=flow.booking_link,
        version=flow.guidance.version,
        asked=str(ASKED[flow.guidance.group]),
        life=flow.guidance.signs.life,
        soon=flow.guidance.signs.soon,
        phone=flow.clinic.phone,
        phone_when=_("Trenger du svar før det har gått %(days)s? Ring") % {"days": days},
    )


def message(flow: Flow, why: str) -> MessagePage:
    """Put step 4 into words."""
    limits, draft, form = FileLimits(), flow.draft, flow.settings.form
    return MessagePage(
        **common(flow, Step.MESSAGE, str(flow.words.message), why),
        draft_id=str(draft.public_id) if draft else "",
        window=str(uuid4()),
        seen=_seen(draft),
        counted=" ".join(f"id_{field.name}" for field in form) if len(form) > 1 else "",
        limit=flow.settings.character_limit,
        saved_at=dates.time(draft.updated_at) if draft and any(draft.texts.values()) else "",
        attachments=tuple(shown(one, removable_from=flow.kind) for one in draft.files) if draft else (),
        upload_url=reverse("files:add", args=[flow.kind]),
        max_files=flow.settings.max_files,
        max_mb=limits.max_bytes // MEBIBYTE,
        max_bytes=limits.max_bytes,
    )


def review(flow: Flow, why: str, price: str, to_pay: str, channel: Channel, address: str) -> ReviewPage:
    """Put step 5 into words.

    :param price: what the patient pays, for the list
    :param to_pay: what sending means for what they pay, in a sentence
    :param address: where the notice goes
    """
    draft = flow.draft
    due = dates.weekday_and_day(flow.due_date, flow.today)
    promise = _("Du får svar innen %(days)s, senest %(date)s.") % {
        "days": working_days(flow.settings.answer_days),
        "date": due,
    }
    return ReviewPage(
        **common(flow, Step.REVIEW, _("Se over og send"), why),
        draft_id=str(draft.public_id) if draft else "",
        seen=_seen(draft),
        facts=_facts(flow, price, due),
        attachments=tuple(shown(one) for one in draft.files) if draft else (),
        notice=notice(channel, address),
        phone=flow.clinic.phone,
        promise=f"{to_pay} {promise} {_('Meldingen blir lagret i journalen.')}",
        send=str(flow.words.send),
    )


def _seen(draft: DraftView | None) -> str:
    return str(draft.written_from) if draft and draft.written_from else ""


def wish(flow: Flow) -> WishPage:
    """Offer the free way to a prescription, with what was written in sight (START-12)."""
    draft = flow.draft
    return WishPage(
        **common(flow, Step.REVIEW, _("Vil du be om resept?")),
        draft_id=str(draft.public_id) if draft else "",
        texts=tuple(text for text in draft.texts.values() if text.strip()) if draft else (),
    )


def _facts(flow: Flow, price: str, due: str) -> list[dict[str, Any]]:
    changes = {step: steps.address(flow.kind, step, steps.CHANGING) for step in flow.order}
    several = reverse("patient:clinic", args=[flow.kind]) if len(flow.places) > 1 else ""
    files = len(flow.draft.files) if flow.draft else 0
    count = ngettext("%(n)d fil", "%(n)d filer", files) % {"n": files} if files else _("Ingen")
    rows = [_fact(_("Legekontor"), flow.clinic.name, several)]
    if not flow.to_the_clinic:
        rows.append(_fact(_("Mottaker"), who(flow.recipient) if flow.recipient else "", changes[Step.RECIPIENT]))
    if Step.FIT in changes:
        rows.append(_fact(_("Haster det?"), _("Nei, det haster ikke."), changes[Step.FIT], _("om det haster")))
    rows += [
        _fact(_("Pris"), price, changes.get(Step.PRICE, "")),
        *_written(flow, changes[Step.MESSAGE]),
        _fact(_("Svar innen"), due),
    ]
    if flow.settings.max_files or files:
        rows.append(_fact(_("Bilder eller PDF"), count, changes[Step.MESSAGE], _("bilder")))
    return rows


def _written(flow: Flow, change_url: str) -> Sequence[dict[str, Any]]:
    texts = flow.draft.texts if flow.draft else {}
    form = flow.settings.form
    return [
        _fact(field.label if len(form) > 1 else str(flow.words.field), texts.get(field.name, ""), change_url)
        | {"own_words": True}
        for field in form
        if field.required or texts.get(field.name, "").strip()
    ]


def _fact(label: str, value: str, change_url: str = "", change_what: str = "") -> dict[str, Any]:
    return {"label": label, "value": value, "change_url": change_url, "change_what": change_what}


def notice(channel: Channel, address: str) -> str:
    """Say how the patient will be told that there is an answer."""
    match channel:
        case Channel.EMAIL:
            return _("Vi gir deg beskjed på e-post til %(address)s.") % {"address": contacts.masked_email(address)}
        case Channel.SMS:
            return _("Vi gir deg beskjed på SMS til %(number)s.") % {"number": contacts.masked_mobile(address)}
    return _("Vi har ikke e-posten eller mobilnummeret ditt. Logg inn her for å se om du har fått svar.")


def sent(receipt: Receipt, flow: Flow, channel: Channel, address: str) -> SentPage:
    """Put the receipt into words."""
    return SentPage(
        to=_sent_to(receipt) % {
            "who": receipt.recipient_name,
            "clinic": receipt.clinic_name,
            "when": dates.moment_within(receipt.started_at, flow.today),
        },
        answered_by=str(flow.words.answered) % {
            "date": dates.weekday_and_day(receipt.due_date, flow.today)
        },
        notice=notice(channel, address),
        dialogue_url=reverse("patient:dialogue", args=[receipt.public_id]),
    )  # fmt: skip


def _sent_to(receipt: Receipt) -> str:
    if receipt.recipient_name:
        return _("Sendt til %(who)s ved %(clinic)s %(when)s.")
    return _("Sendt til %(clinic)s %(when)s.")
