"""A mail server for the demo and the tests: real SMTP, a file instead of a mailbox, and faults on request."""

from collections.abc import Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as default_policy
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from legesvar.adapters.stand_ins import mailbox
from legesvar.core import clock

DROP = 0
_REFUSALS = {
    550: "550 5.1.1 No such person here",
    451: "451 4.3.0 Try again later",
}


class _Handler:
    def __init__(self, file: Path, refusals: Mapping[str, int]) -> None:
        self.file, self.refusals = file, refusals

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = _REFUSALS.get(self.refusals.get(address, -1))
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        received = message_from_bytes(envelope.original_content or b"", _class=EmailMessage, policy=default_policy)
        for address in envelope.rcpt_tos:
            mailbox.append(self.file, _message(received, address))
        if any(self.refusals.get(address) == DROP for address in envelope.rcpt_tos):
            server.transport.abort()
        return "250 OK"


def _message(received: EmailMessage, to: str) -> mailbox.Message:
    body = received.get_body(preferencelist=("plain",))
    return mailbox.Message(
        channel="email",
        to=to,
        subject=str(received.get("Subject", "")),
        body=body.get_content().replace("\r\n", "\n").rstrip("\n") if body else "",
        time=clock.now().isoformat(),
    )


class SmtpStandIn:
    """The server, in a thread of this process.

    :param refusals: recipients that are answered 550 (for good), 451 (try again) or DROP (taken, but the line is cut
        before our server says so); may change while it runs
    """

    def __init__(self, file: Path, *, port: int, host: str = "127.0.0.1", refusals: Mapping[str, int] = {}) -> None:
        handler = _Handler(file, refusals)
        self.url = f"smtp://{host}:{port}"
        self._controller = Controller(handler, hostname=host, port=port, enable_SMTPUTF8=True)

    def __enter__(self) -> "SmtpStandIn":
        self._controller.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._controller.stop()
