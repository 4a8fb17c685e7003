"""E-mail that came back, as mail servers write it, and as those who wish us ill write it."""

from __future__ import annotations

import pytest

from legesvar.adapters.bounces import LARGEST, Bounce, read

NAME = "0199d2c0-1111-7000-8000-000000000001"
ORIGINAL = f"From: a@portal.example\r\nMessage-ID: <{NAME}@portal.example>\r\nSubject: Ny melding\r\n\r\nTekst\r\n"


def report(*, action: str = "failed", status: str = "5.1.1", returned: str = "message/rfc822", original: str = ORIGINAL,
           kind: str = "multipart/report; report-type=delivery-status") -> bytes:  # fmt: skip
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: ikke-svar@portal.example\r\nSubject: Undelivered Mail\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: {kind}; boundary="grense"\r\n\r\n'
        "--grense\r\nContent-Type: text/plain\r\n\r\nI am sorry to have to inform you.\r\n\r\n"
        "--grense\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example\r\n\r\n"
        "Final-Recipient: rfc822; kari@eksempel.no\r\n"
        f"Action: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown\r\n\r\n"
        f"--grense\r\nContent-Type: {returned}\r\n\r\n{original}\r\n--grense--\r\n"
    ).encode()


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_says_which_email_and_why(returned: str) -> None:
    assert read(report(returned=returned)) == Bounce(NAME, "5.1.1")


@pytest.mark.parametrize(
    ("status", "dead"), [("5.1.1", True), ("5.1.10", True), ("5.2.1", True), ("5.2.2", False), ("5.7.1", False),
                         ("4.4.7", False), ("5.1.8", False)],
)  # fmt: skip
def test_a_full_mailbox_and_a_server_that_dislikes_us_do_not_make_an_address_dead(status: str, dead: bool) -> None:
    found = read(report(status=status))
    assert found is not None
    assert found.address_is_dead is dead


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", "", "Failed?"])
def test_only_what_failed_has_bounced(action: str) -> None:
    assert read(report(action=action)) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\x00\xff" * 100, b"Subject: hei\r\n\r\nhei", report(kind="multipart/mixed"), report(original="ingen"),
        report(original="Message-ID: uten-vinkler\r\n\r\n"), report(original=f"Message-ID: <{'x' * 900}@a>\r\n\r\n"),
        b"Content-Type: multipart/report; boundary=a\r\n\r\n--a", report() + b"x" * LARGEST,
        b"Content-Type: multipart/report; boundary=a\r\n\r\n" + b"--a\r\nContent-Type: multipart/mixed\r\n" * 2000,
        report().replace(b"MIME-Version: 1.0", b"MIME-Version: 1.0\r\nX-Odd: =?utf-8?q?=ff=fe?="),
    ],
    ids=range(11),
)  # fmt: skip
def test_whatever_is_sent_nothing_breaks(raw: bytes) -> None:
    assert read(raw) is None or read(raw) == Bounce(NAME, "5.1.1")
