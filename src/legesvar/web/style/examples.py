"""What the style page shows: made-up people, one example of each state."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

STEPS = [
    {"name": "Mottaker", "url": "#mottaker"},
    {"name": "Passer det?", "url": "#passer"},
    {"name": "Pris", "url": "#pris"},
    {"name": "Beskjed", "url": "#beskjed"},
    {"name": "Se over og send", "url": ""},
]
INBOX = [
    {
        "when": "I dag kl. 08.42", "kind": "E-konsultasjon", "who": "Ingrid Testlund, Solvik legesenter",
        "state": "Åpen", "open": True, "new": True, "url": "#1", "about": "e-konsultasjon fra i dag kl. 08.42",
    },
    {
        "when": "19. november", "kind": "E-konsultasjon", "who": "Ingrid Testlund, Solvik legesenter",
        "state": "Venter på legen", "open": True, "new": False, "url": "#2", "about": "e-konsultasjon fra 19. november",
    },
    {
        "when": "3. oktober", "kind": "E-konsultasjon", "who": "Solvik legesenter",
        "state": "Avsluttet", "open": False, "new": False, "url": "#3", "about": "e-konsultasjon fra 3. oktober",
    },
]  # fmt: skip
ATTACHMENTS = [
    {"id": "1", "name": "tablett-eske.jpg", "size": "1,2 MB", "url": "#bilde", "thumbnail_url": "", "is_pdf": False},
    {
        "id": "2", "name": "epikrise-med-et-veldig-langt-navn-som-må-brytes.pdf", "size": "340 kB", "url": "#pdf",
        "thumbnail_url": "", "is_pdf": True,
    },
]  # fmt: skip
TEXT = (
    "Hei. Jeg fikk nye tabletter mot høyt blodtrykk for to uker siden. Etter det har jeg vært svimmel når jeg "
    "reiser meg. Bør jeg slutte, eller ta dem om kvelden?\n\nBlodtrykket hjemme er 128/78."
)
FACTS = [
    {"label": "Legekontor", "value": "Solvik legesenter", "change_url": "#endre", "change_what": "legekontor"},
    {"label": "Mottaker", "value": "Jonas Prøve, vikar for Ingrid Testlund", "change_url": "#endre"},
    {"label": "Pris", "value": "Jeg godtar å betale 259 kroner", "change_url": "#endre"},
    {"label": "Beskjed", "value": TEXT, "own_words": True, "change_url": "#endre"},
    {"label": "Svar innen", "value": "Fredag 27. november"},
]
PRICE = [{"label": "Egenandel", "amount": "204 kr"}, {"label": "Fakturagebyr", "amount": "55 kr"}]
_MESSAGES: list[dict[str, Any]] = [
    {
        "side": "mine", "who": "Aud Prøvestad", "when": "13. nov. kl. 21.04", "iso": "2026-11-13T20:04:00Z",
        "text": TEXT, "attachments": ATTACHMENTS, "seen": "Åpnet av legekontoret 16. november", "anchor": "melding-1",
    },
    {
        "side": "theirs", "who": "Ingrid Testlund, lege", "when": "I dag kl. 08.42", "iso": "2026-11-22T07:42:00Z",
        "text": "Hei, Aud. Ta tablettene om kvelden i én uke, og skriv til meg igjen.", "new": True,
        "anchor": "melding-2",
    },
]  # fmt: skip
_NOTE: dict[str, Any] = {
    "side": "note", "who": "Internt notat, Per Sekretær", "when": "16. nov. kl. 08.10", "iso": "2026-11-16T07:10:00Z",
    "text": "Pasienten ringte også. Sagt fra at svar kommer her.",
}  # fmt: skip
MESSAGES = [SimpleNamespace(**one) for one in _MESSAGES]
CASE = [
    SimpleNamespace(**one)
    for one in (
        _MESSAGES[0] | {"side": "theirs", "seen": "", "anchor": "sak-1"},
        _NOTE,
        _MESSAGES[1] | {"side": "mine", "new": False, "seen": "Lest av pasienten 22. november", "anchor": "sak-2"},
    )
]
WORK = [
    {
        "name": "Aud Prøvestad", "born": "f. 1941", "tag": "Over frist", "tone": "danger", "solid": True, "new": True,
        "kind": "E-konsultasjon · 1 vedlegg", "meta": "Mottatt 13. nov. · Deg", "url": "#1", "current": True,
    },
    {
        "name": "Nils Eksempelsen", "born": "f. 1958", "tag": "Frist i dag", "tone": "warning", "solid": False,
        "new": True, "kind": "E-konsultasjon · 2 vedlegg", "meta": "Mottatt 16. nov. · Deg",
        "url": "#2", "current": False,
    },
    {
        "name": "Elle Máret Demo", "born": "f. 1983", "tag": "Frist fre. 27.", "tone": "info", "solid": False,
        "new": False, "kind": "E-konsultasjon", "meta": "Mottatt 18. nov. · Ikke tildelt",
        "url": "#3", "current": False,
    },
]  # fmt: skip
