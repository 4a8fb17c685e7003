"""The outside parties of the demo, standing in on this machine: the login, the mail server and the SMS gateway."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from legesvar.adapters.stand_ins import openid_provider
from legesvar.adapters.stand_ins.openid_provider import Audience, Client, Person
from legesvar.adapters.stand_ins.sms_receiver import SmsStandIn
from legesvar.adapters.stand_ins.smtp_server import SmtpStandIn
from legesvar.cli import ports
from legesvar.cli.demo_directory import Directory
from legesvar.cli.demo_people import PATIENTS, STAFF, Employee, Somebody
from legesvar.web.demo import kept

DOORS = {Audience.PATIENT: ("idporten", ""), Audience.STAFF: ("helseid", "/klinikk")}
CLIENTS = {Audience.PATIENT: "legesvar-pasient", Audience.STAFF: "legesvar-klinikk"}


@contextlib.contextmanager
def standing_in(directory: Directory, port: int) -> Iterator[dict[str, str]]:
    """Let the outside parties stand in until the block ends, and give the settings by which the portal finds them.

    :param port: the portal's; the login gets the next one
    """
    secrets = {
        Audience.PATIENT: directory.secrets.patients_client,
        Audience.STAFF: directory.secrets.staff_client,
    }
    mailbox = directory.path / kept.MAILBOX
    kept.write_people(directory.path, _listed())
    with contextlib.ExitStack() as standing:
        provider = openid_provider.serve(
            port + 1, _people(), [_client(audience, secrets[audience], port) for audience in Audience]
        )
        standing.callback(provider.close)
        mail = standing.enter_context(SmtpStandIn(mailbox, port=ports.any_free()))
        sms = standing.enter_context(SmsStandIn(mailbox, port=0))
        settings = {"MAIL_URL": mail.url, "MAIL_FROM": "ikke-svar@legesvar.example", "SMS_URL": sms.url}
        for audience, (path, _) in DOORS.items():
            prefix = f"OIDC_{audience.name}_"
            settings |= {
                prefix + "ISSUER": provider.issuer(path),
                prefix + "CLIENT_ID": CLIENTS[audience],
                prefix + "CLIENT_SECRET": secrets[audience],
            }
        yield settings


def _client(audience: Audience, secret: str, port: int) -> Client:
    issuer, door = DOORS[audience]
    portal = f"http://{ports.HOST}:{port}{door}"
    return Client(
        client_id=CLIENTS[audience], issuer=issuer, secret=secret,
        redirect_uris=(f"{portal}/logg-inn/retur/",),
        post_logout_redirect_uris=(f"{portal}/logg-ut/ferdig/",),
        frontchannel_logout_uri=f"{portal}/logg-inn/ut/",
        require_par=audience is Audience.STAFF,
    )  # fmt: skip


def _cast() -> Iterator[tuple[Audience, str, Somebody]]:
    for key, patient in PATIENTS.items():
        yield Audience.PATIENT, key, patient
    for key, employee in STAFF.items():
        yield Audience.STAFF, key, employee


def _people() -> list[Person]:
    return [
        Person(
            subject=f"{audience}-{key}", name=somebody.name, pid=somebody.number, audience=audience,
            role=somebody.what, note=somebody.why,
            hpr_number=(somebody.hpr_number or None) if isinstance(somebody, Employee) else None,
        )
        for audience, key, somebody in _cast()
    ]  # fmt: skip


def _listed() -> Iterator[kept.Person]:
    for audience, _, somebody in _cast():
        yield kept.Person(
            audience is Audience.STAFF, somebody.name, somebody.what, somebody.why, somebody.number
        )  # fmt: skip
