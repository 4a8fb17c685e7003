"""Who works here: invited, changed, let in again, removed (ADMIN-2)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core import clock
from legesvar.core.actor import Actor, Role
from legesvar.core.refusal import Refused, Unknown
from legesvar.domain.clinics import selectors
from legesvar.domain.clinics.commands import invitations
from legesvar.domain.clinics.commands import staff as commands
from legesvar.domain.clinics.commands.invitations import Wanted
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.clinics.selectors import Colleague
from legesvar.domain.clinics.staffing import StaffRefusal
from legesvar.domain.dialogues.commands import leaving
from legesvar.domain.identity import selectors as accounts
from legesvar.domain.identity.commands import guessing
from legesvar.domain.identity.settings import FREE_GUESSES
from legesvar.web.access import clinic_page
from legesvar.web.clinic.staff import guard, pages
from legesvar.web.clinic.staff.forms import ChangeForm, InviteForm, LocalAccountsForm, NewLoginForm
from legesvar.web.login.limits import account_key
from legesvar.words import refusals

SECTION = "staff"
WHERE = {
    StaffRefusal.NO_NAME: "name", StaffRefusal.NO_EMAIL: "email", StaffRefusal.NEEDS_HPR: "hpr_number",
    StaffRefusal.HPR_ELSEWHERE: "role", StaffRefusal.LAST_ADMINISTRATOR: "role",
}  # fmt: skip


def _done(request: HttpRequest) -> str:
    """Say what has just been done, by the word the act put into the address."""
    said: dict[str, str] = {
        "sendt": _("Invitasjonen blir sendt."),
        "trukket": _("Invitasjonen er trukket tilbake. Lenken virker ikke lenger."),
        "endret": _("Endringen er lagret."),
        "fjernet": _("Den ansatte er fjernet og logget ut. Åpne saker er ikke tildelt noen nå."),
        "apnet": _("Den ansatte kan prøve å logge inn igjen nå."),
        "innlogging": _("Innloggingen er endret."),
    }
    return said.get(request.GET.get("gjort", ""), "")


def _back_to_staff(done: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('clinic:staff')}?gjort={done}")


@clinic_page(Permission.STAFF, methods=("GET",))
def staff(request: HttpRequest) -> HttpResponse:
    """Show who works here and who is invited."""
    return _staff(request)


def _staff(request: HttpRequest, refused: str = "", status: int = 200) -> HttpResponse:
    actor, clinic_id = request.actor, request.actor.clinic_id
    found = selectors.colleagues(actor, clinic_id)
    page = pages.staff(
        actor, found, accounts.account_facts(actor, [one.account_id for one in found]),
        accounts.local_addresses(actor, [one.member.id for one in found]), selectors.invitations(actor, clinic_id),
        clock.now(), local_accounts=selectors.clinic(actor, clinic_id).local_accounts, done=_done(request),
    )  # fmt: skip
    context = {"page": page, "refused": refused, "section": SECTION}
    return render(request, "clinic/staff/page.html", context, status=status)


def _tried(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do what a good form asks for, or write beside its field why not."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        where = WHERE.get(refused.reason)
        form.add_error(where if where in form.fields else None, refusals.text(refused))
        return False
    return True


def _form(request: HttpRequest, template: str, form: forms.Form, **context: object) -> HttpResponse:
    context |= {"form": form, "section": SECTION, "staff_url": reverse("clinic:staff")}
    return render(request, template, context, status=422 if form.errors else 200)


@clinic_page(Permission.STAFF)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by e-mail."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    now = clock.now()

    def act() -> None:
        given = form.cleaned_data
        guard.refuse_too_many(request.actor, given["email"], now)
        wanted = Wanted(
            given["email"], given["name"], Role(given["role"]), given["specialist"], given["hpr_number"].strip()
        )
        invitations.invite(actor=request.actor, wanted=wanted, key=guard.invitation_key(), now=now)

    return _back_to_staff("sendt") if _tried(form, act) else _form(request, "clinic/staff/invite.html", form)


@clinic_page(Permission.STAFF, methods=("POST",))
def invitation_again(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Send an invitation once more, with a new link."""
    now = clock.now()
    try:
        guard.refuse_too_many(request.actor, str(invitation_id), now)
        invitations.send_again(
            actor=request.actor, invitation_id=invitation_id, key=guard.invitation_key(), now=now
        )  # fmt: skip
    except Refused as refused:
        return _staff(request, refusals.text(refused), status=409)
    return _back_to_staff("sendt")


@clinic_page(Permission.STAFF, methods=("POST",))
def invitation_withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Let an invitation open nothing any more."""
    try:
        invitations.withdraw(actor=request.actor, invitation_id=invitation_id, now=clock.now())
    except Refused as refused:
        return _staff(request, refusals.text(refused), status=409)
    return _back_to_staff("trukket")


def _colleague(actor: Actor, staff_id: UUID) -> Colleague:
    found = selectors.colleague(actor, staff_id)
    if found is None:
        raise Unknown
    return found


@clinic_page(Permission.STAFF)
def colleague(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """Show one colleague; change what they are called and may do."""
    actor, now = request.actor, clock.now()
    one = _colleague(actor, staff_id)
    facts = accounts.account_facts(actor, [one.account_id])[one.account_id]
    member, own = one.member, one.member.id == actor.staff_id
    initial = {"name": member.name, "role": str(member.role), "specialist": member.specialist}
    posted = request.POST if request.method == "POST" else None
    form = ChangeForm(posted, knows_hpr=bool(facts.hpr_number), own=own, initial=initial)

    def act() -> None:
        given = form.cleaned_data
        commands.change_staff(
            actor=actor, staff_id=staff_id, name=given["name"], role=Role(given.get("role") or member.role),
            specialist=given["specialist"], hpr_number=given.get("hpr_number", "").strip(), now=now,
        )  # fmt: skip

    if _tried(form, act):
        return HttpResponseRedirect(f"{request.path}?gjort=endret")
    address = accounts.local_addresses(actor, [member.id]).get(member.id)
    locked = accounts.locked_until(actor, account_key(address), FREE_GUESSES, now) if address else None
    page = pages.colleague(actor, one, facts, address, locked, _done(request))
    return _form(request, "clinic/staff/colleague.html", form, page=page)


@clinic_page(Permission.STAFF)
def new_login(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """Send a colleague a link by which they make a new way in."""
    actor, now = request.actor, clock.now()
    one = _colleague(actor, staff_id)
    address = accounts.local_addresses(actor, [one.member.id]).get(one.member.id, "")
    form = NewLoginForm(request.POST if request.method == "POST" else None, initial={"email": address})

    def act() -> None:
        written = form.cleaned_data["email"]
        guard.refuse_too_many(actor, written, now)
        invitations.invite_again(
            actor=actor, staff_id=staff_id, written=written, key=guard.invitation_key(), now=now
        )  # fmt: skip

    if _tried(form, act):
        return _back_to_staff("sendt")
    back = reverse("clinic:colleague", args=[staff_id])
    return _form(request, "clinic/staff/new_login.html", form, name=one.member.name, back=back)


@clinic_page(Permission.STAFF, methods=("POST",))
def unlock(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """Let a colleague who has guessed wrong too often try again at once."""
    one = _colleague(request.actor, staff_id)
    address = accounts.local_addresses(request.actor, [one.member.id]).get(one.member.id)
    if address is None:
        raise Unknown
    guessing.lift_lock(actor=request.actor, key=account_key(address), account_id=one.account_id, now=clock.now())
    return HttpResponseRedirect(f"{reverse('clinic:colleague', args=[staff_id])}?gjort=apnet")


@clinic_page(Permission.STAFF)
def remove(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """Ask, and then let a colleague work here no longer."""
    one, refused, status = _colleague(request.actor, staff_id), "", 200
    if request.method == "POST":
        try:
            leaving.remove_colleague(actor=request.actor, staff_id=staff_id, now=clock.now())
        except Refused as reason:
            refused, status = refusals.text(reason), 409
        else:
            return _back_to_staff("fjernet")
    context = {
        "name": one.member.name,
        "refused": refused,
        "back": reverse("clinic:colleague", args=[staff_id]),
        "section": SECTION,
    }
    return render(request, "clinic/staff/remove.html", context, status=status)


@clinic_page(Permission.STAFF)
def ways_in(request: HttpRequest) -> HttpResponse:
    """Say whether staff may come in without HelseID."""
    actor, now = request.actor, clock.now()
    allowed = selectors.clinic(actor, actor.clinic_id).local_accounts
    posted = request.POST if request.method == "POST" else None
    form = LocalAccountsForm(posted, initial={"local_accounts": "ja" if allowed else "nei"})

    def act() -> None:
        commands.set_local_accounts(actor=actor, allowed=form.cleaned_data["local_accounts"] == "ja", now=now)

    return _back_to_staff("innlogging") if _tried(form, act) else _form(request, "clinic/staff/ways_in.html", form)
