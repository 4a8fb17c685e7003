"""E-mail over SMTP. Told apart with care: not sent, and perhaps sent."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

import structlog

from legesvar.adapters.outcome import Outcome

DEFAULT_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
SECONDS = 30
# RFC 3463: bad destination mailbox, host, syntax; moved; disabled. A server that merely dislikes us says 5.7.
NO_SUCH = re.compile(rb"5\.(?:1\.[1236]|1\.10|2\.1)\b")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mail is handed over."""

    scheme: str
    host: str
    port: int
    user: str
    password: str

    def __repr__(self) -> str:
        return f"MailServer({self.scheme}://{self.host}:{self.port})"  # never the password, in a log or a traceback


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail to one person.

    `message_id` is the same each time the same notice is tried, so that a mail system can drop a repetition.
    """

    sender: str
    to: str
    subject: str
    body: str
    message_id: str
    at: datetime

    def __repr__(self) -> str:
        return f"Mail({self.message_id})"


def mail_server(url: str) -> MailServer:
    """Read an address: smtp://host:port, smtp+starttls://user:password@host or smtps://user:password@host.

    :raises ValueError: saying what is wrong, without the password
    """
    parts = urlsplit(url)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError("it must look like smtp://host:25, smtp+starttls://user:password@host or smtps://…")
    try:
        port = parts.port or DEFAULT_PORTS[parts.scheme]
    except ValueError:
        raise ValueError("the port must be a number up to 65535.") from None
    if parts.username and parts.scheme == "smtp" and parts.hostname not in LOOPBACK:
        raise ValueError("a password is only sent encrypted: write smtp+starttls:// or smtps://.")
    return MailServer(parts.scheme, parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""))


def send(server_url: str, mail: Mail) -> Outcome:
    """Hand one e-mail over and say what became of it; failures of the network and the server are outcomes, not errors.

    :raises ValueError: the server's address or a header of the mail cannot be used
    """
    server, content = mail_server(server_url), _content(mail)
    try:
        with _connection(server, mail.sender) as smtp:
            return _hand_over(smtp, mail, content)
    except (OSError, smtplib.SMTPException) as error:
        # Nothing of the message has left us: refused login, no answer, no encryption.
        log.warning("mail_server_unreachable", error=type(error).__name__, code=getattr(error, "smtp_code", None))
        return Outcome.TRY_AGAIN


def reach(server_url: str, sender: str) -> None:
    """Connect, encrypt and log in as `send` would, and hang up.

    :raises OSError: also for what the server answers (`smtplib.SMTPException` is one)
    :raises ValueError: the address cannot be used
    """
    with _connection(mail_server(server_url), sender):
        pass


@contextmanager
def _connection(server: MailServer, sender: str) -> Iterator[smtplib.SMTP]:
    # Our own domain instead of the machine's name, which says too much and may take seconds to look up.
    us = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    if server.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=us, timeout=SECONDS, context=ssl.create_default_context()
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, local_hostname=us, timeout=SECONDS)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.scheme == "smtp+starttls":
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
        yield smtp
    finally:
        smtp.close()  # quit() would wait for an answer that changes nothing


def _hand_over(smtp: smtplib.SMTP, mail: Mail, content: bytes) -> Outcome:
    to = _envelope(mail.to)
    options = [] if to.isascii() else ["SMTPUTF8"]
    if options and not smtp.has_extn("smtputf8"):
        return _refused("rcpt", 553)
    smtp.command_encoding = "utf-8" if options else "ascii"
    code, _ = smtp.mail(_envelope(parseaddr(mail.sender)[1]), options)
    if code != 250:
        log.warning("mail_sender_refused", code=code)
        return Outcome.TRY_AGAIN
    code, said = smtp.rcpt(to)
    if code not in (250, 251):
        outcome = _refused("rcpt", code)
        return Outcome.NO_SUCH_ADDRESS if NO_SUCH.match(said) and outcome is Outcome.REJECTED_FOR_GOOD else outcome
    code, _ = smtp.docmd("DATA")
    if code != 354:
        return _refused("data", code)
    return _send_content(smtp, content)


def _send_content(smtp: smtplib.SMTP, content: bytes) -> Outcome:
    try:
        smtp.send(re.sub(rb"(?m)^\.", b"..", content) + b".\r\n")
        code, _ = smtp.getreply()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail_uncertain", error=type(error).__name__)
        return Outcome.UNCERTAIN
    if code // 100 != 2:
        return _refused("content", code)
    _say_goodbye(smtp)
    return Outcome.SENT


def _say_goodbye(smtp: smtplib.SMTP) -> None:
    try:
        smtp.putcmd("QUIT")
    except (OSError, smtplib.SMTPException):
        return  # it has the mail; how the call ends is of no account


def _refused(stage: str, code: int) -> Outcome:
    log.warning("mail_refused", stage=stage, code=code)
    return Outcome.REJECTED_FOR_GOOD if code // 100 == 5 else Outcome.TRY_AGAIN


def _content(mail: Mail) -> bytes:
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = mail.sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = mail.message_id
    # So that holiday replies and mailing programs leave it in peace (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message["Precedence"] = "bulk"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.body, charset="utf-8", cte="quoted-printable")
    return message.as_bytes(policy=SMTP_POLICY if mail.to.isascii() else SMTP_POLICY.clone(utf8=True))


def _envelope(address: str) -> str:
    """The address as the protocol wants it: a domain with æ, ø or å in its ASCII form."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address
