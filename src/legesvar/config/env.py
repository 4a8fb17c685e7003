"""The only reader of the environment. Strict: a wrong or missing value stops the start, with a sentence for each."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


class EnvironmentProblem(SystemExit):
    """One or more settings are wrong. Its text names every one of them, so that one try is enough."""


@dataclass(frozen=True)
class Database:
    """How to reach PostgreSQL: the parts of a postgresql:// URL."""

    name: str
    host: str
    port: str
    user: str
    password: str
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenIdSettings:
    """How to reach one OpenID provider (docs/login.md)."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    private_key: str = field(repr=False)
    private_key_id: str
    secret_in_body: bool
    scope: str
    acr_values: str
    level_claim: str
    required_levels: tuple[str, ...]
    pid_claim: str
    hpr_claim: str
    use_par: bool
    use_dpop: bool
    use_userinfo: bool
    logout_origins: tuple[str, ...]


@dataclass(frozen=True)
class Env:
    """Every setting of an installation, read once at the start."""

    demo: bool
    secret_key: str
    public_url: str
    database: Database
    database_role: str
    prepared_statements: bool
    files_url: str
    mail_url: str
    mail_from: str
    sms_url: str
    malware_url: str
    push_key: str = field(repr=False)
    push_contact: str
    push_services: tuple[str, ...]
    portal_name: str
    synthetic_identities: bool
    patients: OpenIdSettings
    staff: OpenIdSettings
    log_format: str
    trusted_proxies: int
    demo_directory: str
    fonts: str


_MISSING = object()
# The push services of Chrome, Edge, Firefox and Safari. Nobody can make us call any other address.
PUSH_SERVICES = (
    "https://fcm.googleapis.com", "https://*.notify.windows.com", "https://*.push.services.mozilla.com",
    "https://*.push.apple.com",
)  # fmt: skip


class _Reader:
    def __init__(self, source: Mapping[str, str]) -> None:
        self.source, self.problems = source, []  # type: ignore[var-annotated]

    def read(self, name: str, kind: Callable[[str], Any] = str, default: Any = _MISSING) -> Any:
        raw = self.source.get("LEGESVAR_" + name, "").strip()
        if not raw:
            if default is _MISSING:
                self.problems.append(f"LEGESVAR_{name} is missing.")
                return kind("") if kind is str else None
            return default
        try:
            return kind(raw)
        except ValueError as wrong:
            self.problems.append(f"LEGESVAR_{name} is wrong: {wrong}")
            return None


def yes_or_no(raw: str) -> bool:
    """Read `yes` or `no`; anything else is a ValueError."""
    if raw not in {"yes", "no"}:
        raise ValueError("it must be yes or no.")
    return raw == "yes"


def database_url(raw: str) -> Database:
    """Read a postgresql:// URL. The host may be a socket folder, given as ?host=/folder."""
    parts = urlsplit(raw)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ValueError("it must look like postgresql://user:password@host:5432/name.")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return Database(
        name=parts.path.strip("/"), host=unquote(query.pop("host", parts.hostname or "")),
        port=str(query.pop("port", parts.port or "")), user=unquote(parts.username or ""),
        password=unquote(parts.password or ""), options={k: unquote(v) for k, v in query.items()},
    )  # fmt: skip


def web_address(raw: str) -> str:
    """Read an http(s) address without a path; the trailing slash falls away."""
    parts = urlsplit(raw)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}:
        raise ValueError("it must look like https://portal.example.no.")
    return f"{parts.scheme}://{parts.netloc}"


def count(raw: str) -> int:
    """Read a whole number that is not negative."""
    if not raw.isdecimal():
        raise ValueError("it must be a whole number, 0 or more.")
    return int(raw)


def words(raw: str) -> tuple[str, ...]:
    """Read values separated by blanks or commas."""
    return tuple(raw.replace(",", " ").split())


def secret(raw: str) -> str:
    """Read a secret of at least 32 characters."""
    if len(raw) < 32:
        raise ValueError("it must have at least 32 characters.")
    return raw


def text_of_file(raw: str) -> str:
    """Read a file that is named, such as a private key."""
    try:
        return Path(raw).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise ValueError(f"the file {raw} cannot be read ({type(wrong).__name__}).") from wrong


def push_contact(raw: str) -> str:
    """Read whom a push service can write to."""
    if not raw.startswith(("mailto:", "https://")):
        raise ValueError("it must look like mailto:drift@portal.example.no.")
    return raw


def web_addresses(raw: str) -> tuple[str, ...]:
    """Read several http(s) addresses without paths."""
    return tuple(web_address(one) for one in words(raw))


def read(source: Mapping[str, str] | None = None) -> Env:
    """Read the environment.

    :raises EnvironmentProblem: naming every variable that is missing or wrong
    """
    reader = _Reader(os.environ if source is None else source)
    env = _read(reader)
    if reader.problems:
        listed = "\n  ".join(reader.problems)
        raise EnvironmentProblem(f"Legesvar cannot start. The settings below must be mended:\n  {listed}")
    return env


def _read(reader: _Reader) -> Env:
    get = reader.read
    demo = get("DEMO", yes_or_no, False)
    as_owner = get("AS_OWNER", yes_or_no, False)
    return Env(
        demo=demo,
        secret_key=get("SECRET_KEY", secret),
        public_url=get("PUBLIC_URL", web_address),
        database=get("OWNER_DATABASE_URL" if as_owner else "DATABASE_URL", database_url),
        database_role="" if as_owner else get("DATABASE_ROLE", str, ""),
        prepared_statements=not as_owner and get("PREPARED_STATEMENTS", yes_or_no, True),
        files_url=get("FILES_URL"),
        mail_url=get("MAIL_URL"),
        mail_from=get("MAIL_FROM"),
        sms_url=get("SMS_URL", str, ""),
        malware_url=get("MALWARE_URL", str, ""),
        push_key=get("PUSH_KEY_FILE", text_of_file, ""),
        push_contact=get("PUSH_CONTACT", push_contact, f"mailto:{parseaddr(get('MAIL_FROM', str, ''))[1]}"),
        push_services=get("PUSH_SERVICES", words, PUSH_SERVICES),
        portal_name=get("PORTAL_NAME", str, "Legesvar"),
        synthetic_identities=get("SYNTHETIC_IDENTITIES", yes_or_no, False),
        patients=_openid(
            reader, "PATIENT", "acr", ("idporten-loa-high",), "pid", "idporten-loa-high", "openid profile"
        ),
        staff=_openid(
            reader, "STAFF", "helseid://claims/identity/security_level", ("4",), "helseid://claims/identity/pid", "",
            "openid profile helseid://scopes/identity/pid helseid://scopes/identity/security_level "
            "helseid://scopes/hpr/hpr_number",
        ),
        log_format=get("LOG_FORMAT", str, "json"),
        trusted_proxies=get("TRUSTED_PROXIES", count, 0),
        demo_directory=get("DEMO_DIRECTORY", str, "") if demo else "",
        fonts=get("FONTS", str, str(Path(__file__).resolve().parents[3] / "build" / "fonts")),
    )  # fmt: skip


def _openid(
    reader: _Reader, who: str, level_claim: str, levels: tuple[str, ...], pid: str, acr: str, scope: str
) -> OpenIdSettings:
    get, prefix = reader.read, f"OIDC_{who}_"
    client_secret, private_key = get(prefix + "CLIENT_SECRET", str, ""), get(prefix + "KEY_FILE", text_of_file, "")
    if private_key is not None and bool(client_secret) == bool(private_key):
        reader.problems.append(f"LEGESVAR_{prefix}CLIENT_SECRET or LEGESVAR_{prefix}KEY_FILE must be set, not both.")
    return OpenIdSettings(
        issuer=get(prefix + "ISSUER"),
        client_id=get(prefix + "CLIENT_ID"),
        client_secret=client_secret,
        private_key=private_key,
        private_key_id=get(prefix + "KEY_ID", str, ""),
        secret_in_body=get(prefix + "SECRET_IN_BODY", yes_or_no, False),
        scope=get(prefix + "SCOPE", str, scope),
        acr_values=get(prefix + "ACR_VALUES", str, acr),
        level_claim=get(prefix + "LEVEL_CLAIM", str, level_claim),
        required_levels=get(prefix + "REQUIRED_LEVELS", words, levels),
        pid_claim=get(prefix + "PID_CLAIM", str, pid),
        hpr_claim=get(prefix + "HPR_CLAIM", str, "helseid://claims/hpr/hpr_number"),
        use_par=get(prefix + "PAR", yes_or_no, who == "STAFF"),
        use_dpop=get(prefix + "DPOP", yes_or_no, False),
        use_userinfo=get(prefix + "USERINFO", yes_or_no, False),
        logout_origins=get(prefix + "LOGOUT_ORIGINS", web_addresses, ()),
    )
