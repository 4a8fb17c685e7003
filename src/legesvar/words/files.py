"""Why a file did not come in, in words."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy, ngettext, pgettext

from legesvar.domain.files.policies import FileRefusal
from legesvar.domain.files.selectors import FileRow
from legesvar.domain.files.settings import MEBIBYTE, FileLimits

SENTENCES = {
    FileRefusal.NONE_CHOSEN: gettext_lazy("Velg en fil først."),
    FileRefusal.EMPTY: gettext_lazy("Filen er tom. Velg en annen fil."),
    FileRefusal.TOO_LARGE: gettext_lazy("Filen er for stor. En fil kan være på høyst %(megabytes)s MB."),
    FileRefusal.TOO_MANY: gettext_lazy("Du kan legge ved høyst %(files)s filer."),
    FileRefusal.NOT_ALLOWED_TYPE: gettext_lazy(
        "Vi kan ikke ta imot denne typen fil. Velg et bilde (JPEG, PNG, HEIC, WebP eller GIF) eller en PDF."
    ),
    FileRefusal.BROKEN: gettext_lazy("Vi klarte ikke å lese filen. Den kan være skadet. Prøv å lagre den på nytt."),
    FileRefusal.TOO_MANY_PIXELS: gettext_lazy("Bildet har for mange piksler. Lagre det i mindre størrelse."),
    FileRefusal.TOO_MANY_PAGES: gettext_lazy("Dokumentet er for langt. Det kan ha høyst %(pages)s sider."),
    FileRefusal.ENCRYPTED: gettext_lazy("Dokumentet er låst. Lagre det uten passord og uten begrensninger."),
    FileRefusal.ACTIVE_CONTENT: gettext_lazy(
        "Dokumentet inneholder programkode eller andre filer. Skriv det ut til en ny PDF, og legg ved den."
    ),
    FileRefusal.MALWARE: gettext_lazy("Filen ble stoppet av viruskontrollen."),
    FileRefusal.SCAN_UNAVAILABLE: gettext_lazy("Viruskontrollen svarer ikke nå. Prøv igjen om litt."),
    FileRefusal.BUSY: gettext_lazy("Vi tar imot mange filer akkurat nå. Prøv igjen om litt."),
    FileRefusal.TOO_OFTEN: gettext_lazy("Du har lastet opp mange filer på kort tid. Vent et minutt, og prøv igjen."),
    FileRefusal.STORE_UNAVAILABLE: gettext_lazy("Vi får ikke lagret filer akkurat nå. Prøv igjen om litt."),
}


def sentence(reason: FileRefusal, limits: FileLimits) -> str:
    """Say why a file was refused and what the sender can do about it."""
    return str(SENTENCES[reason]) % {
        "megabytes": limits.max_bytes // MEBIBYTE,
        "files": limits.max_files,
        "pages": limits.max_pages,
    }


def size(count: int) -> str:
    """Say how large a file is, as file lists do: «340 kB», «1,2 MB».

    :param count: bytes
    """
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))}\u00a0kB"
    return f"{number_format(count / 1_000_000, 1)}\u00a0MB"


def on_paper(file: FileRow) -> str:
    """Name a file that a document does not draw: a PDF, or a picture that is no longer in the store."""
    if file.media_type == "application/pdf":
        return file.name
    return pgettext("journal", "%s (bildet finnes ikke i arkivet)") % file.name


def limits_told_up_front(limits: FileLimits) -> str:
    """Tell what may be attached, before anybody chooses a file (START-7)."""
    return ngettext(
        "Én fil på høyst %(megabytes)s MB. Bilde (JPEG, PNG, HEIC, WebP, GIF) eller PDF.",
        "Inntil %(files)s filer på høyst %(megabytes)s MB hver. Bilder (JPEG, PNG, HEIC, WebP, GIF) eller PDF.",
        limits.max_files,
    ) % {"files": limits.max_files, "megabytes": limits.max_bytes // MEBIBYTE}
