"""What is said when a dialogue is given to a colleague or shared with one."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legesvar.core.actor import Role
from legesvar.domain.dialogues.kinds import How
from legesvar.domain.dialogues.selectors import HandoverRow
from legesvar.words import roles


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one of the three pages."""

    title: str | Promise
    hint: str | Promise
    field: str | Promise
    button: str | Promise
    missing: str | Promise


WORDS: dict[How, Words] = {
    How.ASSIGNED: Words(
        gettext_lazy("Tildel henvendelsen"),
        gettext_lazy("Den står da under «Mine» hos kollegaen. Skal andre svare på en e-konsultasjon, videresend den."),
        gettext_lazy("Hvem skal følge den opp?"), gettext_lazy("Tildel"),
        gettext_lazy("Velg hvem som skal følge den opp."),
    ),
    How.FORWARDED: Words(
        gettext_lazy("Videresend henvendelsen"),
        gettext_lazy("Kollegaen kan lese og svare. Pasienten ser hvem som svarer, ikke at den er videresendt."),
        gettext_lazy("Hvem skal svare?"), gettext_lazy("Videresend"), gettext_lazy("Velg hvem som skal svare."),
    ),
    How.INVITED: Words(
        gettext_lazy("La en kollega lese med"),
        gettext_lazy("Kollegaen kan lese henvendelsen uten å oppgi grunn, og skrive notater. Bare du svarer."),
        gettext_lazy("Hvem skal lese med?"), gettext_lazy("Gi tilgang"), gettext_lazy("Velg hvem som skal lese med."),
    ),
}  # fmt: skip


def colleague(name: str, role: Role) -> str:
    """Name a colleague in a list: «Dag Doktor, fastlege»."""
    return f"{name}, {roles.label(role)}"


def shared(row: HandoverRow, when: str) -> str:
    """Say who may answer or read besides the recipient: «Dag Doktor kan svare. Videresendt av Lise Lege i går.»."""
    said = {
        How.FORWARDED: _("%(name)s kan svare. Videresendt av %(by)s %(when)s."),
        How.INVITED: _("%(name)s kan lese med. Delt av %(by)s %(when)s."),
    }[row.how]
    return said % {"name": row.staff_name, "by": row.by_name, "when": when}


def whose(name: str) -> str:
    """Say who has it now."""
    return _("Nå er den tildelt %(name)s.") % {"name": name} if name else _("Nå er den ikke tildelt noen.")
