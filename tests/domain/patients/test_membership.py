"""The register: who comes on the list, leaves it and comes back, and what must never be (ADMIN-3)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.personas import FURNISHER, acting_for, number

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue, Draft
from legesvar.domain.identity.models import ContactChange, Person
from legesvar.domain.patients import selectors
from legesvar.domain.patients.commands import membership
from legesvar.domain.patients.commands.membership import Entered
from legesvar.domain.patients.kinds import Basis, Left
from legesvar.domain.patients.models import Membership, Patient
from legesvar.domain.patients.policies import RegisterRefusal

pytestmark = pytest.mark.django_db
BORN = date(1961, 2, 3)


def entered(name: str = "Åse Øvre", *, email: str = "", mobile: str = "", gp_id: int | None = None) -> Entered:
    return Entered(number(BORN, 3), BORN, name, email, mobile, gp_id)


def enlist(actor: Actor, now: datetime, **more: object) -> Patient:
    with acting_as(actor):
        return membership.enlist(actor=actor, entered=entered(**more), now=now)


def place(actor: Actor, patient: Actor) -> selectors.Listing:
    with acting_as(actor):
        found = selectors.listing(actor, actor.clinic_id or 0, patient.person_id)
    assert found is not None
    return found


def refusal(call: object) -> object:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


def leave(actor: Actor, patient: Actor, now: datetime, *, ago: int = 0, why: Left = Left.MOVED) -> None:
    with acting_as(actor):
        membership.leave(
            actor=actor, patient_id=place_id(actor, patient), last_day=oslo_date(now) - timedelta(days=ago), why=why,
            now=now,
        )  # fmt: skip


def place_id(actor: Actor, patient: Actor) -> object:
    return Patient.objects.get(clinic_id=actor.clinic_id, person_id=patient.person_id).public_id


def test_who_is_put_on_the_list_stands_there_with_a_membership_and_a_trace(
    secretary: Actor, doctor: Actor, now: datetime
) -> None:
    row = enlist(secretary, now, email="ase@eksempel.no", mobile="91234567", gp_id=doctor.staff_id)
    with acting_as(secretary):
        stretch = Membership.objects.get(person_id=row.person_id)
        events = list(Entry.objects.filter(person_id=row.person_id).values_list("event", flat=True))
    person = Person.objects.get(id=row.person_id)
    assert (row.gp_id, stretch.gp_id, stretch.ended_at) == (doctor.staff_id, doctor.staff_id, None)
    assert (person.email, person.mobile, person.email_verified_at) == ("ase@eksempel.no", "+4791234567", None)
    assert sorted(events) == ["contact_changed", "contact_changed", "patient_registered"]


def test_nobody_is_put_on_the_list_twice(secretary: Actor, now: datetime) -> None:
    enlist(secretary, now)
    assert refusal(lambda: enlist(secretary, now)) is RegisterRefusal.ALREADY_LISTED
    assert Membership.objects.count() == 0  # behind the wall, without a scope
    with acting_as(secretary):
        assert Membership.objects.filter(ended_at=None).count() == Patient.objects.filter(ended_at=None).count()


@pytest.mark.parametrize("name", ["", "Kari", "x" * 101 + " y", "=HYPERLINK(1) Nordmann", "Kari 123", "<b>Kari</b> N"])
def test_what_is_no_name_is_refused(secretary: Actor, now: datetime, name: str) -> None:
    assert refusal(lambda: enlist(secretary, now, name=name)) is RegisterRefusal.NO_NAME


@pytest.mark.parametrize(
    ("field", "written", "reason"),
    [("email", "ase", RegisterRefusal.NO_EMAIL), ("email", "a@b\r\nBcc: x@y.no", RegisterRefusal.NO_EMAIL),
     ("mobile", "123", RegisterRefusal.NO_MOBILE)],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(
    secretary: Actor, now: datetime, field: str, written: str, reason: RegisterRefusal
) -> None:
    assert refusal(lambda: enlist(secretary, now, **{field: written})) is reason
    with acting_as(secretary):
        assert not Patient.objects.exists()


def test_what_a_person_has_verified_elsewhere_stays_theirs(
    secretary: Actor, foreign_patient: Actor, other_clinic: Clinic, now: datetime
) -> None:
    Person.objects.filter(id=foreign_patient.person_id).update(email="egen@eksempel.no", email_verified_at=now)
    person = Person.objects.get(id=foreign_patient.person_id)
    written = Entered(person.identity_number, person.birth_date, "Annet Navn", "fanget@eksempel.no")
    with acting_as(secretary):
        row = membership.enlist(actor=secretary, entered=written, now=now)
    person.refresh_from_db()
    assert (person.email, person.name, row.name) == ("egen@eksempel.no", foreign_patient.name, "Annet Navn")
    assert not ContactChange.objects.filter(person=person).exists()


def test_a_gp_of_another_clinic_cannot_be_chosen(
    secretary: Actor, foreign_doctor: Actor, patient: Actor, now: datetime
) -> None:
    assert refusal(lambda: enlist(secretary, now, gp_id=foreign_doctor.staff_id)) is RegisterRefusal.NO_SUCH_GP
    with acting_as(secretary), pytest.raises(IntegrityError), transaction.atomic():
        Patient.objects.filter(person_id=patient.person_id).update(gp_id=foreign_doctor.staff_id)


def test_another_gp_begins_another_stretch(
    secretary: Actor, patient: Actor, doctor: Actor, second_doctor: Actor, now: datetime
) -> None:
    with acting_as(secretary):
        membership.change_gp(
            actor=secretary, patient_id=place_id(secretary, patient), gp_id=second_doctor.staff_id, now=now
        )
    here = place(secretary, patient)
    with acting_as(secretary):
        stretches = selectors.memberships(secretary, here)
    assert here.gp_id == second_doctor.staff_id
    assert [(one.gp_id, one.ended_why) for one in stretches] == [
        (second_doctor.staff_id, ""), (doctor.staff_id, "new_gp"),
    ]  # fmt: skip


def test_the_same_gp_again_is_no_change(secretary: Actor, patient: Actor, doctor: Actor, now: datetime) -> None:
    with acting_as(secretary):
        patient_id = place_id(secretary, patient)
        assert (
            refusal(
                lambda: membership.change_gp(actor=secretary, patient_id=patient_id, gp_id=doctor.staff_id, now=now)
            )
            is RegisterRefusal.SAME_GP
        )


def test_who_leaves_keeps_drafts_and_open_dialogues_and_nobody_acts_for_them(
    secretary: Actor, child: Actor, mother: Actor, clinic: Clinic, now: datetime
) -> None:
    leave(secretary, child, now)
    with acting_as(secretary):
        acting = selectors.representatives(secretary, place_of(secretary, child), now)
        why = Membership.objects.get(person_id=child.person_id).ended_why
    with acting_as(mother):
        assert selectors.whom_may_i_act_for(mother, now) == []
    assert (acting, why) == ({}, "moved")


def place_of(actor: Actor, patient: Actor) -> selectors.Listing:
    found = selectors.listing(actor, actor.clinic_id or 0, patient.person_id)
    assert found is not None
    return found


def test_a_dialogue_under_way_stays_on_the_worklist_when_its_patient_leaves(
    econsultation: Dialogue, secretary: Actor, patient: Actor, now: datetime
) -> None:
    leave(secretary, patient, now)
    with acting_as(secretary), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM work_item WHERE about = %s AND done_at IS NULL", [econsultation.public_id])
        assert cursor.fetchone()[0] == 1
        assert Dialogue.objects.get(public_id=econsultation.public_id).state == "waiting_for_clinic"
    with acting_as(patient):
        assert selectors.lists(patient, patient.person_id) == []
        assert selectors.is_known(patient, patient.person_id)
        assert Draft.objects.count() == 0


@pytest.mark.parametrize("ago", [-1, 40_000])
def test_nobody_leaves_on_a_day_to_come_or_before_they_came(
    secretary: Actor, patient: Actor, now: datetime, ago: int
) -> None:
    assert refusal(lambda: leave(secretary, patient, now, ago=ago)) is RegisterRefusal.WRONG_DAY


def test_who_has_left_leaves_no_second_time_and_comes_back_without_representatives(
    secretary: Actor, child: Actor, mother: Actor, doctor: Actor, now: datetime
) -> None:
    leave(secretary, child, now, ago=1)
    assert refusal(lambda: leave(secretary, child, now)) is RegisterRefusal.NOT_LISTED
    with acting_as(secretary):
        membership.bring_back(actor=secretary, patient_id=place_id(secretary, child), gp_id=doctor.staff_id, now=now)
        here = place_of(secretary, child)
        assert [one.ended_why for one in selectors.memberships(secretary, here)] == ["", "moved"]
        assert selectors.representatives(secretary, here, now) == {}
        patient_id = here.public_id
        again = refusal(lambda: membership.bring_back(actor=secretary, patient_id=patient_id, gp_id=None, now=now))
    assert again is RegisterRefusal.STILL_LISTED


@pytest.mark.parametrize("who", ["clinician", "substitute"])
def test_who_may_not_change_the_register_changes_nothing(
    who: str, request: pytest.FixtureRequest, patient: Actor, now: datetime
) -> None:
    actor = request.getfixturevalue(who)
    assert refusal(lambda: enlist(actor, now)) is RegisterRefusal.NOT_YOUR_ROLE
    assert refusal(lambda: leave(actor, patient, now)) is RegisterRefusal.NOT_YOUR_ROLE


def test_another_clinics_patient_is_not_there(foreign_doctor: Actor, patient: Actor, now: datetime) -> None:
    with acting_as(FURNISHER):
        patient_id = Patient.objects.get(person_id=patient.person_id).public_id
    acts = (
        lambda: membership.change_gp(actor=foreign_doctor, patient_id=patient_id, gp_id=None, now=now),
        lambda: membership.bring_back(actor=foreign_doctor, patient_id=patient_id, gp_id=None, now=now),
        lambda: membership.open_patient(actor=foreign_doctor, patient_id=patient_id, why="care", now=now),
        lambda: membership.change_details(
            actor=foreign_doctor, patient_id=patient_id, name="A B", email="", mobile="", now=now
        ),
    )
    with acting_as(foreign_doctor):
        for act in acts:
            with pytest.raises(Unknown):
                act()


@pytest.mark.parametrize(
    ("who", "why", "opens"),
    [("doctor", "", True), ("substitution", "", True), ("secretary", "", True), ("second_doctor", "", False),
     ("clinician", "", False), ("administrator", "", False), ("second_doctor", "care", True),
     ("administrator", "register", True), ("clinician", "made up", False)],
)  # fmt: skip
def test_who_is_not_in_turn_says_why_and_every_opening_is_traced(
    who: str, why: str, opens: bool, request: pytest.FixtureRequest, patient: Actor, now: datetime
) -> None:
    actor = request.getfixturevalue(who)
    with acting_as(actor):
        patient_id = place_id(actor, patient)
        if not opens:
            reason = refusal(lambda: membership.open_patient(actor=actor, patient_id=patient_id, why=why, now=now))
            assert reason is RegisterRefusal.SAY_WHY
            return
        membership.open_patient(actor=actor, patient_id=patient_id, why=why, now=now)
    with acting_as(patient):
        entry = Entry.objects.get(event="patient_opened")
    assert (entry.actor_name, entry.about, entry.details["why"]) == (actor.name, patient_id, why)


@pytest.mark.parametrize("scope", ["patient", "parent"])
def test_nobody_writes_their_own_membership(
    scope: str, patient: Actor, child: Actor, mother: Actor, clinic: Clinic, now: datetime
) -> None:
    actor = patient if scope == "patient" else acting_for(child, clinic.id, by=mother)
    with acting_as(actor):
        with pytest.raises(DatabaseError), transaction.atomic():
            Membership.objects.create(
                clinic_id=clinic.id, person_id=actor.person_id, began_at=now, began_by="x", ended_at=now,
                ended_by="x", ended_why="wish",
            )  # fmt: skip
        assert Membership.objects.update(gp_id=None) == 0


def test_the_database_allows_one_membership_at_a_time_and_none_that_ends_before_it_began(
    secretary: Actor, patient: Actor, clinic: Clinic, now: datetime
) -> None:
    pair = {"clinic_id": clinic.id, "person_id": patient.person_id, "began_by": "x"}
    wrong = (
        {"began_at": now},
        {"began_at": now, "ended_at": now - timedelta(1), "ended_why": "wish", "ended_by": "x"},
        {"began_at": now, "ended_at": now, "ended_why": "because", "ended_by": "x"},
        {"began_at": now, "ended_at": now, "ended_why": "wish", "ended_by": ""},
    )
    with acting_as(secretary):
        for one in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                Membership.objects.create(**pair, **one)


def test_somebody_of_another_list_acts_under_the_name_that_was_written_here(
    secretary: Actor, patient: Actor, foreign_patient: Actor, now: datetime
) -> None:
    known = Person.objects.get(id=foreign_patient.person_id)
    with acting_as(secretary):
        membership.let_act(
            actor=secretary, patient_id=place_id(secretary, patient), basis=Basis.GUARDIAN, services=(),
            representative=Entered(known.identity_number, known.birth_date, "Skrevet Her"),
            first_date=oslo_date(now), last_date=None, now=now,
        )  # fmt: skip
        (row,) = selectors.representations(secretary, place_of(secretary, patient))
    assert (row.name, row.representative_id) == ("Skrevet Her", foreign_patient.person_id)


def test_a_name_is_found_by_its_beginning_in_the_alphabets_order(secretary: Actor, now: datetime) -> None:
    names = ["Åse Ås", "Kari Aas Berg", "Ola Ørn", "Per Ær", "Nils Zimmer", "Inga Čállan", "Ole Berg"]
    with acting_as(secretary):
        for serial, name in enumerate(names):
            one = Entered(number(date(1970, 5, 6), serial), date(1970, 5, 6), name)
            membership.enlist(actor=secretary, entered=one, now=now)

        def found(starts: str) -> list[str]:
            return [row.name for row in selectors.register(secretary, starts=starts).rows]

        everybody = found("")
        assert everybody == ["Kari Aas Berg", "Ole Berg", "Inga Čállan", "Nils Zimmer", "Per Ær", "Ola Ørn", "Åse Ås"]
        assert found("ber") == ["Kari Aas Berg", "Ole Berg"]
        assert found("BERG, ole") == found("Ole Berg") == found("berg ole") == ["Ole Berg"]
        assert found("å") == ["Åse Ås"]
        assert found("cal") == ["Inga Čállan"]
        assert found("%") == found("_") == found("x' OR true --") == []
        by_number = selectors.register_by_number(secretary, number(date(1970, 5, 6))[:6])
        assert len(by_number.rows) == len(names)


def test_a_page_of_the_register_leads_on_and_back(secretary: Actor, now: datetime) -> None:
    with acting_as(secretary):
        for serial in range(selectors.PAGE_SIZE + 3):
            one = Entered(number(date(1970, 5, 6), serial), date(1970, 5, 6), f"Kari N{'a' * (serial + 1)}")
            membership.enlist(actor=secretary, entered=one, now=now)
        first = selectors.register(secretary)
        second = selectors.register(secretary, key=first.next_key)
        assert (len(first.rows), len(second.rows), second.next_key) == (selectors.PAGE_SIZE, 3, None)
        assert selectors.register(secretary, key=second.previous_key).rows == first.rows
        assert selectors.register(secretary, key=str(uuid4())).rows == first.rows
