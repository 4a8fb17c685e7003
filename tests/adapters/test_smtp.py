"""NOTE-3 at the edge: what the worker is told about an e-mail must be true, or somebody gets it twice, or never."""

import re
import socket
import ssl
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from legesvar.adapters import smtp
from legesvar.adapters.outcome import Outcome
from legesvar.adapters.stand_ins import mailbox
from legesvar.adapters.stand_ins.smtp_server import DROP, SmtpStandIn

MAIL = smtp.Mail(
    sender="Legesvar <svar@legesvar.example>",
    to="kari@example.no",
    subject="Du har en ny melding",
    body="Du har en ny melding i Legesvar.\nLogg inn på https://portal.example for å lese den.",
    message_id="<0199-notice@legesvar.example>",
    at=datetime(2026, 3, 2, 8, 0, tzinfo=UTC),
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def refusals() -> dict[str, int]:
    return {}


@pytest.fixture
def server(tmp_path, refusals):
    with SmtpStandIn(tmp_path / "mailbox.jsonl", port=free_port(), refusals=refusals) as running:
        running.file = tmp_path / "mailbox.jsonl"
        yield running


class ScriptedServer:
    """Answers with these lines, one per line received (the message itself counts as one), then hangs up."""

    def __init__(self, *answers: str) -> None:
        self.answers, self.heard = answers, []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self.listening.getsockname()[1]}"
        self.thread = threading.Thread(target=self._serve)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.thread.join()
        self.listening.close()

    def _serve(self) -> None:
        connection, _ = self.listening.accept()
        with connection, connection.makefile("rwb", buffering=0) as line:
            in_message = False
            for answer in self.answers:
                line.write(answer.encode() + b"\r\n")
                heard = [line.readline()]
                while in_message and heard[-1] not in (b".\r\n", b""):
                    heard.append(line.readline())
                in_message = answer.startswith("354")
                self.heard.append(b"".join(heard))


def test_a_mail_arrives_with_its_letters(server):
    assert smtp.send(server.url, MAIL) is Outcome.SENT
    [message] = mailbox.read(server.file)
    assert (message.channel, message.to, message.subject) == ("email", MAIL.to, MAIL.subject)
    assert message.body == MAIL.body


def test_every_try_has_the_same_message_id_and_no_robot_answers_it():
    with ScriptedServer("220 hi", "250 hi", "250 ok", "250 ok", "354 go on", "250 ok") as server:
        assert smtp.send(server.url, MAIL) is Outcome.SENT
    sent = b"".join(server.heard)
    assert b"Message-ID: <0199-notice@legesvar.example>\r\n" in sent
    assert b"Auto-Submitted: auto-generated\r\n" in sent
    assert b"Precedence: bulk\r\n" in sent
    assert b"Date: Mon, 02 Mar 2026 08:00:00 +0000\r\n" in sent
    assert server.heard[0].strip().lower() == b"ehlo legesvar.example"


def test_an_unknown_recipient_is_refused_for_good(server, refusals):
    refusals[MAIL.to] = 550
    assert smtp.send(server.url, MAIL) is Outcome.NO_SUCH_ADDRESS
    assert mailbox.read(server.file) == []


def test_a_busy_server_is_tried_again(server, refusals):
    refusals[MAIL.to] = 451
    assert smtp.send(server.url, MAIL) is Outcome.TRY_AGAIN


def test_a_line_cut_after_the_message_was_sent_is_uncertain(server, refusals):
    refusals[MAIL.to] = DROP
    assert smtp.send(server.url, MAIL) is Outcome.UNCERTAIN
    assert len(mailbox.read(server.file)) == 1


def test_no_server_at_all_is_tried_again():
    assert smtp.send(f"smtp://127.0.0.1:{free_port()}", MAIL) is Outcome.TRY_AGAIN


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        (["421 too busy"], Outcome.TRY_AGAIN),
        (["554 go away"], Outcome.TRY_AGAIN),
        (["220 hi", "250 hi", "550 not from you"], Outcome.TRY_AGAIN),
        (["220 hi", "250 hi", "250 ok"], Outcome.TRY_AGAIN),
        (["220 hi", "250 hi", "250 ok", "250 ok", "451 later"], Outcome.TRY_AGAIN),
        (["220 hi", "250 hi", "250 ok", "554 5.7.1 not from you"], Outcome.REJECTED_FOR_GOOD),
        (["220 hi", "250 hi", "250 ok", "550 5.1.1 nobody"], Outcome.NO_SUCH_ADDRESS),
        (["220 hi", "250 hi", "250 ok", "550 nobody, perhaps"], Outcome.REJECTED_FOR_GOOD),
        (["220 hi", "250 hi", "250 ok", "450 5.1.1 later"], Outcome.TRY_AGAIN),
        (["220 hi", "250 hi", "250 ok", "250 ok", "554 no"], Outcome.REJECTED_FOR_GOOD),
        (["220 hi", "250 hi", "250 ok", "250 ok"], Outcome.TRY_AGAIN),
        (["220 hi", "250 hi", "250 ok", "250 ok", "354 go on"], Outcome.UNCERTAIN),
        (["220 hi", "250 hi", "250 ok", "250 ok", "354 go on", "552 too much"], Outcome.REJECTED_FOR_GOOD),
        (["220 hi", "250 hi", "250 ok", "250 ok", "354 go on", "452 no room"], Outcome.TRY_AGAIN),
        (["220 hi", "250 hi", "250 ok", "250 ok", "354 go on", "250 ok"], Outcome.SENT),
    ],
)
def test_each_answer_of_a_server_has_its_outcome(answers, outcome):
    with ScriptedServer(*answers) as server:
        assert smtp.send(server.url, MAIL) is outcome


def test_a_server_that_falls_silent_after_the_message_is_uncertain(monkeypatch):
    monkeypatch.setattr(smtp, "SECONDS", 0.3)
    silent = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        connection, _ = listening.accept()
        with connection, connection.makefile("rwb", buffering=0) as line:
            for answer in (b"220 hi", b"250 hi", b"250 ok", b"250 ok", b"354 go on"):
                line.write(answer + b"\r\n")
                line.readline()
            silent.wait(5)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        assert smtp.send(f"smtp://127.0.0.1:{listening.getsockname()[1]}", MAIL) is Outcome.UNCERTAIN
    finally:
        silent.set()
        thread.join()
        listening.close()


def test_a_line_with_a_lone_dot_does_not_end_the_message(server):
    dotted = replace(MAIL, body="Første linje\n.\nAndre linje\n..to")
    assert smtp.send(server.url, dotted) is Outcome.SENT
    assert mailbox.read(server.file)[0].body == dotted.body


@pytest.mark.parametrize("field", ["to", "sender", "subject"])
def test_a_header_cannot_be_smuggled_in(server, field):
    with pytest.raises(ValueError, match=r"linefeed|newline|line"):
        smtp.send(server.url, replace(MAIL, **{field: "kari@example.no\r\nBcc: alle@example.no"}))
    assert mailbox.read(server.file) == []


def test_norwegian_letters_in_an_address_reach_a_server_that_knows_them(server):
    assert smtp.send(server.url, replace(MAIL, to="bjørn@blåbær.example")) is Outcome.SENT
    assert mailbox.read(server.file)[0].to == "bjørn@xn--blbr-roah.example"


def test_norwegian_letters_before_the_at_sign_are_refused_where_the_server_does_not_know_them():
    with ScriptedServer("220 hi", "250 hi") as server:
        assert smtp.send(server.url, replace(MAIL, to="bjørn@example.no")) is Outcome.REJECTED_FOR_GOOD


def test_a_server_that_does_not_offer_encryption_gets_nothing():
    with ScriptedServer("220 hi", "250 hi", "502 what?") as server:
        assert smtp.send(server.url.replace("smtp:", "smtp+starttls:"), MAIL) is Outcome.TRY_AGAIN
    assert not any(b"MAIL" in heard for heard in server.heard)


def test_a_password_is_never_sent_in_the_clear():
    with pytest.raises(ValueError, match="encrypted"):
        smtp.send("smtp://lege:hemmelig@mail.example", MAIL)


def test_a_refused_login_is_tried_again_when_somebody_has_mended_it(server):
    assert smtp.send(server.url.replace("smtp://", "smtp://lege:hemmelig@"), MAIL) is Outcome.TRY_AGAIN


@pytest.mark.parametrize("url", ["http://mail", "smtp://", "mail.example", "smtp://mail:99999", "smtp://mail:x"])
def test_a_wrong_address_is_told_without_the_password(url):
    with pytest.raises(ValueError, match=r"smtp://|port"):
        smtp.mail_server(url)


def test_neither_password_nor_recipient_stands_in_what_a_traceback_would_show():
    assert "hemmelig" not in repr(smtp.mail_server("smtps://lege:hemmelig@mail.example"))
    assert "kari" not in repr(MAIL)


def test_the_encrypted_kinds_check_the_servers_certificate(monkeypatch):
    asked, make = [], ssl.create_default_context

    def remembered(*arguments, **settings):
        asked.append(make(*arguments, **settings))
        return asked[-1]

    monkeypatch.setattr(ssl, "create_default_context", remembered)
    with ScriptedServer("220 hi") as server:
        assert smtp.send(server.url.replace("smtp:", "smtps:"), MAIL) is Outcome.TRY_AGAIN
    assert asked[0].verify_mode is ssl.CERT_REQUIRED
    assert asked[0].check_hostname


def test_reaching_the_server_sends_nothing(server):
    smtp.reach(server.url, MAIL.sender)
    assert mailbox.read(server.file) == []


def test_nothing_about_the_recipient_is_logged(server, refusals, capfd, caplog):
    refusals[MAIL.to] = 550
    smtp.send(server.url, MAIL)
    said = "".join(capfd.readouterr()) + caplog.text
    assert re.search("mail_refused", said)
    assert "kari" not in said
