"""An import of patients in words: what each line would do, what is wrong and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from legesvar.domain.patients.kinds import Outcome
from legesvar.domain.patients.patient_file import MOST_LINES, FileFault, LineFault

OUTCOMES: dict[str, Promise] = {
    Outcome.NEW: pgettext_lazy("import", "Ny"),
    Outcome.BACK: pgettext_lazy("import", "Kommer tilbake"),
    Outcome.CHANGED: pgettext_lazy("import", "Endres"),
    Outcome.UNCHANGED: pgettext_lazy("import", "Uendret"),
    Outcome.WRONG: pgettext_lazy("import", "Feil"),
}
TONES = {Outcome.NEW: "success", Outcome.BACK: "success", Outcome.CHANGED: "info", Outcome.WRONG: "danger"}
_FILE: dict[FileFault, Promise] = {
    FileFault.EMPTY: pgettext_lazy("import", "Filen er tom. Velg en annen fil."),
    FileFault.TOO_LARGE: pgettext_lazy("import", "Filen er for stor. Den kan være høyst 4 MB. Del den i flere filer."),
    FileFault.TOO_MANY_LINES: pgettext_lazy(
        "import", "Filen har for mange linjer. Den kan ha høyst %(most)d. Del den i flere filer."
    ),
    FileFault.NO_TEXT: pgettext_lazy(
        "import", "Filen er ikke en CSV-fil. Åpne den i regnearket, og lagre den som CSV (UTF-8)."
    ),
    FileFault.NO_NUMBER_COLUMN: pgettext_lazy(
        "import", "Filen mangler en kolonne for fødselsnummer. Skriv «fødselsnummer» øverst i kolonnen."
    ),
    FileFault.NO_NAME_COLUMN: pgettext_lazy(
        "import", "Filen mangler en kolonne for navn. Skriv «navn», eller «fornavn» og «etternavn», øverst."
    ),
    FileFault.COLUMN_TWICE: pgettext_lazy("import", "To kolonner har samme innhold etter overskriften. Fjern den ene."),
}
_LINE: dict[LineFault, Promise] = {
    LineFault.TOO_LONG: pgettext_lazy("import", "Linjen er for lang. Se om et anførselstegn eller linjeskift mangler."),
    LineFault.QUOTES: pgettext_lazy("import", "Et anførselstegn er åpnet og ikke lukket. Rett linjen."),
    LineFault.COLUMNS: pgettext_lazy("import", "Linjen har for få kolonner. Rett linjen."),
    LineFault.CHARACTERS: pgettext_lazy("import", "Linjen har tegn vi ikke kan lagre. Skriv den på nytt."),
    LineFault.NUMBER_LENGTH: pgettext_lazy(
        "import", "Fødselsnummeret må ha 11 siffer. Regneark fjerner ofte en null først i nummeret."
    ),
    LineFault.NUMBER_DATE: pgettext_lazy("import", "De 6 første sifrene i fødselsnummeret er ikke en dato."),
    LineFault.NUMBER_CHECK: pgettext_lazy("import", "Fødselsnummeret har en skrivefeil."),
    LineFault.NUMBER_SYNTHETIC: pgettext_lazy("import", "Dette er et testnummer. Det kan ikke brukes her."),
    LineFault.NUMBER_NO_BIRTH_DATE: pgettext_lazy("import", "Vi kan ikke lese fødselsdatoen ut av nummeret."),
    LineFault.NAME: pgettext_lazy("import", "Navnet må ha fornavn og etternavn, og ingen tall eller spesialtegn."),
    LineFault.EMAIL: pgettext_lazy("import", "E-postadressen «%(about)s» er ikke en adresse."),
    LineFault.MOBILE: pgettext_lazy("import", "Mobilnummeret «%(about)s» er ikke et mobilnummer."),
    LineFault.GP: pgettext_lazy("import", "Ingen fastlege ved legekontoret har navnet eller HPR-nummeret «%(about)s»."),
    LineFault.GP_TWO: pgettext_lazy("import", "To fastleger heter «%(about)s». Bruk HPR-nummeret."),
    LineFault.TWICE: pgettext_lazy("import", "Samme fødselsnummer står på linje %(about)s."),
    LineFault.NEW_NAME: pgettext_lazy("import", "Navnet endres. Det er nå %(about)s."),
    LineFault.NEW_GP: pgettext_lazy("import", "Fastlegen endres."),
    LineFault.NEW_EMAIL: pgettext_lazy("import", "E-postadressen endres."),
    LineFault.NEW_MOBILE: pgettext_lazy("import", "Mobilnummeret endres."),
    LineFault.KEPT_EMAIL: pgettext_lazy("import", "Pasienten har bekreftet en annen e-postadresse. Den blir beholdt."),
    LineFault.KEPT_MOBILE: pgettext_lazy("import", "Pasienten har bekreftet et annet mobilnummer. Det blir beholdt."),
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def file_fault(fault: FileFault) -> str:
    """Say why a file cannot be read, and what to do."""
    return str(_FILE[fault]) % {"most": MOST_LINES}


def notes(said: Sequence[Sequence[str]]) -> str:
    """Say what is to be said about a line."""
    return " ".join(str(_LINE[LineFault(code)]) % {"about": about} for code, about in said)


def outcome(value: str) -> str:
    """Name what a line does."""
    return str(OUTCOMES[value])


def cell(written: object) -> str:
    """Write a cell of a report so that no spreadsheet takes it for a formula."""
    text = str(written)
    return f"'{text}" if text.lstrip(" \N{NO-BREAK SPACE}").startswith(_FORMULA) else text


def headings() -> list[str]:
    """Name the columns of the report."""
    return [_("Linje"), _("Hva skjer"), _("Fødselsnummer"), _("Navn"), _("Merknad")]
