"""`legesvar check`: one look at everything an installation stands on, before people do."""

import argparse
import smtplib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import django
from django.conf import settings
from django.db import DatabaseError, connection

Check = Callable[[], str | None]

POWERS = """
    SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole, (SELECT count(*) FROM pg_class WHERE relowner = r.oid)
    FROM pg_roles r WHERE rolname IN (current_user, session_user)
"""


def main(argv: Sequence[str]) -> int:
    """Try everything, say what is wrong, and return 1 when anything is."""
    parser = argparse.ArgumentParser(
        prog="legesvar check",
        description="Looks at settings, database, wall, file store, virus scanner, e-mail, SMS and login, "
        "and says what is not fit. Sends nothing.",
    )
    parser.parse_args(argv)
    django.setup()
    problems = 0
    for name, check in checks():
        problem = _result(check)
        problems += problem is not None
        print(f"{'ok  ' if problem is None else 'NOT '} {name}{'' if problem is None else ': ' + problem}")
    print("Fit to be used." if not problems else f"{problems} to be mended.", file=sys.stderr)
    return 1 if problems else 0


def checks() -> list[tuple[str, Check]]:
    """Return what is looked at, in the order it is shown."""
    return [
        ("address by https", https),
        ("no demo", no_demo),
        ("no test people", no_test_people),
        ("database reached", database),
        ("database role", role),
        ("tables up to date", tables),
        ("wall", the_wall),
        ("style sheets gathered", gathered),
        ("documents' fonts", fonts),
        ("languages compiled", catalogues),
        ("file store", files),
        ("virus scanner", scanner),
        ("e-mail server", mail),
        ("SMS gateway", sms),
        ("push key", push_key),
        ("patients' login", lambda: login(settings.LEGESVAR.patients.issuer)),
        ("staff's login", lambda: login(settings.LEGESVAR.staff.issuer)),
        ("somebody to administer each clinic", administrators),
    ]


def https() -> str | None:
    """Cookies and health data must not travel in the clear."""
    return (
        None if settings.LEGESVAR.public_url.startswith("https://") else "LEGESVAR_PUBLIC_URL must begin with https://."
    )


def no_demo() -> str | None:
    """The demo lets anybody be anybody."""
    return "LEGESVAR_DEMO must be no." if settings.LEGESVAR.demo else None


def no_test_people() -> str | None:
    """A synthetic identity number belongs to nobody, so no login with one is somebody's."""
    return "LEGESVAR_SYNTHETIC_IDENTITIES must be no." if settings.SYNTHETIC_IDENTITIES else None


def database() -> str | None:
    """PostgreSQL 15 or newer, in UTF-8."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_encoding')")
        version, encoding = cursor.fetchone()
    if version < 150000:
        return f"PostgreSQL {version // 10000} is too old; 15 is the oldest that works."
    return None if encoding == "UTF8" else f"it holds {encoding}, and must hold UTF8."


def role() -> str | None:
    """The portal's role must be unable to step around the wall, by itself or by the role it logged in as."""
    with connection.cursor() as cursor:
        cursor.execute(POWERS)
        mighty = sorted(name for name, powerful, owned in cursor.fetchall() if powerful or owned)
    return f"{', '.join(mighty)} owns tables or has powers; log in as legesvar_app." if mighty else None


def tables() -> str | None:
    """Every migration of this version has been run."""
    from legesvar.cli import migrate

    missing = migrate.unapplied()
    return f"{len(missing)} migrations are missing. Run: legesvar migrate" if missing else None


def the_wall() -> str | None:
    """Row-level security is active for this connection on every table that needs it."""
    from legesvar.core import wall

    around = wall.breaches()
    return f"it does not stand around {', '.join(around)}." if around else None


def gathered() -> str | None:
    """The web server has style sheets to hand out."""
    from legesvar.cli import assets

    return None if assets.are_gathered() else "run: legesvar assets"


def fonts() -> str | None:
    """Invoices are set in fonts that come along, never in the machine's own."""
    folder = Path(settings.DOCUMENT_FONTS)
    return None if any(folder.glob("*.ttf")) else f"there are none in {folder}; run: make assets"


def catalogues() -> str | None:
    """Who has chosen another language than bokmål reads it."""
    from legesvar.cli import catalogues

    missing = catalogues.outdated()
    return f"{', '.join(missing)} lack; run: legesvar catalogues --compile" if missing else None


def files() -> str | None:
    """What is stored comes back, and goes away."""
    from legesvar.adapters import object_store

    store, key = object_store.open_store(settings.LEGESVAR.files_url), object_store.new_key()
    store.put(key, b"legesvar check", "text/plain")
    same = store.get(key) == b"legesvar check"
    store.delete(key)
    return None if same else "what was stored came back changed."


def scanner() -> str | None:
    """Where a scanner is named, it answers: otherwise nobody could send a file."""
    from legesvar.adapters import malware

    url = settings.LEGESVAR.malware_url
    return "it does not answer, so no file could come in." if url and not malware.answers(url) else None


def mail() -> str | None:
    """The mail server answers, encrypts and lets us in."""
    from legesvar.adapters import smtp

    try:
        smtp.reach(settings.LEGESVAR.mail_url, settings.LEGESVAR.mail_from)
    except smtplib.SMTPResponseException as refused:
        return f"it refused us with {refused.smtp_code}."
    return None


def sms() -> str | None:
    """The address of the gateway can be understood; it is not called."""
    from legesvar.adapters import sms as gateway

    if settings.LEGESVAR.sms_url:
        gateway.check_address(settings.LEGESVAR.sms_url)
    return None


def push_key() -> str | None:
    """Where push is turned on, its key is one that browsers' services understand."""
    from legesvar.adapters import push

    if settings.LEGESVAR.push_key:
        push.public_key(settings.LEGESVAR.push_key)
    return None


def login(issuer: str) -> str | None:
    """The OpenID provider answers and names itself as we know it."""
    from legesvar.adapters.oidc import transport
    from legesvar.adapters.oidc.discovery import Discovery
    from legesvar.adapters.oidc.problems import LoginRefused
    from legesvar.core import clock

    if not issuer.startswith("https://"):
        return f"{issuer} must begin with https://."
    try:
        with transport.client() as http:
            Discovery(issuer, http).metadata(clock.now())
    except LoginRefused as refused:
        return f"{issuer}: {refused}"
    return None


# By HelseID who has a number; by a local account who has one, where the clinic has them.
SHUT = """
    SELECT c.name FROM clinics_clinic c WHERE NOT EXISTS (
        SELECT FROM clinics_staff s JOIN identity_account a ON a.id = s.account_id
        LEFT JOIN identity_local_login l ON l.staff_id = s.id
        WHERE s.clinic_id = c.id AND s.active AND s.role = 'administrator' AND a.active
            AND (a.identity_number IS NOT NULL OR (c.local_accounts AND l.id IS NOT NULL))
    ) ORDER BY c.name
"""


def administrators() -> str | None:
    """Each clinic has an administrator with a way to log in: nobody else can let the others in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM clinics_clinic")
        (clinics,) = cursor.fetchone()
        cursor.execute(SHUT)
        shut = [name for (name,) in cursor.fetchall()]
    if clinics and len(shut) == clinics:
        return "no clinic has an administrator who can log in."
    return f"no administrator can log in at {', '.join(shut[:5])}." if shut else None


def _result(check: Check) -> str | None:
    from legesvar.adapters.object_store import StoreError

    try:
        return check()
    except (OSError, ValueError, DatabaseError, StoreError) as error:
        return (str(error).strip().splitlines() or [type(error).__name__])[0]
