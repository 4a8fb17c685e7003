"""Colleagues come, change and go; the attacks of who would be more than they are (ADMIN-2)."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connections
from tests.personas import FURNISHER, employ, identity_number_of

from legesvar.core import clock
from legesvar.core.actor import NOBODY, Actor, Role
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.clinics.commands import invitations, staff
from legesvar.domain.clinics.commands.invitations import Wanted
from legesvar.domain.clinics.models import Clinic, Invitation, Staff, Substitute
from legesvar.domain.clinics.policies import Refusal
from legesvar.domain.clinics.staffing import StaffRefusal
from legesvar.domain.dialogues.commands import leaving
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.identity.models import Account, Session
from legesvar.domain.identity.tokens import token_hash
from legesvar.domain.work.models import Item

KEY = b"k" * 32
TOKEN = "lenken-i-e-posten"


@pytest.fixture
def second_administrator(clinic: Clinic) -> Actor:
    return employ(clinic, "Anne Andre", Role.ADMINISTRATOR, date(1971, 2, 2))


def change(actor: Actor, whom: Actor, now: datetime, **changed: object) -> None:
    row = Staff.objects.get(id=whom.staff_id)
    given = {"name": row.name, "role": Role(row.role), "specialist": row.specialist} | changed
    with acting_as(actor):
        staff.change_staff(actor=actor, staff_id=row.public_id, now=now, **given)


def remove(actor: Actor, whom: Actor, now: datetime) -> int:
    with acting_as(actor):
        return leaving.remove_colleague(actor=actor, staff_id=whom.public_id, now=now)


def traced(event: str) -> list[Entry]:
    with acting_as(FURNISHER):
        return list(Entry.objects.filter(event=event).order_by("id"))


def test_a_changed_role_holds_and_is_traced(administrator: Actor, secretary: Actor, now: datetime) -> None:
    change(administrator, secretary, now, name="Siv S. Sekretær", role=Role.CLINICIAN)
    row = Staff.objects.get(id=secretary.staff_id)
    assert (row.name, row.role) == ("Siv S. Sekretær", "clinician")
    entry = traced("staff_changed")[-1]
    assert entry.actor_name == administrator.name
    assert entry.about == secretary.public_id


@pytest.mark.parametrize("role", [r for r in Role if r.value in {"fastlege", "secretary", "clinician"}])
def test_nobody_changes_their_own_role(administrator: Actor, second_administrator: Actor, now: datetime, role) -> None:
    with pytest.raises(Refused) as refused:
        change(administrator, administrator, now, role=role)
    assert refused.value.reason is StaffRefusal.OWN_ROLE


def test_the_last_administrator_is_neither_removed_nor_demoted(
    administrator: Actor, second_administrator: Actor, now: datetime
) -> None:
    change(administrator, second_administrator, now, role=Role.SECRETARY)
    change(administrator, second_administrator, now, role=Role.ADMINISTRATOR)
    remove(administrator, second_administrator, now)
    with pytest.raises(Refused) as refused:
        remove(administrator, administrator, now)
    assert refused.value.reason is StaffRefusal.OWN_REMOVAL
    assert Staff.objects.filter(role="administrator", active=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_remove_each_other_at_once_one_stays(
    administrator: Actor, second_administrator: Actor, now: datetime
) -> None:
    ready, reasons = threading.Barrier(2), []

    def go(actor: Actor, whom: Actor) -> None:
        try:
            ready.wait(10)
            remove(actor, whom, now)
        except (Refused, Unknown) as refused:
            reasons.append(getattr(refused, "reason", "unknown"))
        finally:
            connections.close_all()

    pair = [(administrator, second_administrator), (second_administrator, administrator)]
    threads = [threading.Thread(target=go, args=args) for args in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(reasons) == 1
    assert Staff.objects.filter(role="administrator", active=True).count() == 1


@pytest.mark.parametrize("who", ["doctor", "substitute", "clinician", "secretary"])
def test_no_other_role_manages_staff(who: str, request: pytest.FixtureRequest, second_doctor: Actor, now) -> None:
    actor = request.getfixturevalue(who)
    for act in (change, remove):
        with pytest.raises(Refused) as refused:
            act(actor, second_doctor, now)
        assert refused.value.reason is Refusal.WRONG_ROLE


def test_another_clinics_colleague_is_not_there(administrator: Actor, foreign_doctor: Actor, now: datetime) -> None:
    for act in (change, remove):
        with pytest.raises(Unknown):
            act(administrator, foreign_doctor, now)


def test_a_doctor_without_hpr_number_is_no_doctor(administrator: Actor, secretary: Actor, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        change(administrator, secretary, now, role=Role.VIKAR)
    assert refused.value.reason is StaffRefusal.NEEDS_HPR
    change(administrator, secretary, now, role=Role.VIKAR, hpr_number="1234567")
    change(administrator, secretary, now, role=Role.FASTLEGE, hpr_number="7654321")
    assert Account.objects.get(id=secretary.account_id).hpr_number == "1234567"


def test_one_clinic_alone_gives_no_hpr_number_that_another_is_held_to(
    administrator: Actor, secretary: Actor, other_clinic: Clinic, now: datetime
) -> None:
    employ(other_clinic, "Siv Sekretær", Role.SECRETARY, date(1985, 11, 20))
    with pytest.raises(Refused) as refused:
        change(administrator, secretary, now, role=Role.VIKAR, hpr_number="1234567")
    assert refused.value.reason is StaffRefusal.HPR_ELSEWHERE


def test_who_is_removed_loses_sessions_here_and_keeps_those_elsewhere(
    administrator: Actor, doctor_at_both: Actor, logged_in, other_clinic: Clinic, now: datetime
) -> None:
    logged_in(doctor_at_both)
    there = Staff.objects.get(account_id=doctor_at_both.account_id, clinic=other_clinic)
    logged_in(doctor_at_both)
    Session.objects.filter(id=Session.objects.latest("id").id).update(staff_id=there.id)
    remove(administrator, doctor_at_both, now)
    assert dict(Session.objects.values_list("staff_id", "ended_why")) == {
        doctor_at_both.staff_id: "removed", there.id: ""
    }  # fmt: skip


def test_open_work_of_who_is_removed_is_nobodys(
    administrator: Actor, doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    assert remove(administrator, doctor, now) == 1
    with acting_as(FURNISHER):
        item = Item.objects.get(about=econsultation.public_id)
    assert (item.assignee_id, item.assignee_name, item.done_at) == (None, "", None)
    assert traced("work_released")[-1].details["items"] == 1


def test_periods_of_who_is_removed_end(administrator: Actor, doctor: Actor, substitution: Actor, now: datetime) -> None:
    remove(administrator, substitution, now)
    with acting_as(FURNISHER):
        row = Substitute.objects.get()
    assert row.last_date == clock.oslo_date(now) - timedelta(days=1)
    assert row.ended_by == administrator.name


@pytest.fixture
def invited(administrator: Actor, now: datetime):
    def ask(role: Role = Role.SECRETARY, hpr_number: str = "", email: str = "ny@legekontoret.no") -> Invitation:
        wanted = Wanted(email, "Nina Ny", role, hpr_number=hpr_number)
        with acting_as(administrator):
            public_id = invitations.invite(actor=administrator, wanted=wanted, key=KEY, now=now)
        Invitation.objects.filter(public_id=public_id).update(token_hash=token_hash(TOKEN))
        return Invitation.objects.get(public_id=public_id)

    return ask


def accept(number: str, now: datetime, *, hpr: str | None = None, token: str = TOKEN) -> invitations.Accepted:
    with acting_as(NOBODY):
        return invitations.accept_by_number(
            actor=NOBODY, token=token, identity_number=number, hpr_number=hpr, now=now
        )  # fmt: skip


NUMBER = "01019012345"


def test_the_number_is_bound_when_the_invitation_is_accepted(invited, clinic: Clinic, now: datetime) -> None:
    invited()
    accepted = accept(NUMBER, now)
    assert Account.objects.get(id=accepted.account_id).identity_number == NUMBER
    assert Staff.objects.get(id=accepted.staff_id).clinic_id == clinic.id
    assert traced("invitation_accepted")


def test_an_invitation_works_once_and_for_a_week(invited, now: datetime) -> None:
    invited()
    with pytest.raises(Refused):
        accept(NUMBER, now + timedelta(days=7))
    accept(NUMBER, now + timedelta(days=7) - timedelta(seconds=1))
    with pytest.raises(Refused) as refused:
        accept("02029012345", now)
    assert refused.value.reason is StaffRefusal.INVITATION_OVER


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_works_here(invited, now: datetime) -> None:
    invited()
    ready, reasons = threading.Barrier(2), []

    def go(number: str) -> None:
        try:
            ready.wait(10)
            accept(number, now)
        except Refused as refused:
            reasons.append(refused.reason)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(number,)) for number in (NUMBER, "02029012345")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reasons == [StaffRefusal.INVITATION_OVER]
    assert Staff.objects.filter(name="Nina Ny").count() == 1


@pytest.mark.parametrize("vouched", [None, "", "7654321"])
def test_a_doctors_invitation_opens_only_to_that_doctor(invited, now: datetime, vouched: str | None) -> None:
    invited(Role.FASTLEGE, "1234567")
    with pytest.raises(Refused) as refused:
        accept(NUMBER, now, hpr=vouched)
    assert refused.value.reason is StaffRefusal.WRONG_HPR
    assert not Account.objects.filter(identity_number=NUMBER).exists()
    accept(NUMBER, now, hpr="01234567")


def test_who_works_here_already_is_told_so(invited, secretary: Actor, now: datetime) -> None:
    invited()
    with pytest.raises(Refused) as refused:
        accept(identity_number_of(secretary), now)
    assert refused.value.reason is StaffRefusal.WORKS_HERE


def test_who_was_removed_comes_back_as_what_they_are_invited_to(
    invited, administrator: Actor, secretary: Actor, now: datetime
) -> None:
    remove(administrator, secretary, now)
    invited(Role.CLINICIAN)
    accepted = accept(identity_number_of(secretary), now)
    assert accepted.staff_id == secretary.staff_id
    assert Staff.objects.get(id=secretary.staff_id).role == "clinician"


def test_a_new_login_for_one_colleague_binds_nobody_elses_number(
    administrator: Actor, secretary: Actor, doctor: Actor, now: datetime
) -> None:
    with acting_as(administrator):
        invitations.invite_again(
            actor=administrator, staff_id=secretary.public_id, written="siv@legekontoret.no", key=KEY, now=now
        )
    Invitation.objects.update(token_hash=token_hash(TOKEN))
    for number in (NUMBER, identity_number_of(doctor)):
        with pytest.raises(Refused) as refused:
            accept(number, now)
        assert refused.value.reason is StaffRefusal.PERSON_TAKEN
    assert accept(identity_number_of(secretary), now).staff_id == secretary.staff_id


def test_a_new_invitation_to_the_same_address_ends_the_old_one(invited, now: datetime) -> None:
    old, new = invited(), None
    Invitation.objects.filter(id=old.id).update(token_hash=token_hash("den gamle"))
    new = invited()
    assert Invitation.objects.get(id=old.id).ended_why == "replaced"
    with pytest.raises(Refused):
        accept(NUMBER, now, token="den gamle")
    assert new.ended_at is None


def test_sending_again_makes_a_new_link_and_withdrawing_ends_it(invited, administrator: Actor, now: datetime) -> None:
    row = invited()
    with acting_as(administrator):
        invitations.send_again(actor=administrator, invitation_id=row.public_id, key=KEY, now=now)
    with pytest.raises(Refused):
        accept(NUMBER, now)
    Invitation.objects.update(token_hash=token_hash(TOKEN))
    with acting_as(administrator):
        invitations.withdraw(actor=administrator, invitation_id=row.public_id, now=now)
        with pytest.raises(Refused):
            invitations.withdraw(actor=administrator, invitation_id=row.public_id, now=now)
    with pytest.raises(Refused):
        accept(NUMBER, now)


def test_another_clinics_invitation_is_not_there(invited, other_clinic: Clinic, now: datetime) -> None:
    row = invited()
    stranger = employ(other_clinic, "Fred Fremmed", Role.ADMINISTRATOR, date(1971, 5, 5))
    with acting_as(stranger):
        for act in (
            lambda: invitations.withdraw(actor=stranger, invitation_id=row.public_id, now=now),
            lambda: invitations.send_again(actor=stranger, invitation_id=row.public_id, key=KEY, now=now),
        ):
            with pytest.raises(Unknown):
                act()


@pytest.mark.parametrize(
    "name",
    [
        "", " ", "Kari\nBcc: alle@eksempel.no", "Kari\r", "Se evil.example nå", "http://evil", "Kari <b>", "a" * 81,
        "Kari\0", "Kari\u202enoroK", "1234", "-Kari", "Kari@eksempel", "Kari {portal}",
    ],
)  # fmt: skip
def test_no_name_carries_an_address_or_a_line_into_our_mail(administrator: Actor, now: datetime, name: str) -> None:
    wanted = Wanted("ny@legekontoret.no", name, Role.SECRETARY)
    with acting_as(administrator), pytest.raises(Refused) as refused:
        invitations.invite(actor=administrator, wanted=wanted, key=KEY, now=now)
    assert refused.value.reason is StaffRefusal.NO_NAME


@pytest.mark.parametrize("name", ["Kari Nordmann", "Bjørn-Åge O’Neill", "Ö. Ängström", "Máret Sámi", "D'Arc Jr."])
def test_names_as_people_have_them_are_taken(administrator: Actor, now: datetime, name: str) -> None:
    wanted = Wanted("ny@legekontoret.no", name, Role.SECRETARY)
    with acting_as(administrator):
        invitations.invite(actor=administrator, wanted=wanted, key=KEY, now=now)
    assert Invitation.objects.get().name == name


@pytest.mark.parametrize(
    "email", ["", "ny", "ny@", "a@b\nBcc: x@y.no", "a@b.no, c@d.no", "a@b..no", "<a@b.no>", "a b@c.no", "a@b.no\0"]
)
def test_no_address_is_more_than_one_address(administrator: Actor, now: datetime, email: str) -> None:
    with acting_as(administrator), pytest.raises(Refused) as refused:
        invitations.invite(actor=administrator, wanted=Wanted(email, "Nina Ny", Role.SECRETARY), key=KEY, now=now)
    assert refused.value.reason is StaffRefusal.NO_EMAIL
