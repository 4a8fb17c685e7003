"""`legesvar verify-audit`: hold the trace against its seals and say in plain words what is wrong (docs/audit.md)."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from legesvar.core import clock, wall
from legesvar.core.actor import system
from legesvar.domain.audit import selectors
from legesvar.domain.audit.verification import Fault, Kind, Report

INTACT, BROKEN = 0, 1
SEALED_BY_NOW = timedelta(minutes=10)

FOUND = {
    Kind.SEALS_MISSING: "{seals} mangler.",
    Kind.CHAIN_BROKEN: "Segl {seal} henger ikke sammen med seglet foran: et av dem er endret eller byttet ut.",
    Kind.STRETCH_UNSEALED: "Foran segl {seal} er det et hull som ikke er forseglet. Antall linjer i hullet: {count}.",
    Kind.ENTRIES_REMOVED: "I segl {seal} er det fjernet linjer. Antall: {count}.",
    Kind.ENTRIES_ADDED: "I segl {seal} er det lagt til linjer etterpå. Antall: {count}.",
    Kind.ENTRY_CHANGED: "I segl {seal} er en eller flere linjer endret, eller selve seglet er endret.",
    Kind.NOT_AS_KNOWN: "Segl {seal} er ikke det du oppga: det er endret, eller slutten av loggen er fjernet.",
}


def main(argv: Sequence[str]) -> int:
    """Print what was found; 0 when everything sealed is as it was, else 1."""
    known = dict(_arguments(argv).kjent)
    actor = system("verify-audit")
    with wall.acting_as(actor):
        report = selectors.verify(actor, known=known)
    print("\n".join(describe(report, clock.now())))
    return INTACT if report.is_intact else BROKEN


def describe(report: Report, now: datetime) -> list[str]:
    """Put the report into sentences for the one who runs the portal."""
    lines = [f"Kontrollerte {report.seals} segl med {report.sealed} linjer i hendelsesloggen."]
    if report.last:
        lines.append(f"Siste segl: {report.last.number}:{report.last.hash}")
    lines += _unsealed(report, now)
    if report.is_intact:
        return [*lines, "Alt som er forseglet, er uendret."]
    lines.append(f"FEIL: Loggen er ikke slik den ble forseglet. Antall feil: {report.broken}.")
    lines += [_fault(fault) for fault in report.faults]
    if report.broken > len(report.faults):
        lines.append(f"Bare de {len(report.faults)} første feilene er vist.")
    return lines


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="legesvar verify-audit",
        description="Kontroller at hendelsesloggen er uendret. Avslutter med 0 når den er det, ellers med 1.",
    )
    parser.add_argument(
        "--kjent", metavar="NUMMER:HASH", type=_seal, action="append", default=[],
        help="et segl du har tatt vare på utenfor databasen; viser om slutten av loggen er fjernet. Kan gjentas.",
    )  # fmt: skip
    return parser.parse_args(argv)


def _seal(raw: str) -> tuple[int, str]:
    number, _, total = raw.partition(":")
    if not number.isdecimal() or len(total) != 64:
        raise argparse.ArgumentTypeError("skriv nummeret på seglet, kolon og de 64 tegnene i hashen")
    return int(number), total.lower()


def _unsealed(report: Report, now: datetime) -> list[str]:
    if not report.unsealed:
        return ["Alle linjer er forseglet."]
    lines = [
        f"Linjer som ikke er forseglet ennå: {report.unsealed}. Den eldste er fra {_time(report.oldest_unsealed)}."
    ]
    oldest = _instant(report.oldest_unsealed)
    if oldest and now - oldest > SEALED_BY_NOW:
        lines.append(
            "Forseglingen ligger etter. Se om `legesvar work` går, og om en transaksjon står åpen i databasen."
        )
    return lines


def _fault(fault: Fault) -> str:
    last = fault.seal + fault.count - 1
    seals = f"Segl {fault.seal}" if fault.count <= 1 else f"Segl {fault.seal} til {last}"
    found = FOUND[fault.kind].format(seal=fault.seal, count=fault.count, seals=seals)
    return f"- {found}{_where(fault)}"


def _where(fault: Fault) -> str:
    if fault.before is None:
        return ""
    since = f"etter {_time(fault.after)} og " if fault.after else ""
    return f" Forseglet {since}til og med {_time(fault.before)} (transaksjon {fault.from_txid} til {fault.to_txid})."


def _time(text: str | None) -> str:
    instant = _instant(text)
    return "ukjent tid" if instant is None else instant.astimezone(clock.OSLO).strftime("%d.%m.%Y kl. %H.%M.%S")


def _instant(text: str | None) -> datetime | None:
    try:
        return datetime.strptime(text or "", "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return None  # somebody wrote a year that no calendar of ours has
