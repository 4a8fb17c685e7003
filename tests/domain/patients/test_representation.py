"""Acting for others: recorded by the clinic alone, found by the representative, ended at once."""

from __future__ import annotations

import importlib
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.personas import FURNISHER, acting_for, be_born, enlist, let_act

from legesvar.core import actor as actors
from legesvar.core.actor import Actor, Mandate
from legesvar.core.clock import oslo_date
from legesvar.core.raise_wall import CLINICS, RECORD
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.patients import commands, selectors
from legesvar.domain.patients.kinds import Basis
from legesvar.domain.patients.models import Representation
from legesvar.domain.patients.policies import Refusal


def acted_for(actor: Actor, now) -> list[str]:
    with acting_as(actor):
        return [one.name for one in selectors.whom_may_i_act_for(actor, now)]


def mandates(actor: Actor, other: Actor, now) -> tuple[Mandate, ...]:
    with acting_as(actor):
        found = selectors.representation_in_force(actor, other.public_id, now)
    return found.mandates if found else ()


def test_a_mother_finds_her_child_and_nobody_else(mother, child, sibling, patient, clinic, now) -> None:
    assert acted_for(mother, now) == [child.name]
    assert mandates(mother, child, now) == (Mandate(clinic.id),)
    assert mandates(mother, sibling, now) == mandates(mother, patient, now) == mandates(mother, mother, now) == ()


def test_a_child_does_not_act_for_the_mother(mother, child, now) -> None:
    assert acted_for(child, now) == []
    assert mandates(child, mother, now) == ()


def test_an_unknown_person_gives_nothing(mother, now) -> None:
    stranger = actors.patient(person_id=0, name="", public_id=actors.UUID(int=7))
    assert mandates(mother, stranger, now) == ()


def test_nobody_finds_anybody_in_another_persons_scope(mother, child, other_patient, clinic, now) -> None:
    """The wall shows a representative the rows in their own scope only, so acting for two never adds up."""
    with acting_as(acting_for(other_patient, clinic.id, by=mother)):
        assert list(Representation.objects.all()) == []
    with acting_as(child):
        assert Representation.objects.count() == 1
    with acting_as(other_patient):
        assert list(Representation.objects.all()) == []


def test_the_mandate_holds_at_the_clinic_that_recorded_it(mother, child, other_clinic, foreign_doctor, now) -> None:
    enlist(child, other_clinic, foreign_doctor)
    before = mandates(mother, child, now)
    let_act(mother, child, other_clinic, now)
    assert {m.clinic_id for m in mandates(mother, child, now)} - {m.clinic_id for m in before} == {other_clinic.id}


def test_a_fullmakt_gives_its_services_and_two_add_up(patient, other_patient, clinic, now) -> None:
    let_act(other_patient, patient, clinic, now, basis=Basis.FULLMAKT, services=("invoices",))
    assert mandates(other_patient, patient, now) == (Mandate(clinic.id, frozenset({"invoices"})),)
    let_act(other_patient, patient, clinic, now, basis=Basis.GUARDIAN, services=("e_consultation",))
    assert mandates(other_patient, patient, now) == (Mandate(clinic.id, frozenset({"invoices", "e_consultation"})),)


def test_recorded_again_it_replaces_the_former(patient, other_patient, clinic, now) -> None:
    old = let_act(other_patient, patient, clinic, now, basis=Basis.FULLMAKT, services=("invoices",))
    let_act(other_patient, patient, clinic, now, basis=Basis.FULLMAKT, services=("e_consultation",))
    assert mandates(other_patient, patient, now) == (Mandate(clinic.id, frozenset({"e_consultation"})),)
    with acting_as(FURNISHER):
        assert Representation.objects.get(public_id=old).ended_by == FURNISHER.name


def test_it_ends_at_once_and_stays_ended(mother, child, clinic, secretary, now) -> None:
    with acting_as(secretary):
        found = Representation.objects.get(person_id=child.person_id)
        commands.end_representation(actor=secretary, representation_id=found.public_id, now=now)
        commands.end_representation(actor=secretary, representation_id=found.public_id, now=now + timedelta(days=1))
        found.refresh_from_db()
        assert (found.ended_at, found.ended_by) == (now, secretary.name)
    assert acted_for(mother, now) == []
    assert mandates(mother, child, now) == ()


def test_before_its_first_and_after_its_last_day_it_gives_nothing(patient, other_patient, clinic, now) -> None:
    today = oslo_date(now)
    let_act(
        other_patient, patient, clinic, now, basis=Basis.GUARDIAN, first_date=today + timedelta(days=1),
        last_date=today + timedelta(days=2),
    )  # fmt: skip
    held = [bool(acted_for(other_patient, now + timedelta(days=days))) for days in range(4)]
    assert held == [False, True, True, False]


def test_at_the_sixteenth_birthday_the_parent_finds_nobody(clinic, doctor, mother, child, now) -> None:
    born = oslo_date(now).replace(year=oslo_date(now).year - 16) + timedelta(days=1)
    teenager = enlist(be_born("Tuva Snart", born), clinic, doctor)
    let_act(mother, teenager, clinic, now)
    assert acted_for(mother, now) == [child.name, teenager.name]
    assert acted_for(mother, now + timedelta(days=1)) == [child.name]


def test_both_acts_are_traced_with_who_why_and_by_whom(mother, child, clinic, secretary, now) -> None:
    with acting_as(secretary):
        found = Representation.objects.get(person_id=child.person_id)
        commands.end_representation(actor=secretary, representation_id=found.public_id, now=now)
        traced = Entry.objects.filter(about=found.public_id).order_by("at", "id")
        assert [(e.event, e.actor_name) for e in traced] == [
            ("representation_recorded", FURNISHER.name), ("representation_ended", secretary.name),
        ]  # fmt: skip
        assert traced[0].details == {
            "representative_id": mother.person_id, "basis": "foreldreansvar", "services": [],
        }  # fmt: skip


def record(actor: Actor, patient: Actor, representative: Actor, clinic, now, **facts) -> None:
    with acting_as(actor):
        commands.record_representation(
            actor=actor, clinic_id=clinic.id, person_id=patient.person_id, representative_id=representative.person_id,
            **{"basis": Basis.GUARDIAN, "first_date": date(2020, 1, 1), "now": now, **facts},
        )  # fmt: skip


def test_no_patient_lets_anybody_in(patient, other_patient, mother, child, clinic, now) -> None:
    representative = acting_for(child, clinic.id, by=mother)
    for actor, record_of in ((patient, patient), (representative, child)):
        with pytest.raises(Refused) as refused:
            record(actor, record_of, other_patient, clinic, now)
        assert refused.value.reason is Refusal.NOT_BY_YOU


def test_no_patient_ends_what_the_clinic_recorded(mother, child, now) -> None:
    with acting_as(FURNISHER):
        found = Representation.objects.get(person_id=child.person_id)
    for actor in (mother, child):
        with pytest.raises(Refused), acting_as(actor):
            commands.end_representation(actor=actor, representation_id=found.public_id, now=now)


def test_another_clinic_neither_records_nor_ends(mother, child, patient, clinic, other_clinic, foreign_doctor, now):
    with acting_as(FURNISHER):
        found = Representation.objects.get(person_id=child.person_id)
    with pytest.raises(Unknown), acting_as(foreign_doctor):
        commands.end_representation(actor=foreign_doctor, representation_id=found.public_id, now=now)
    for at in (clinic, other_clinic):
        with pytest.raises(Unknown):
            record(foreign_doctor, patient, mother, at, now)


def test_nobody_is_made_a_representative_of_themselves(patient, secretary, clinic, now) -> None:
    with pytest.raises(Refused) as refused:
        record(secretary, patient, patient, clinic, now)
    assert refused.value.reason is Refusal.FOR_THEMSELVES


def test_a_representative_nobody_knows_is_not_recorded(patient, secretary, clinic, now) -> None:
    with pytest.raises(Unknown):
        record(secretary, patient, actors.patient(person_id=999_999, name="x"), clinic, now)


FORGED = (
    "INSERT INTO patients_representation (clinic_id, person_id, hidden, public_id, representative_id, basis, services,"
    " first_date, recorded_at, recorded_by, ended_by) VALUES (%s, %s, false, gen_random_uuid(), %s, %s, %s,"
    " '2020-01-01', now(), 'x', '')"
)


def forge(*values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGED, values)


def test_no_patient_forges_a_representation_behind_the_commands(patient, mother, child, clinic, sibling) -> None:
    as_mother = acting_for(child, clinic.id, by=mother)
    attempts = [
        (mother, sibling, mother), (mother, mother, child), (as_mother, child, patient), (patient, child, patient),
    ]  # fmt: skip
    for actor, record_of, representative in attempts:
        with acting_as(actor), pytest.raises(DatabaseError, match="row-level security"):
            forge(clinic.id, record_of.person_id, representative.person_id, "verge", "[]")


def test_no_patient_reopens_or_widens_one_behind_the_commands(mother, child, clinic) -> None:
    for actor in (mother, child, acting_for(child, clinic.id, by=mother)):
        with acting_as(actor), connection.cursor() as cursor:
            cursor.execute("UPDATE patients_representation SET ended_at = NULL, last_date = NULL")
            assert cursor.rowcount == 0


@pytest.mark.parametrize(
    ("basis", "services", "constraint"),
    [
        ("fullmakt", "[]", "a_fullmakt_names_its_services"), ("foreldreansvar", '["invoices"]', "a_parent_does_it_all"),
        ("venn", "[]", "a_known_basis"),
    ],
)  # fmt: skip
def test_the_database_holds_each_representation_to_its_form(
    basis, services, constraint, patient, other_patient, doctor, clinic
) -> None:
    with acting_as(doctor), pytest.raises(IntegrityError, match=constraint):
        forge(clinic.id, patient.person_id, other_patient.person_id, basis, services)


def test_the_database_lets_nobody_represent_themselves_or_a_foreign_patient(patient, foreign_patient, doctor, clinic):
    with acting_as(doctor), pytest.raises(IntegrityError, match="nobody_represents_themselves"):
        forge(clinic.id, patient.person_id, patient.person_id, "verge", "[]")
    with acting_as(doctor), pytest.raises(IntegrityError, match="clinic_person_in_patients_patient"):
        forge(clinic.id, foreign_patient.person_id, patient.person_id, "verge", "[]")


def test_a_table_that_was_walled_before_lets_representatives_in_only_where_recorded(db: None) -> None:
    """A database may be older than representations: then they would see every clinic of the patient."""
    mend = importlib.import_module("legesvar.domain.patients.migrations.0002_representation").ONLY_WHERE_RECORDED
    former = RECORD.replace(f"AND clinic_id = ANY ({CLINICS}::bigint[]) ", "")
    policy = "SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polrelid = 'journal_entry'::regclass"
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(policy)
        (now_in_force,) = cursor.fetchone()
        cursor.execute(f"ALTER POLICY wall ON journal_entry USING ({former})")
        cursor.execute(policy)
        assert "legesvar.clinics" not in cursor.fetchone()[0]
        cursor.execute(mend)
        cursor.execute(policy)
        assert cursor.fetchone() == (now_in_force,)
        cursor.execute("SET ROLE legesvar_app")
