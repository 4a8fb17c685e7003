"""The keys of the workbench, declared once: pages mark what a key presses, and the help lists them (WORK-2)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One key, and what it does.

    :param shown: how it is written; the page's element with `data-key` of the same value is what it presses
    """

    shown: str
    does: str | Promise


SHORTCUTS = (
    Shortcut("j", _("Neste i listen")),
    Shortcut("k", _("Forrige i listen")),
    Shortcut("Enter / o", _("Åpne den du står på")),
    Shortcut("r", _("Svar")),
    Shortcut("Shift + r", _("Svar og avslutt")),
    Shortcut("Ctrl + Enter", _("Send svaret med den knappen du valgte")),
    Shortcut("t", _("Velg tekstmal")),
    Shortcut("n", _("Skriv internt notat")),
    Shortcut("a", _("Tildel")),
    Shortcut("f", _("Videresend")),
    Shortcut("x", _("Avvis")),
    Shortcut("g", _("Gjør om til e-konsultasjon")),
    Shortcut("e", _("Avslutt uten å svare")),
    Shortcut("Shift + u", _("Merk som ulest")),
    Shortcut("u", _("Tilbake til listen")),
    Shortcut("/", _("Søk")),
    Shortcut("?", _("Vis hurtigtastene")),
)
