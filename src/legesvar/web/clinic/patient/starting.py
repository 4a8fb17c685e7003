"""The clinic begins (START-13): it writes to a patient, or reception enters what a patient says on the phone."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from legesvar.core import clock
from legesvar.core.actor import DOCTOR_ROLES
from legesvar.core.kinds import Kind
from legesvar.core.refusal import Unknown
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues import selectors as heads
from legesvar.domain.dialogues.commands import starting
from legesvar.domain.dialogues.policies import Refusal
from legesvar.web.access import clinic_page
from legesvar.web.clinic.patient.forms import TO_CLINIC, YES, PhoneForm, WriteForm
from legesvar.web.clinic.patient.opening import head
from legesvar.web.clinic.patient.views import shown, tried

Rule = Callable[..., Refusal | None]


@clinic_page(Permission.PREPARE_ANSWER)
def write(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Write to a patient who has asked nothing. It is free."""
    actor, place = request.actor, head(request, patient_id)
    send_key, begun = _send_key(request), []
    form = WriteForm(_posted(request), kinds=_kinds(request, policies.starting_refused))

    def act() -> None:
        given = form.cleaned_data
        begun.append(
            starting.write_to_patient(
                actor=actor, person_id=place.person_id, kind=Kind(given["kind"]), text=given["text"],
                expects_reply=given["reply"] == YES, send_key=send_key, now=clock.now(),
            )
        )  # fmt: skip

    status = tried(form, act)
    if status == 302:
        return redirect("clinic:dialogue", begun[0].public_id)
    return shown(request, place, form, "write", status, send_key=send_key)


@clinic_page(Permission.PREPARE_ANSWER)
def phone(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Enter what a patient says on the phone, for a doctor or for the clinic."""
    actor, place = request.actor, head(request, patient_id)
    send_key, begun = _send_key(request), []
    doctors = [one for one in clinics.staff(actor, place.clinic_id) if one.role in DOCTOR_ROLES]
    form = PhoneForm(_posted(request), kinds=_kinds(request, policies.entering_refused), doctors=doctors)

    def act() -> None:
        given = form.cleaned_data
        chosen = next((one.id for one in doctors if str(one.public_id) == given["recipient"]), None)
        begun.append(
            starting.enter_by_phone(
                actor=actor, person_id=place.person_id, kind=Kind(given["kind"]), text=given["text"],
                recipient_id=None if given["recipient"] == TO_CLINIC else chosen, send_key=send_key, now=clock.now(),
            )
        )  # fmt: skip

    status = tried(form, act)
    if status == 302:
        return redirect("clinic:patient_phone_entered", patient_id, begun[0].public_id)
    return shown(request, place, form, "phone", status, send_key=send_key)


@clinic_page(Permission.PREPARE_ANSWER, methods=("GET",))
def entered(request: HttpRequest, patient_id: UUID, dialogue_id: UUID) -> HttpResponse:
    """Say that a phone call has been entered, and where one goes on: the next is often on the line already."""
    place = head(request, patient_id)
    found = heads.head(request.actor, dialogue_id)
    if found is None or found.person_id != place.person_id:
        raise Unknown
    said = found.recipient_name
    return shown(request, place, forms.Form(), "entered", 200, recipient=said)


def _kinds(request: HttpRequest, refused: Rule) -> list[Kind]:
    return [kind for kind in Kind if refused(request.actor.role, kind) is None]


def _posted(request: HttpRequest) -> object:
    return request.POST if request.method == "POST" else None


def _send_key(request: HttpRequest) -> UUID:
    """Return the key that was made with the form: a second click begins nothing more."""
    try:
        return UUID(request.POST.get("send_key", ""))
    except ValueError:
        return uuid4()
