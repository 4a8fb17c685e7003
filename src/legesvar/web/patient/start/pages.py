"""The steps as finished words, one dataclass per template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from legesvar.domain.dialogues.selectors import Receipt
from legesvar.domain.files.settings import MEBIBYTE, FileLimits
from legesvar.domain.notifications.events import Channel
from legesvar.domain.services.availability import Closed
from legesvar.domain.services.kinds import Kind
from legesvar.domain.services.policies import Recipient
from legesvar.domain.services.policies import Refusal as ServiceRefusal
from legesvar.domain.services.red_flags import CURRENT
from legesvar.domain.services.settings import DEFAULTS
from legesvar.web.files.pages import ShownFile, shown
from legesvar.web.patient.start import steps
from legesvar.web.patient.start.flow import Flow
from legesvar.web.patient.start.steps import Step
from legesvar.words import contacts, dates, labels


@dataclass(frozen=True, slots=True)
class StepPage:
    """What every step shows: its title, where it is among the others, and why it is shown again."""

    title: str
    steps: dict[str, Any]
    why: str
    has_draft: bool


@dataclass(frozen=True, slots=True)
class StartPage:
    """The choice of what to do."""

    kind: str
    draft_saved: str
    phone: str
    answered_within: str


@dataclass(frozen=True, slots=True)
class RecipientPage(StepPage):
    """Step 1. `only_one` is the name when there is nobody else to choose."""

    clinic: str
    only_one: str
    other_clinics_url: str


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """There is nobody to write to, or no price: why, and what else can be done."""

    title: str
    explanation: str
    phone: str
    other_clinics_url: str
    kept: bool


@dataclass(frozen=True, slots=True)
class FitPage(StepPage):
    """Step 2."""

    fits: tuple[str, ...]
    fits_not: tuple[str, ...]
    signs: tuple[str, ...]
    phone: str
    phone_when: str


@dataclass(frozen=True, slots=True)
class MessagePage(StepPage):
    """Step 4. `counted` names the fields that share one counter."""

    draft_id: str
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
    """Step 5: all that will be sent."""

    draft_id: str
    facts: list[dict[str, Any]]
    attachments: tuple[ShownFile, ...]
    notice: str
    phone: str
    promise: str


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
        "steps": steps.indicator(step, flow.missing),
        "why": why,
        "has_draft": flow.draft is not None,
    }


def start(flow: Flow) -> StartPage:
    """Put the first page into words."""
    days = flow.settings.answer_days if flow.place else DEFAULTS[Kind.E_CONSULTATION].answer_days
    return StartPage(
        kind=labels.kind_label("e_consultation"),
        draft_saved=saved(flow),
        phone=flow.clinic.phone if flow.place else "",
        answered_within=_("Du får svar innen %(days)s.") % {"days": working_days(days)},
    )


def saved(flow: Flow) -> str:
    """Say when the draft was last saved, or nothing."""
    return dates.moment_within(flow.draft.updated_at, flow.today) if flow.draft else ""


def working_days(days: int) -> str:
    """Write a number of working days: «5 arbeidsdager»."""
    return ngettext("%(n)d arbeidsdag", "%(n)d arbeidsdager", days) % {"n": days}


def recipient(flow: Flow, why: str, *, choosing: bool) -> RecipientPage:
    """Put step 1 into words.

    :param choosing: show the choices also when there is but one, after something else was posted
    """
    return RecipientPage(
        **common(flow, Step.RECIPIENT, _("Hvem vil du skrive til?"), why),
        clinic=flow.clinic.name,
        only_one=who(flow.choices[0]) if len(flow.choices) == 1 and not choosing else "",
        other_clinics_url=reverse("patient:clinic") if len(flow.places) > 1 else "",
    )


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


def nobody(flow: Flow, refusal: ServiceRefusal | Closed) -> ClosedPage:
    """Say that it cannot be started now, why, and what else can be done (START-3, START-11)."""
    return _closed(flow, _("Du kan ikke starte en e-konsultasjon nå"), _why_closed(flow, refusal))


def _why_closed(flow: Flow, refusal: ServiceRefusal | Closed) -> str:
    settings, clinic = flow.settings, {"clinic": flow.clinic.name}
    first, last = settings.period
    match refusal:
        case Closed.OFF:
            return _("%(clinic)s tar ikke imot e-konsultasjoner.") % clinic
        case Closed.NOT_YET if first:
            return _("%(clinic)s tar imot e-konsultasjoner fra %(day)s.") % {**clinic, "day": dates.day(first)}
        case Closed.OVER if last:
            return _("%(clinic)s tok imot e-konsultasjoner til og med %(day)s.") % {**clinic, "day": dates.day(last)}
        case Closed.PAUSED if settings.resumes_at:
            until = dates.moment_within(settings.resumes_at, flow.today)
            return _("%(reason)s Du kan skrive igjen fra %(when)s.") % {"reason": settings.pause_reason, "when": until}
        case Closed.OUTSIDE_HOURS:
            return _("%(clinic)s tar imot e-konsultasjoner bare i åpningstiden.") % clinic
        case Closed.FULL_TODAY:
            return _("%(clinic)s har fått så mange e-konsultasjoner de kan svare på i dag. Prøv i morgen.") % clinic
    return _("Ingen leger ved %(clinic)s tar imot e-konsultasjoner nå.") % clinic


def no_price(flow: Flow) -> ClosedPage:
    """Say that the clinic has set no price, so that nothing can be accepted."""
    explanation = _("%(clinic)s har ikke lagt inn prisen på e-konsultasjoner. Derfor kan du ikke gå videre her.")
    return _closed(flow, _("Vi kan ikke vise prisen nå"), explanation % {"clinic": flow.clinic.name})


def no_list(flow: Flow) -> ClosedPage:
    """Say that the patient is on no list any more."""
    return ClosedPage(
        title=_("Du står ikke på listen til et legekontor her"),
        explanation=_("Ring legekontoret ditt, så kan de legge deg til."),
        phone="",
        other_clinics_url="",
        kept=flow.draft is not None,
    )


def _closed(flow: Flow, title: str, explanation: str) -> ClosedPage:
    other = reverse("patient:clinic") if len(flow.places) > 1 else ""
    return ClosedPage(title, explanation, flow.clinic.phone, other, flow.draft is not None)


def fit(flow: Flow, why: str) -> FitPage:
    """Put step 2 into words."""
    days = working_days(flow.settings.answer_days)
    return FitPage(
        **common(flow, Step.FIT, _("Passer det med e-konsultasjon?"), why),
        fits=flow.settings.fits,
        fits_not=flow.settings.fits_not,
        signs=CURRENT.signs,
        phone=flow.clinic.phone,
        phone_when=_("Trenger du svar før det har gått %(days)s? Ring") % {"days": days},
    )


def message(flow: Flow, why: str) -> MessagePage:
    """Put step 4 into words."""
    limits, draft = FileLimits(), flow.draft
    return MessagePage(
        **common(flow, Step.MESSAGE, _("Hva gjelder det?"), why),
        draft_id=str(draft.public_id) if draft else "",
        counted=" ".join(f"id_{field.name}" for field in flow.settings.form) if flow.settings.three_fields else "",
        limit=flow.settings.character_limit,
        saved_at=dates.time(draft.updated_at) if draft and any(draft.texts.values()) else "",
        attachments=tuple(shown(one, removable=True) for one in draft.files) if draft else (),
        upload_url=reverse("files:add"),
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
        facts=_facts(flow, price, due),
        attachments=tuple(shown(one) for one in draft.files) if draft else (),
        notice=notice(channel, address),
        phone=flow.clinic.phone,
        promise=f"{to_pay} {promise}",
    )


def _facts(flow: Flow, price: str, due: str) -> list[dict[str, Any]]:
    changes = {step: steps.address(step, steps.CHANGING) for step in Step}
    several = reverse("patient:clinic") if len(flow.places) > 1 else ""
    files = len(flow.draft.files) if flow.draft else 0
    count = ngettext("%(n)d fil", "%(n)d filer", files) % {"n": files} if files else _("Ingen")
    rows = [
        _fact(_("Legekontor"), flow.clinic.name, several),
        _fact(_("Mottaker"), who(flow.recipient) if flow.recipient else "", changes[Step.RECIPIENT]),
        _fact(_("Haster det?"), _("Nei, det haster ikke."), changes[Step.FIT], _("om det haster")),
        _fact(_("Pris"), price, changes[Step.PRICE]),
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
        _fact(field.label if len(form) > 1 else _("Beskjed"), texts.get(field.name, ""), change_url)
        | {"own_words": True}
        for field in form
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
        to=_("Sendt til %(who)s ved %(clinic)s %(when)s.") % {
            "who": receipt.recipient_name,
            "clinic": receipt.clinic_name,
            "when": dates.moment_within(receipt.started_at, flow.today),
        },
        answered_by=_("Legen svarer senest %(date)s.") % {
            "date": dates.weekday_and_day(receipt.due_date, flow.today)
        },
        notice=notice(channel, address),
        dialogue_url=reverse("patient:dialogue", args=[receipt.public_id]),
    )  # fmt: skip
