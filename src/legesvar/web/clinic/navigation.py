"""Where staff may go from the top of every page: a line for each section, shown to those whose role has use for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from legesvar.core.actor import Role
from legesvar.domain.clinics.roles import Permission, may
from legesvar.web.icons import drawn_icon


@dataclass(frozen=True, slots=True)
class Way:
    """One section of the clinic's pages.

    :param section: what the section's views put into their context, so that the link is marked as the current one
    :param label: its name, as a msgid
    :param in_menu: whether it stands in the person's menu and not in the bar itself
    :param key: the key that leads there (see shortcuts.py)
    """

    section: str
    label: str
    icon: str
    url: str
    permission: Permission
    in_menu: bool = False
    key: str = ""


WAYS = (
    Way("worklist", _("Arbeidsliste"), "tasklist", "/klinikk/arbeidsliste/", Permission.WORKLIST),
    Way("patients", _("Pasienter"), "people", "/klinikk/pasienter/", Permission.PATIENTS),
    Way("search", _("Søk"), "search", "/klinikk/sok/", Permission.SEARCH, key="/"),
    Way(
        "own_offer",
        _("Min e-konsultasjon"),
        "chat",
        "/klinikk/innstillinger/min-e-konsultasjon/",
        Permission.OWN_OFFER,
        True,
    ),
    Way("pause", _("Pause"), "clock", "/klinikk/innstillinger/pause/", Permission.PAUSE, True),
    Way("settings", _("Innstillinger"), "pencil", "/klinikk/innstillinger/", Permission.SETTINGS),
    Way("statistics", _("Statistikk"), "chart", "/klinikk/statistikk/", Permission.STATISTICS, in_menu=True),
    Way("invoices", _("Fakturaer"), "pdf", "/klinikk/faktura/", Permission.INVOICES, in_menu=True),
    Way("notices", _("Varsler til pasienter"), "bell", "/klinikk/varsler/", Permission.NOTICES, in_menu=True),
    Way(
        "standard_texts",
        _("Tekstmaler"),
        "pencil",
        "/klinikk/innstillinger/tekstmaler/",
        Permission.STANDARD_TEXTS,
        in_menu=True,
    ),
    Way("staff", _("Ansatte"), "people", "/klinikk/innstillinger/ansatte/", Permission.STAFF, in_menu=True),
    Way("account", _("Innloggingen min"), "lock", "/klinikk/konto/", Permission.WORKLIST, in_menu=True),
)


def links(role: Role, section: str, *, in_menu: bool) -> SafeString:
    """Return links to the ways that are open to a role, in the bar or in the person's menu.

    :param section: where one is, whose link is marked
    """
    return _links(role, section, in_menu, get_language())


@cache
def _links(role: Role, section: str, in_menu: bool, language: str | None) -> SafeString:
    ways = (way for way in WAYS if way.in_menu is in_menu and may(role, way.permission))
    return format_html_join(
        "\n", '<a href="{}"{}{}{}>{}{}</a>',
        (
            (
                way.url,
                "" if in_menu else mark_safe(' class="bar__link"'),
                format_html(' data-key="{}"', way.key) if way.key else "",
                mark_safe(' aria-current="page"') if section == way.section else "",
                drawn_icon(way.icon),
                gettext(way.label),
            )
            for way in ways
        ),
    )  # fmt: skip
