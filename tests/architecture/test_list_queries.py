"""Lists stay fast however much there is: each is explained at 100 000 messages, behind the wall, as who reads it."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from legesvar.core import actor as actors
from legesvar.core import clock
from legesvar.core.actor import Actor, Role
from legesvar.core.kinds import Kind
from legesvar.core.wall import acting_as
from legesvar.domain.audit import selectors as audit
from legesvar.domain.billing import selectors as billing
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.files import selectors as files
from legesvar.domain.journal import selectors as journal
from legesvar.domain.notifications import selectors as notices
from legesvar.domain.patients import selectors as patients
from legesvar.domain.work import selectors as work

LARGE = 2_000
# Blocks of 8 kB that a page may read: its own rows, each from an index and the table, and the way down the trees.
MOST_BLOCKS = 250
ONE_DIALOGUE = 60
MOST_IN_VAIN = 100
SYSTEM = actors.system("test")

Plan = dict[str, Any]


def value(query: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()


@pytest.fixture
def patient(seeded: None) -> Actor:
    """Whoever has written most."""
    with acting_as(SYSTEM):
        person_id, name = value(
            "SELECT person_id, min(patient_name) FROM dialogues_dialogue GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        )
    return actors.patient(person_id=person_id, name=name)


@pytest.fixture
def doctor(seeded: None) -> Actor:
    """The substitute, whose list is also the list of whom they stand in for."""
    with acting_as(SYSTEM):
        clinic_id, staff_id, account_id, name = value(
            "SELECT clinic_id, id, account_id, name FROM clinics_staff WHERE role = 'vikar' ORDER BY id LIMIT 1"
        )
    return actors.staff(clinic_id=clinic_id, staff_id=staff_id, account_id=account_id, role=Role.VIKAR, name=name)


def explained(actor: Actor, read: Callable[[], Any]) -> list[Plan]:
    """Run what reads, and return two plans of each of its queries: for these values, and for any (ADR 0025)."""
    plans: list[Plan] = []

    def explain(execute: Any, query: str, parameters: Any, many: bool, context: Any) -> Any:
        if query.lstrip().startswith("SELECT") and "set_config" not in query:
            execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + query, parameters, many, context)
            told = context["cursor"].fetchone()[0]
            plans.append((json.loads(told) if isinstance(told, str) else told)[0]["Plan"])
            plans.append(prepared(query, parameters))
        return execute(query, parameters, many, context)

    with acting_as(actor), connection.execute_wrapper(explain):
        read()
    assert plans
    return plans


def prepared(query: str, parameters: Any) -> Plan:
    """Return the plan that a prepared statement falls back on, which knows none of its values."""
    numbers = itertools.count(1)
    values = list(parameters or ())
    with psycopg.ClientCursor(connection.connection) as cursor:
        cursor.execute("PREPARE explained AS " + re.sub("%s", lambda _: f"${next(numbers)}", query))
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        given = f"({', '.join(['%s'] * len(values))})" if values else ""
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE explained" + given, values)
        found = cursor.fetchone()
        cursor.execute("DEALLOCATE explained; SET LOCAL plan_cache_mode = auto")
    assert found is not None
    return found[0][0]["Plan"]


def nodes(plan: Plan) -> Iterator[Plan]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)


def faults(plans: list[Plan], *, may_sort: int = 1) -> list[str]:
    """Say what in these plans grows with the tables.

    :param may_sort: rows that may be put in order after reading: one for a look-up by a unique key (`.first()` orders
        it in vain), some for all there is about one dialogue, whose number no other dialogue raises
    """
    large = _large_tables()
    found = []
    for plan in plans:
        for node in nodes(plan):
            kind = node["Node Type"]
            if "Sort" in kind and _rows_sorted(node) > may_sort:
                found.append(f"{kind} by {node.get('Sort Key')}")
            if kind == "Seq Scan" and node["Relation Name"] in large:
                found.append(f"{kind} on {node['Relation Name']}")
            if node.get("Rows Removed by Filter", 0) > MOST_IN_VAIN and node.get("Relation Name") in large:
                found.append(f"{node['Rows Removed by Filter']} rows of {node['Relation Name']} read in vain")
        blocks = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        if blocks > MOST_BLOCKS:
            found.append(f"{blocks} blocks read")
    return found


def _rows_sorted(sort: Plan) -> float:
    child = next(node for node in sort["Plans"] if node["Parent Relationship"] == "Outer")
    return float(child["Actual Rows"])


def _large_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [LARGE])
        return {row[0] for row in cursor.fetchall()}


def about(actor: Actor, condition: str = "messages >= 4") -> Dialogue:
    with acting_as(SYSTEM):
        own = f"person_id = {actor.person_id}" if actor.person_id else f"clinic_id = {actor.clinic_id}"
        own = f"{own} AND {condition} ORDER BY attachments DESC, messages DESC LIMIT 1"
        row = value(f"SELECT id FROM dialogues_dialogue WHERE {own}")
        return Dialogue.objects.get(id=row[0])


def test_there_are_a_hundred_thousand_messages(seeded):
    with acting_as(SYSTEM):
        assert value("SELECT count(*) FROM dialogues_message")[0] > 90_000
        assert {"dialogues_dialogue", "dialogues_message", "journal_entry", "work_item"} <= _large_tables()


@pytest.mark.parametrize("archived", [False, True])
def test_innboks_and_its_archive(patient, archived):
    assert not faults(explained(patient, lambda: dialogues.inbox(patient, archived=archived, key=None)))


def test_the_next_and_the_former_page_of_the_archive_cost_no_more_than_the_first(patient):
    with acting_as(patient):
        first = dialogues.inbox(patient, archived=True, key=None)
        second = dialogues.inbox(patient, archived=True, key=first.next_key)
    assert first.next_key
    assert second.rows
    for key in (first.next_key, second.previous_key, second.next_key):
        plans = explained(patient, lambda key=key: dialogues.inbox(patient, archived=True, key=key))
        assert not faults(plans)
        assert all(node["Actual Rows"] <= dialogues.PAGE_SIZE + 1 for plan in plans for node in nodes(plan))


def test_the_worklist_of_a_clinic(doctor):
    with acting_as(doctor):
        first = work.whole_clinic(doctor, None)
    assert first.next_key
    for key in (None, first.next_key):
        plans = explained(doctor, lambda key=key: work.whole_clinic(doctor, key))
        assert not faults(plans)
        assert all(node["Actual Rows"] <= work.PAGE_SIZE + 1 for plan in plans for node in nodes(plan))


def test_the_worklist_of_one_who_stands_in_for_another(doctor):
    with acting_as(doctor):
        absent = dialogues.who(doctor, clock.now()).stands_in_for
    mine = [doctor.staff_id, *absent]
    assert len(mine) == 2
    with acting_as(doctor):
        first = work.mine(doctor, mine, None)
    assert first.rows
    for key in (None, first.next_key):
        assert not faults(explained(doctor, lambda key=key: work.mine(doctor, mine, key)))


@pytest.mark.parametrize("kind", [None, *Kind])
def test_every_list_of_work_by_kind_and_its_next_page(doctor, kind):
    lists = (
        lambda key: work.whole_clinic(doctor, key, kind),
        lambda key: work.mine(doctor, [doctor.staff_id], key, kind),
        lambda key: work.unassigned(doctor, key, kind),
        lambda key: work.archive(doctor, key, kind),
    )
    for read in lists:
        with acting_as(doctor):
            first = read(None)
        for key in {None, first.next_key}:
            plans = explained(doctor, lambda key=key, read=read: read(key))
            assert not faults(plans)
            assert all(node["Actual Rows"] <= work.PAGE_SIZE + 1 for plan in plans for node in nodes(plan))


def test_the_stamp_and_who_is_here_come_from_indexes(doctor):
    for read in (lambda: work.stamp(doctor, clock.now()), lambda: work.present(doctor, clock.now())):
        assert not faults(explained(doctor, read)), read


@pytest.mark.parametrize("whose", ["mine", "clinic"])
def test_what_is_open_is_counted_from_the_index(doctor, whose):
    assignees = None if whose == "clinic" else [doctor.staff_id]
    assert not faults(explained(doctor, lambda: work.count_open(doctor, assignees)))


@pytest.mark.parametrize("whose", ["mine", "nobodys", "clinic"])
def test_how_much_is_open_is_counted_from_indexes_alone_also_by_kind_and_whatever_the_planner_knows(doctor, whose):
    with acting_as(doctor):
        mine = [doctor.staff_id, *dialogues.who(doctor, clock.now()).stands_in_for]
    within, of_nobody = mine if whose == "mine" else None, whose == "nobodys"

    plans = explained(
        doctor,
        lambda: work.overview(doctor, clock.now(), mine, kinds=tuple(Kind), within=within, of_nobody=of_nobody),
    )

    read = [node for plan in plans for node in nodes(plan) if node.get("Relation Name") == "work_item"]
    assert {node["Node Type"] for node in read} == {"Index Only Scan"}
    assert not any(node.get("Rows Removed by Filter") for node in read)
    assert not faults(plans, may_sort=work.NEWEST)


@pytest.mark.parametrize("reader", ["patient", "doctor"])
def test_a_thread_with_its_pictures(reader, patient, doctor):
    actor = patient if reader == "patient" else doctor
    found = about(actor)
    assert not faults(explained(actor, lambda: dialogues.thread(actor, found)), may_sort=ONE_DIALOGUE)


@pytest.mark.parametrize("only_trouble", [False, True])
def test_the_delivery_log_reads_one_page_of_it(doctor, only_trouble):
    def read() -> None:
        first = notices.log(doctor, only_trouble=only_trouble, key=None)
        notices.log(doctor, only_trouble=only_trouble, key=first.next_key)

    assert not faults(explained(doctor, read))


def test_what_a_clinic_sees_beside_a_dialogue(doctor):
    found = about(doctor, "state = 'closed' AND messages >= 4")
    for read in (
        lambda: notices.notices_about(doctor, found.public_id),
        lambda: journal.entries_about(doctor, found.public_id),
        lambda: audit.entries_about(doctor, found.public_id),
        lambda: billing.charge_about(doctor, found.public_id),
        lambda: billing.invoices_about(doctor, found.public_id),
        lambda: patients.listing(doctor, found.clinic_id, found.person_id),
        lambda: dialogues.answers_begun(doctor, found),
    ):
        assert not faults(explained(doctor, read), may_sort=ONE_DIALOGUE), read


def test_what_a_patient_sees_beside_a_dialogue(patient):
    found = about(patient, "state = 'closed'")
    for read in (
        lambda: patients.lists(patient, patient.person_id),
        lambda: audit.entries_about(patient, found.public_id),
        lambda: billing.charge_about(patient, found.public_id),
        lambda: billing.invoices_about(patient, found.public_id),
        lambda: dialogues.beside(patient, found),
        lambda: dialogues.draft(patient, Kind.E_CONSULTATION),
        lambda: dialogues.sent(patient, found.send_key),
        lambda: dialogues.price(patient, patients.lists(patient, patient.person_id)[0], clock.now()),
    ):
        assert not faults(explained(patient, read), may_sort=ONE_DIALOGUE), read


def test_what_is_unpaid_is_read_from_its_own_index(doctor, patient):
    with acting_as(doctor):
        first = billing.unpaid_at(doctor, None)
        found = billing.invoice(doctor, first.rows[0].invoice)
    place = doctor.clinic_id, found.person_id
    for read in (
        lambda: billing.unpaid_at(doctor, None),
        lambda: billing.unpaid_at(doctor, first.next_key),
        lambda: billing.invoice_named(doctor, str(found.number)),
        lambda: billing.invoice_named(doctor, found.kid),
        lambda: billing.overdue(doctor, found.id),
        lambda: billing.invoices_about(doctor, found.about),
        lambda: billing.owes_overdue(doctor, *place),
        lambda: billing.unpaid(doctor, *place),
    ):
        assert not faults(explained(doctor, read), may_sort=ONE_DIALOGUE), read
    own = doctor.clinic_id, patient.person_id
    for read in (lambda: billing.owes_overdue(patient, *own), lambda: billing.unpaid(patient, *own)):
        assert not faults(explained(patient, read), may_sort=ONE_DIALOGUE), read


@pytest.mark.parametrize("reader", ["patient", "doctor"])
def test_one_picture(reader, patient, doctor):
    actor = patient if reader == "patient" else doctor
    found = about(actor, "attachments > 0")
    with acting_as(actor):
        picture = dialogues.thread(actor, found).messages[0].files[0]
    assert not faults(explained(actor, lambda: files.file(actor, picture.public_id)))


@pytest.mark.parametrize("reader", ["patient", "doctor"])
def test_a_page_of_the_trail(reader, patient, doctor):
    actor = patient if reader == "patient" else doctor
    whose = patient.person_id if reader == "patient" else about(doctor, "state = 'closed'").person_id
    with acting_as(actor):
        first = audit.trail(actor, person_id=whose)
    for key in (None, first.next_key):
        assert not faults(explained(actor, lambda key=key: audit.trail(actor, person_id=whose, key=key)))


def test_the_trail_of_one_dialogue(doctor):
    found = about(doctor, "state = 'closed'")
    assert not faults(explained(doctor, lambda: audit.trail(doctor, about=found.public_id)))


def test_the_register_reads_one_page_of_it(doctor):
    with acting_as(doctor):
        first = patients.register(doctor)
    assert first.next_key
    assert not faults(explained(doctor, lambda: patients.register(doctor, key=first.next_key)))
    assert not faults(explained(doctor, lambda: patients.register(doctor, starts="h")))
    assert not faults(explained(doctor, lambda: patients.register_by_number(doctor, "120580")))


def test_a_patients_page_at_the_clinic(doctor):
    found = about(doctor, "state = 'closed'")
    with acting_as(doctor):
        place = patients.listing(doctor, found.clinic_id, found.person_id)
    for read in (
        lambda: patients.place(doctor, place.public_id),
        lambda: patients.memberships(doctor, place),
        lambda: patients.representations(doctor, place),
        lambda: dialogues.heads_of(doctor, found.person_id),
        lambda: billing.invoices_of(doctor, found.person_id),
        lambda: notices.notices_to(doctor, found.person_id),
    ):
        assert not faults(explained(doctor, read)), read
