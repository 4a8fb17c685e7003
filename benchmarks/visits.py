"""What is played: who opens which page with which cookie. Sessions are put into the database directly.

Runs with the portal's settings as the owner of the tables: `python -m benchmarks.visits < wishes.json`.
"""

from __future__ import annotations

import io
import json
import sys
from itertools import cycle, islice
from typing import Any
from urllib.parse import quote_plus
from uuid import uuid4

import django

PEOPLE, WRITERS = 200, 60
CSRF = "b" * 32
FORM = "application/x-www-form-urlencoded"
BOUNDARY = "----benchmark"

PATIENTS = """
SELECT person_id FROM (
    SELECT person_id, count(*) AS n, count(*) FILTER (WHERE in_inbox) AS running FROM dialogues_dialogue
    WHERE NOT EXISTS (SELECT 1 FROM dialogues_draft f WHERE f.person_id = dialogues_dialogue.person_id) GROUP BY 1
) t ORDER BY running DESC, n DESC, person_id LIMIT %s
"""
THREADS = """
SELECT DISTINCT ON (person_id) person_id, public_id, recipient_id FROM dialogues_dialogue
WHERE person_id = ANY(%s) AND messages >= 2 ORDER BY person_id, messages DESC, id
"""
# Pages with equally much on them in every database, so that what differs is its size.
TWO_ROWS = """
SELECT person_id FROM dialogues_dialogue WHERE in_inbox
    AND NOT EXISTS (SELECT 1 FROM dialogues_draft f WHERE f.person_id = dialogues_dialogue.person_id)
GROUP BY person_id HAVING count(*) = 2 ORDER BY person_id LIMIT %s
"""
TWO_MESSAGES = """
SELECT DISTINCT ON (person_id) person_id, public_id FROM dialogues_dialogue
WHERE messages = 2 AND attachments = 0 AND state = 'closed' AND person_id = ANY(%s) ORDER BY person_id, id
"""
OPEN_THREADS = """
SELECT person_id, public_id FROM dialogues_dialogue WHERE state = 'waiting_for_patient' ORDER BY id LIMIT %s
"""
WAITING = """
SELECT d.public_id, d.messages, d.recipient_id FROM dialogues_dialogue d
WHERE d.state = 'waiting_for_clinic' AND d.kind = 'e_consultation' ORDER BY md5(d.id::text) LIMIT %s
"""
# Every name on the list, so that a common one is looked for as often as it is found.
NAMES = """
SELECT split_part(name, ' ', 2) FROM patients_patient ORDER BY md5(id::text) LIMIT %s
"""
WORDS = ("utslett", "hoste", "blodtrykket", "resepten", "time blodprøve", "svimmel", "migrene", "førerkort")
ON_DUTY = """
SELECT id, account_id FROM clinics_staff WHERE role IN ('fastlege', 'vikar', 'secretary') AND active ORDER BY id
"""
# Who walks the steps of a free kind, again and again, with a draft of their own; they are nobody's readers.
DRAFTS = """
INSERT INTO dialogues_draft (clinic_id, person_id, hidden, public_id, kind, author_person_id, not_urgent, texts,
    created_at, updated_at)
SELECT clinic_id, person_id, false, gen_random_uuid(), 'inquiry', person_id, true, '{"why": "Hei."}', now(), now()
FROM (SELECT clinic_id, person_id FROM patients_patient WHERE ended_at IS NULL ORDER BY md5(id::text) LIMIT %s) p
WHERE NOT EXISTS (SELECT 1 FROM dialogues_draft f WHERE f.person_id = p.person_id)
RETURNING person_id
"""
DRAFTED = "SELECT person_id, public_id FROM dialogues_draft WHERE kind = 'inquiry' ORDER BY id LIMIT %s"
# Each of them reads for one of the readers, with everything that a fullmakt can be given for.
REPRESENTED = """
INSERT INTO patients_representation (clinic_id, person_id, hidden, public_id, representative_id, basis, services,
    first_date, recorded_at, recorded_by, ended_by)
SELECT clinic_id, person_id, false, gen_random_uuid(), %s, 'fullmakt', %s, current_date, now(), 'benchmarks', ''
FROM patients_patient p WHERE person_id = %s AND ended_at IS NULL AND person_id <> %s
    AND NOT EXISTS (SELECT 1 FROM patients_representation r WHERE r.person_id = p.person_id AND r.ended_at IS NULL)
"""
FOR_OTHERS = """
SELECT r.representative_id, p.public_id FROM patients_representation r JOIN identity_person p ON p.id = r.person_id
WHERE r.recorded_by = 'benchmarks' AND r.representative_id = ANY(%s) ORDER BY r.id
"""
LISTED = """
SELECT gp_id, public_id FROM patients_patient WHERE ended_at IS NULL AND gp_id = ANY(%s) ORDER BY md5(id::text) LIMIT %s
"""
DESKS = 18
RECIPIENTS = """
SELECT p.person_id, s.public_id FROM patients_patient p JOIN clinics_staff s ON s.id = p.gp_id
WHERE p.person_id = ANY(%s)
"""


def main() -> None:
    """Print the visits of every page, as JSON."""
    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        print(json.dumps(_all(cursor, **json.load(sys.stdin))))


def _all(cursor: Any, *, answers: int, sendings: int) -> dict[str, Any]:
    cursor.execute(DRAFTS, [WRITERS])
    drafted = _rows(cursor, DRAFTED, WRITERS)
    people = [row[0] for row in _rows(cursor, PATIENTS, PEOPLE + sendings)]
    readers, writers = people[:PEOPLE], people[PEOPLE:]
    cookies = {person: _patient_session(cursor, person) for person in people}
    doctors = {staff: _staff_session(cursor, staff, account) for staff, account in _rows(
        cursor, "SELECT id, account_id FROM clinics_staff WHERE role = 'fastlege' AND active")}  # fmt: skip
    threads = _rows(cursor, THREADS, readers)
    waiting = _rows(cursor, WAITING, 2 * answers)
    recipients = dict(_rows(cursor, RECIPIENTS, writers))
    alike = [row[0] for row in _rows(cursor, TWO_ROWS, PEOPLE)]
    short = _rows(cursor, TWO_MESSAGES, readers)
    open_threads = _rows(cursor, OPEN_THREADS, PEOPLE)
    desks = [_staff_session(cursor, *who) for who in islice(cycle(_rows(cursor, ON_DUTY)), DESKS)]
    names = [row[0] for row in _rows(cursor, NAMES, PEOPLE)]
    drafters = [person for person, _ in drafted]
    for person in {*alike, *drafters, *(person for person, _ in open_threads)} - cookies.keys():
        cookies[person] = _patient_session(cursor, person)
    for_others = _for_others(cursor, drafters, readers)
    listed = _rows(cursor, LISTED, list(doctors), PEOPLE)
    return {
        "innboks": [_get(cookies[person], "/innboks/") for person in readers],
        "arkiv": [_get(cookies[person], "/innboks/arkiv/") for person in readers],
        "samtale": [_get(cookies[person], f"/dialog/{thread}/") for person, thread, _ in threads],
        "innboks-2": [_get(cookies[person], "/innboks/") for person in alike],
        "samtale-2": [_get(cookies[person], f"/dialog/{thread}/") for person, thread in short],
        "lagring": [_saving(cookies[person], thread) for person, thread in open_threads],
        "start": [_get(cookies[person], "/start/") for person in readers],
        "steg": [_stepping(cookies[person], draft) for person, draft in drafted],
        "utkast": [_saving_draft(cookies[person], draft) for person, draft in drafted],
        "for-en-annen": [_get(cookies[person], f"/for/{other}/innboks/") for person, other in for_others],
        "profil": [_get(cookies[person], "/profil/") for person in readers],
        "samtale-pdf": [_get(cookies[person], f"/dialog/{thread}/pdf/") for person, thread in short],
        "skriv-til-pasient": [_get(doctors[gp], f"/klinikk/pasient/{patient}/skriv/") for gp, patient in listed],
        "arbeidsliste": [_get(cookie, "/klinikk/arbeidsliste/") for cookie in doctors.values()],
        "samtale-klinikk": [
            _get(doctors[staff], f"/klinikk/dialog/{thread}/") for _, thread, staff in threads if staff in doctors
        ],
        "sok-navn": [_search(cookie, name) for cookie, name in zip(cycle(doctors.values()), names, strict=False)],
        "sok-tekst": [_search(cookie, word, "care") for word in WORDS for cookie in doctors.values()],
        "statistikk": [_get(cookie, "/klinikk/statistikk/") for cookie in doctors.values()],
        "apne-lister": [_get(cookie, "/klinikk/arbeidsliste/liste/") for cookie in desks],
        "svar": [_answer(doctors[staff], *found, "answer") for *found, staff in waiting[::2]],
        "svar-og-avslutt": [_answer(doctors[staff], *found, "close") for *found, staff in waiting[1::2]],
        "send-med-bilde": [_sending(cookies[person], str(recipients[person])) for person in writers],
    }


def _rows(cursor: Any, query: str, *values: Any) -> list[tuple[Any, ...]]:
    cursor.execute(query, values)
    return list(cursor.fetchall())


def _patient_session(cursor: Any, person_id: int) -> str:
    return "pasient=" + _session(cursor, "'patient', %s, NULL, NULL", [person_id])


def _staff_session(cursor: Any, staff_id: int, account_id: int) -> str:
    return "klinikk=" + _session(cursor, "'clinic', NULL, %s, %s", [account_id, staff_id])


def _session(cursor: Any, who: str, values: list[int]) -> str:
    from legesvar.domain.identity.commands import token_hash

    token = uuid4().hex
    cursor.execute(
        "INSERT INTO identity_session (token_hash, audience, person_id, account_id, staff_id, listed, issuer, "  # noqa: S608
        "provider_sid, hpr_number, started_at, seen_at, ended_why) "
        f"VALUES (%s, {who}, true, '', '', '', now(), now(), '')",
        [token_hash(token), *values],
    )
    return f"{token}; skjema={CSRF}"


def _get(cookie: str, path: str) -> dict[str, Any]:
    return {"cookie": cookie, "steps": [{"method": "GET", "path": path}]}


def _post(path: str, to: str, **fields: str) -> dict[str, Any]:
    body = "&".join(f"{name}={value}" for name, value in {"csrfmiddlewaretoken": CSRF, **fields}.items())
    return {"method": "POST", "path": path, "type": FORM, "body": body, "status": 302, "to": to}


def _answer(cookie: str, dialogue: Any, seen: int, action: str) -> dict[str, Any]:
    step = _post(
        f"/klinikk/dialog/{dialogue}/svar/", "svart=", text="Ta+det+med+ro.+Det+er+ikke+farlig.", seen=str(seen),
        send_key=str(uuid4()), action=action,
    )  # fmt: skip
    return {"cookie": cookie, "steps": [step]}


def _search(cookie: str, words: str, why: str = "") -> dict[str, Any]:
    """Send the form, and look at what was found. What is looked for stands in no address."""
    asked = _post("/klinikk/sok/", "/klinikk/sok/", words=quote_plus(words), why=why)
    found = {"method": "GET", "path": "«found»"}
    return {"cookie": cookie, "steps": [asked | {"take": {"found": "^(.*)"}}, found]}


def _saving(cookie: str, dialogue: Any) -> dict[str, Any]:
    step = _post(f"/dialog/{dialogue}/utkast/", "", text="Takk.+Jeg+har+det+bedre+i+dag.")
    return {"cookie": cookie, "steps": [step | {"status": 200}]}


def _saving_draft(cookie: str, draft: Any) -> dict[str, Any]:
    step = _post("/start/annet/utkast/", "", utkast=str(draft), why="Jeg+trenger+en+attest+til+skolen.")
    return {"cookie": cookie, "steps": [step | {"status": 200}]}


def _stepping(cookie: str, draft: Any) -> dict[str, Any]:
    """Walk a free kind from its first step to its last, and send nothing, so that it can be walked again."""
    at = "/start/annet/"
    steps = [
        {"method": "GET", "path": f"{at}mottaker/"},
        _post(f"{at}mottaker/", "passer-det"),
        {"method": "GET", "path": f"{at}passer-det/", "take": {"version": r'name="version" value="([^"]*)"'}},
        _post(f"{at}passer-det/", "beskjed", danger="nei", not_urgent="on", version="«version»"),
        {"method": "GET", "path": f"{at}beskjed/"},
        _post(f"{at}beskjed/", "se-over", utkast=str(draft), why="Jeg+trenger+en+attest+til+skolen."),
        {"method": "GET", "path": f"{at}se-over/"},
    ]
    return {"cookie": cookie, "steps": steps}


def _for_others(cursor: Any, representatives: list[int], patients: list[int]) -> list[tuple[Any, ...]]:
    """Let each of some people act for one patient, and return who acts for whom."""
    from legesvar.core.kinds import Service

    services = json.dumps(list(Service))
    for person, other in zip(representatives, patients, strict=False):
        cursor.execute(REPRESENTED, [person, services, other, person])
    return _rows(cursor, FOR_OTHERS, representatives)


def _sending(cookie: str, recipient: str) -> dict[str, Any]:
    at = "/start/e-konsultasjon/"
    steps = [
        _post(f"{at}mottaker/", "passer-det", recipient=recipient),
        _post(f"{at}passer-det/", "pris", danger="nei", not_urgent="on"),
        {"method": "GET", "path": f"{at}pris/", "take": {"shown": r'name="shown" value="([^"]*)"'}},
        _post(f"{at}pris/", "beskjed", accept="on", shown="«shown»"),
        {"method": "GET", "path": f"{at}beskjed/", "take": {"utkast": r'name="utkast" value="([^"]*)"'}},
        _with_picture(f"{at}beskjed/"),
        {"method": "GET", "path": f"{at}se-over/"},
        _post(f"{at}se-over/", "sendt", utkast="«utkast»"),
    ]
    return {"cookie": cookie, "steps": steps}


def _with_picture(path: str) -> dict[str, Any]:
    fields = {"csrfmiddlewaretoken": CSRF, "utkast": "«utkast»", "why": "Jeg har fått et utslett som klør."}
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="utslett.jpg"\r\n'
    picture = _picture().decode("latin-1")
    body = "".join(parts) + head + f"Content-Type: image/jpeg\r\n\r\n{picture}\r\n--{BOUNDARY}--\r\n"
    return {
        "method": "POST", "path": path, "type": f"multipart/form-data; boundary={BOUNDARY}", "body": body,
        "status": 302, "to": "se-over",
    }  # fmt: skip


def _picture() -> bytes:
    """Draw what a phone sends: 3 megapixels with noise, about 1 MB."""
    from PIL import Image

    noise = Image.effect_noise((500, 375), 60).resize((2000, 1500))
    out = io.BytesIO()
    Image.merge("RGB", (noise, noise, noise)).save(out, "JPEG", quality=88)
    return out.getvalue()


if __name__ == "__main__":
    main()
