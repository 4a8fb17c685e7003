"""The pages that people see. Every value goes through format_html, which escapes it."""

from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from authlib.common.urls import add_params_to_uri
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .book import Session
from .exchange import Response
from .issuer import Issuer
from .registrations import FAULTS_IN_WORDS, Person

FOLDER = Path(__file__).parent
STATIC = {
    "/static/openid_provider.css": (FOLDER / "openid_provider.css", "text/css; charset=utf-8"),
    "/static/after_logout.js": (FOLDER / "after_logout.js", "text/javascript; charset=utf-8"),
}

NOBODY = SafeString("<p>Ingen er logget inn.</p>")
GO_ON = SafeString('<script src="/static/after_logout.js" defer></script>')

PAGE = """<!doctype html>
<html lang="nb">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – {issuer}, demo</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/openid_provider.css">
{head}
</head>
<body>
<header>
<p class="brand">{issuer} <span class="badge">Demo</span></p>
<p class="warning">Demoinnlogging – ikke ekte BankID. Alle personene er oppdiktet.</p>
</header>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""

CHOOSE = """<p>Velg hvem du vil være. {asked}</p>
<form method="post" action="/{path}/velg">
<input type="hidden" name="request" value="{request}">
<fieldset>
<legend>Sikkerhetsnivå</legend>
<label><input type="radio" name="level" value="high" checked> Høyt</label>
<label><input type="radio" name="level" value="substantial"> Betydelig (for lavt for helsetjenester)</label>
</fieldset>
<details>
<summary>Feil på bestilling</summary>
<p id="feil-hjelp">Prøv hva portalen gjør når innloggingen ikke er til å stole på. Gjelder bare denne innloggingen.</p>
<label for="feil">Feil</label>
<select id="feil" name="fault" aria-describedby="feil-hjelp">
<option value="">Ingen feil</option>
{faults}
</select>
</details>
<h2>Personer</h2>
<ul class="people">
{people}
</ul>
<button class="cancel" name="cancel" value="1">Avbryt innloggingen</button>
</form>
"""

PERSON = """<li><button name="subject" value="{subject}">
<span class="name">{name}</span>
<span class="role">{role}</span>
<span class="note">{note}</span>
<span class="number">{number}</span>
</button></li>
"""


def choose(issuer: Issuer, people: Iterable[Person], *, request: str, redirect_uri: str, acr_values: str) -> Response:
    """Show the people to click on."""
    shown = format_html_join("", PERSON, (_person(person) for person in people))
    faults = format_html_join(
        "\n", '<option value="{}">{}</option>', ((fault.value, words) for fault, words in FAULTS_IN_WORDS.items())
    )
    asked = f"Portalen ber om nivået «{acr_values}»." if acr_values else ""
    body = format_html(CHOOSE, path=issuer.profile.path, request=request, people=shown, faults=faults, asked=asked)
    return _page(issuer, "Logg inn", body, form_action=redirect_uri)


def logged_out(issuer: Issuer, ended: Iterable[Session], return_to: str | None) -> Response:
    """Tell every portal of the ended sessions in a hidden frame, then let the person go on."""
    addresses = [
        (add_params_to_uri(client.frontchannel_logout_uri, [("iss", issuer.url), ("sid", session.sid)]),)
        for session in ended
        for client in session.clients
        if client.frontchannel_logout_uri
    ]
    frames = format_html_join("\n", '<iframe hidden title="Utlogging" src="{}"></iframe>', addresses)
    way = format_html('<p><a id="videre" class="button" href="{}">Gå tilbake</a></p>', return_to) if return_to else ""
    script = GO_ON if return_to else ""
    body = format_html("<p>Vi gir beskjed til tjenestene du var logget inn i.</p>\n{}\n{}", way, frames)
    return _page(issuer, "Du er logget ut", body, head=script, frames=[address for (address,) in addresses])


def sessions(issuer: Issuer, living: Iterable[Session]) -> Response:
    """Show who is logged in here, each with a way to end it from this side."""
    rows = format_html_join(
        "\n",
        '<li><form method="post" action="/{}/avslutt"><input type="hidden" name="sid" value="{}">'
        "<button>Logg ut {}</button></form></li>",
        ((issuer.profile.path, session.sid, session.person.name) for session in living),
    )
    return _page(issuer, "Innlogginger", format_html('<ul class="people">{}</ul>', rows) if rows else NOBODY)


def problem(issuer: Issuer, error: str) -> Response:
    """Say that the request cannot be served; the browser is not sent to an address that nobody registered."""
    body = format_html("<p>Forespørselen fra portalen kan ikke brukes.</p><p>Årsak: <code>{}</code></p>", error)
    return _page(issuer, "Innloggingen kan ikke starte", body, status=HTTPStatus.BAD_REQUEST)


def static(path: str) -> Response | None:
    """Give the stylesheet or the script."""
    if path not in STATIC:
        return None
    file, content_type = STATIC[path]
    return Response(file.read_bytes(), content_type=content_type)


def _person(person: Person) -> dict[str, str]:
    number = f"Fødselsnummer {person.pid}" + (f", HPR-nummer {person.hpr_number}" if person.hpr_number else "")
    return {
        "subject": person.subject,
        "name": person.name,
        "role": person.role,
        "note": person.note,
        "number": number,
    }


def _page(
    issuer: Issuer,
    title: str,
    body: SafeString,
    *,
    head: SafeString | str = "",
    form_action: str = "",
    frames: Iterable[str] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    html = format_html(PAGE, title=title, issuer=issuer.profile.name, body=body, head=head)
    # Chromium applies form-action to the redirect after a form too.
    targets = " ".join(["'self'", _origin(form_action)] if form_action else ["'self'"])
    framed = " ".join(sorted({_origin(frame) for frame in frames})) or "'none'"
    policy = (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; base-uri 'none'; "
        f"frame-ancestors 'none'; form-action {targets}; frame-src {framed}"
    )
    return Response(html.encode(), status, headers={"Content-Security-Policy": policy})


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
