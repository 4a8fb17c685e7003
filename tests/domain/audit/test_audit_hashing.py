import hashlib
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from legesvar.domain.audit.sealing import Chain, SealedEntry, canonical, written

ENTRY = SealedEntry(
    id="01957f00-0000-7000-8000-000000000001", clinic_id=1, person_id=None, hidden=False,
    at="2026-03-02T12:00:00.000001Z", event="logged_in", role="patient", actor_name="Åse", account_id=None,
    acting_person_id=7, about=None, details='{"reason": "a\\nb"}', request_id="", txid=741,
)  # fmt: skip
LAST = {"number": 1, "from_txid": 0, "to_txid": 742, "sealed_at": "2026-03-02T12:00:05.000000Z"}


def test_a_hash_can_be_recomputed_from_its_description_alone() -> None:
    chain = Chain("")
    chain.add(ENTRY)
    described = (
        "\n"
        '{"about":null,"account_id":null,"acting_person_id":7,"actor_name":"\\u00c5se","at":"2026-03-02T12:00:00.000001Z",'
        '"clinic_id":1,"details":"{\\"reason\\": \\"a\\\\nb\\"}","event":"logged_in","hidden":false,'
        '"id":"01957f00-0000-7000-8000-000000000001","person_id":null,"request_id":"","role":"patient","txid":741}\n'
        '{"entries":1,"from_txid":0,"number":1,"sealed_at":"2026-03-02T12:00:05.000000Z","to_txid":742}\n'
    )
    assert chain.close(**LAST) == hashlib.sha256(described.encode()).hexdigest()


def test_no_column_is_left_out_of_the_hash() -> None:
    changed = [ENTRY._replace(**{name: "other"}) for name in ENTRY._fields]
    assert len({canonical(entry._asdict()) for entry in [ENTRY, *changed]}) == len(ENTRY._fields) + 1


def test_every_column_of_a_seal_is_in_its_hash() -> None:
    hashes = {Chain("").close(**LAST), Chain("before").close(**LAST)}
    for name in LAST:
        hashes.add(Chain("").close(**(LAST | {name: 9 if name != "sealed_at" else "later"})))
    assert len(hashes) == 2 + len(LAST)


@given(st.text(), st.text())
def test_no_text_can_pass_itself_off_as_two_entries(first: str, second: str) -> None:
    line = canonical({"actor_name": first, "event": second})
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")


@given(st.text(), st.text(), st.text(), st.text())
def test_different_entries_are_written_differently(a: str, b: str, c: str, d: str) -> None:
    same = canonical({"event": a, "role": b}) == canonical({"event": c, "role": d})
    assert same == ((a, b) == (c, d))


def test_an_instant_is_written_in_utc_whatever_zone_it_came_in() -> None:
    oslo = datetime(2026, 3, 2, 13, 0, 0, 5, tzinfo=timezone(timedelta(hours=1)))
    assert written(oslo) == written(oslo.astimezone(UTC)) == "2026-03-02T12:00:00.000005Z"
