"""SMS by any gateway Apprise knows; here its JSON gateway against our own receiver."""

import io
import logging
import socket
import threading

import pytest

from legesvar.adapters import sms
from legesvar.adapters.outcome import Outcome
from legesvar.adapters.stand_ins import mailbox
from legesvar.adapters.stand_ins.sms_receiver import DROP, SmsStandIn

TO = "+4799900111"
TEXT = "Du har en ny melding i Legesvar. Logg inn på https://portal.example for å lese den."


@pytest.fixture
def refusals() -> dict[str, int]:
    return {}


@pytest.fixture
def receiver(tmp_path, refusals):
    with SmsStandIn(tmp_path / "mailbox.jsonl", port=0, refusals=refusals) as running:
        running.file = tmp_path / "mailbox.jsonl"
        yield running


def test_an_sms_arrives_at_its_number_with_its_letters(receiver):
    assert sms.send(receiver.url, to=TO, text=TEXT) is Outcome.SENT
    [message] = mailbox.read(receiver.file)
    assert (message.channel, message.to, message.body) == ("sms", TO, TEXT)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (400, Outcome.REJECTED_FOR_GOOD),
        (422, Outcome.REJECTED_FOR_GOOD),
        (401, Outcome.TRY_AGAIN),
        (429, Outcome.TRY_AGAIN),
        (500, Outcome.TRY_AGAIN),
        (503, Outcome.TRY_AGAIN),
        (502, Outcome.UNCERTAIN),
        (504, Outcome.UNCERTAIN),
        (DROP, Outcome.UNCERTAIN),
    ],
)
def test_each_answer_of_a_gateway_has_its_outcome(receiver, refusals, status, outcome):
    refusals[TO] = status
    assert sms.send(receiver.url, to=TO, text=TEXT) is outcome


def test_a_gateway_that_is_away_is_tried_again():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        assert sms.send(f"json://127.0.0.1:{probe.getsockname()[1]}/?:to={{to}}", to=TO, text=TEXT) is Outcome.TRY_AGAIN


def test_a_gateway_whose_name_nobody_knows_is_tried_again():
    assert sms.send("json://gateway.invalid/?:to={to}", to=TO, text=TEXT) is Outcome.TRY_AGAIN


def test_a_gateway_that_falls_silent_is_uncertain():
    silent, listening = threading.Event(), socket.create_server(("127.0.0.1", 0))

    def serve():
        connection, _ = listening.accept()
        with connection:
            connection.recv(4096)
            silent.wait(5)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        url = f"json://127.0.0.1:{listening.getsockname()[1]}/?rto=0.3&:to={{to}}"
        assert sms.send(url, to=TO, text=TEXT) is Outcome.UNCERTAIN
    finally:
        silent.set()
        thread.join()
        listening.close()


@pytest.mark.parametrize("to", ["", "kari", "123", "99900111&:x=y", "+47 999", "9" * 20, "１２３４５６７８"])
def test_what_is_no_number_is_never_handed_to_a_gateway(receiver, to):
    assert sms.send(receiver.url, to=to, text=TEXT) is Outcome.REJECTED_FOR_GOOD
    assert mailbox.read(receiver.file) == []


@pytest.mark.parametrize("url", ["json://gateway.example/sms", "nothing://x?to={to}", "{to}"])
def test_an_address_that_cannot_work_is_told_before_anything_is_sent(url):
    with pytest.raises(ValueError, match="gateway"):
        sms.check_address(url)


@pytest.fixture
def log():
    """What any handler of the whole process would be given, at the most talkative level."""
    said, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(said), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield said
    root.removeHandler(handler)
    root.setLevel(level)


def test_no_number_is_logged_however_it_ends(receiver, refusals, capfd, log):
    for status in (200, 400, 500, DROP):
        refusals[TO] = status
        sms.send(receiver.url, to=TO, text=TEXT)
    said = "".join(capfd.readouterr()) + log.getvalue()
    assert "sms_not_sent" in said
    assert "99900111" not in said
    assert "ny melding" not in said


def test_what_is_not_from_the_gateway_is_refused_by_the_receiver(receiver):
    import httpx

    address = receiver.url.replace("json://", "http://").partition("?")[0]
    for content in (b"", b"x" * 70_000, b"[]", b'{"to": "1"}', b"\xff\xfe"):
        assert httpx.post(address, content=content).status_code == 400
    assert mailbox.read(receiver.file) == []


def test_a_half_written_line_is_not_a_message_yet(tmp_path):
    file = tmp_path / "mailbox.jsonl"
    mailbox.append(file, mailbox.Message("sms", TO, "", TEXT, "2026-03-02T08:00:00+00:00"))
    with file.open("a") as half:
        half.write('{"channel": "s')
    assert [message.body for message in mailbox.read(file)] == [TEXT]


def test_an_empty_mailbox_has_no_messages(tmp_path):
    assert mailbox.read(tmp_path / "none.jsonl") == []
