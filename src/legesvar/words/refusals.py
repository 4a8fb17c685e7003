"""What people read when a rule says no: one sentence per reason, saying what to do now.

A reason's value is its key. A sentence may name the refusal's details as `%(name)s`.
"""

from __future__ import annotations

import structlog
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from legesvar.core.refusal import Refused
from legesvar.domain.files.policies import FileRefusal
from legesvar.domain.files.settings import FileLimits
from legesvar.words import files

log = structlog.get_logger(__name__)

SENTENCES: dict[str, str | Promise] = {
    # patients
    "patients.not_by_you": _("Bare legekontoret kan registrere og avslutte hvem som handler for andre."),
    "patients.for_themselves": _("Ingen kan handle på vegne av seg selv. Velg en annen person."),
    "patients.ends_before_it_starts": _("Siste dag er før første dag. Rett datoene."),
    "patients.child_too_old": _(
        "Barnet har fylt 16 år, og da handler ikke foreldre lenger på barnets vegne. Det kan gi dem fullmakt."
    ),
    "patients.giver_too_young": _("Den som gir fullmakt, må ha fylt 16 år."),
    "patients.receiver_too_young": _("Den som får fullmakt eller er verge, må ha fylt 18 år."),
    "patients.no_services": _("Velg hva fullmakten gjelder."),
    "patients.unknown_service": _("Det er ikke mulig å gi tilgang til dette. Velg blant tjenestene på siden."),
    "patients.needs_full_number": _(
        "Legekontoret trenger hele fødselsnummeret ditt, og har det ikke. Ring legekontoret, så retter de det."
    ),
    "patients.needs_verified_mobile": _(
        "Legekontoret vil at mobilnummeret ditt er bekreftet først. Bekreft det i profilen din, og kom tilbake hit."
    ),
    "patients.needs_nothing_overdue": _(
        "En faktura fra legekontoret har forfalt og er ikke betalt. Betal den først, eller ring hvis noe er feil."
    ),
    "patients.register_not_your_role": _("Rollen din gir ikke adgang til å endre pasientlisten."),
    "patients.say_why": _("Si hvorfor du trenger å se opplysningene om denne pasienten."),
    "patients.already_listed": _("Pasienten står allerede på listen. Søk opp pasienten i pasientlisten."),
    "patients.not_listed": _("Pasienten står ikke på listen lenger. Registrer at pasienten er kommet tilbake først."),
    "patients.still_listed": _("Pasienten står på listen. Last inn siden på nytt."),
    "patients.no_such_gp": _("Velg en fastlege som arbeider ved legekontoret."),
    "patients.same_gp": _("Pasienten har denne fastlegen fra før."),
    "patients.left_on_wrong_day": _("Siste dag kan ikke være etter i dag eller før pasienten kom på listen."),
    "patients.no_name": _("Skriv navnet til pasienten, med fornavn og etternavn."),
    "patients.no_email": _("Skriv en e-postadresse, for eksempel navn@eksempel.no, eller la feltet stå tomt."),
    "patients.no_mobile": _("Skriv et mobilnummer med 8 siffer, eller la feltet stå tomt."),
    "patients.import_old": _("Forhåndsvisningen er for gammel. Last opp filen på nytt."),
    "patients.import_moved": _(
        "Pasientlisten er endret etter at du lastet opp filen. Forhåndsvisningen er laget på nytt. Se over den igjen."
    ),
    "patients.import_empty": _("Filen har ingenting som kan importeres."),
    # identity
    "session_idle": _("Du er logget ut fordi det er en stund siden du gjorde noe. Logg inn igjen for å fortsette."),
    "session_too_old": _("Du har vært innlogget så lenge som det går an. Logg inn igjen for å fortsette."),
    "session_ended": _("Du er logget ut. Logg inn igjen for å fortsette."),
    "session_removed": _("Du har ikke lenger tilgang til legekontoret."),
    "local_wrong": _("E-postadressen eller passordet stemmer ikke. Prøv igjen."),
    "local_wrong_password": _("Passordet stemmer ikke. Skriv det passordet du logger inn med."),
    "local_wrong_code": _("Koden stemmer ikke, eller den er brukt. Vent til appen viser en ny kode, og skriv den."),
    "local_wrong_passkey": _("Passnøkkelen ble ikke godtatt. Prøv igjen, eller bruk en kode."),
    "local_wait": _("Det er prøvd feil for mange ganger. Vent %(minutes)s minutter, og prøv igjen."),
    "local_step_over": _("Det tok for lang tid. Begynn på nytt."),
    "local_too_short": _("Passordet må ha minst 12 tegn. Flere vanlige ord etter hverandre er lett å huske."),
    "local_too_long": _("Passordet kan ha høyst 200 tegn."),
    "local_too_common": _("Passordet er for lett å gjette. Velg for eksempel fire ord som ikke hører sammen."),
    "local_different": _("De to passordene er ikke like. Skriv det samme i begge feltene."),
    "local_last_factor": _("Du må alltid ha minst én passnøkkel eller app. Legg til en ny før du fjerner denne."),
    "local_too_many_factors": _("Du kan ikke ha flere. Fjern en du ikke bruker."),
    "local_known_passkey": _("Passnøkkelen er lagt til fra før. Velg en annen."),
    "local_email_taken": _("Adressen brukes av en annen lokal konto. Be om en invitasjon til en annen adresse."),
    "parked_post_already_sent": _(
        "Det du skrev, er allerede sendt, eller det er for lenge siden. Se etter i innboksen før du sender på nytt."
    ),
    "contact_no_email": _("Skriv en e-postadresse, for eksempel navn@eksempel.no."),
    "contact_no_mobile": _("Skriv et mobilnummer med 8 siffer. Er det utenlandsk, begynner du med + og landkoden."),
    "contact_already_yours": _("Dette er bekreftet fra før. Du trenger ikke gjøre noe."),
    "contact_too_many_codes": _("Du har bedt om mange koder på kort tid. Vent en time, og prøv igjen."),
    "contact_wrong_code": _("Koden stemmer ikke. Se etter i meldingen, og skriv den på nytt."),
    "contact_locked": _("Koden er skrevet feil for mange ganger og virker ikke lenger. Be om en ny kode."),
    "contact_expired": _("Koden er for gammel. Be om en ny kode."),
    "contact_used": _("Koden er brukt, eller du har bedt om en nyere. Be om en ny kode hvis du trenger den."),
    "contact_no_push_service": _("Vi kan ikke sende varsler til denne nettleseren. Bruk e-post eller SMS."),
    # clinics
    "clinics.last_administrator": _("Legekontoret må ha en administrator. Gjør en annen til administrator først."),
    "clinics.own_role": _("Du kan ikke endre din egen rolle. Be en annen administrator."),
    "clinics.own_removal": _("Du kan ikke fjerne deg selv. Be en annen administrator."),
    "clinics.no_name": _("Skriv navnet med bokstaver, for eksempel Kari Nordmann. Det kan ha høyst 80 tegn."),
    "clinics.no_email": _("Skriv en e-postadresse, for eksempel navn@legekontoret.no."),
    "clinics.needs_hpr": _("En lege må ha HPR-nummer. Skriv det med siffer, for eksempel 9144889."),
    "clinics.hpr_elsewhere": _(
        "Den ansatte jobber også ved et annet legekontor. Fjern den ansatte, og send en ny invitasjon med HPR-nummer."
    ),
    "clinics.works_here": _("Du jobber ved legekontoret fra før. Logg inn som vanlig."),
    "clinics.too_many_invitations": _("Det er sendt mange invitasjoner på kort tid. Vent en time, og prøv igjen."),
    "clinics.invitation_over": _("Invitasjonen er brukt, trukket tilbake eller for gammel. Be om en ny."),
    "clinics.wrong_hpr": _("HPR-nummeret ditt er ikke det invitasjonen gjelder for. Be legekontoret om en ny."),
    "clinics.person_taken": _("Du er ikke den invitasjonen gjelder for. Be legekontoret om en ny."),
    "clinics.no_local_accounts": _("Legekontoret bruker ikke lokale kontoer. Logg inn med HelseID."),
    "clinics.own_way_in": _("Du er selv logget inn med en lokal konto. Logg inn med HelseID før du slår dem av."),
    "clinics.absence_backwards": _("Siste dag er før første dag. Rett datoene."),
    "clinics.absence_past": _("Fraværet er over. Velg en siste dag fra og med i dag."),
    "clinics.absence_too_long": _("Et fravær kan vare i høyst to år. Rett datoene."),
    "clinics.absence_no_doctor": _("Bare leger og vikarer kan ha fravær og være vikar."),
    "clinics.absence_same_person": _("Ingen kan være vikar for seg selv. Velg en annen vikar."),
    "clinics.absence_overlaps": _("Legen er alt borte i noen av dagene. Avslutt det først, eller endre datoene."),
    "clinics.absence_substitute_away": _("Vikaren er selv borte i noen av dagene. Velg en annen, eller andre dager."),
    "clinics.absence_stands_in": _("Legen er vikar for en annen i noen av dagene. Avslutt det først."),
    "clinics.absence_over": _("Fraværet er allerede avsluttet."),
    # files; their numbers are filled in by `files.sentence`
    **{reason.value: sentence for reason, sentence in files.SENTENCES.items()},
    # search
    "search.too_short": _("Skriv minst to tegn."),
    "search.too_long": _("Søket kan ha høyst %(limit)d tegn. Skriv kortere."),
    # dialogues
    "dialogues.closed": _("Samtalen er avsluttet. Har du nye spørsmål? Start på nytt."),
    "dialogues.waiting_for_clinic": _("Du kan skrive mer når legen har svart."),
    "dialogues.wrong_state": _("Dette kan ikke gjøres med samtalen nå. Last inn siden på nytt."),
    "dialogues.wrong_role": _("Rollen din gir ikke adgang til dette. Be en lege ved legekontoret om hjelp."),
    "dialogues.not_yours": _("Bare legen som fikk meldingen, eller vikaren, kan svare."),
    "dialogues.say_why": _("Si hvorfor du trenger å lese denne samtalen."),
    "dialogues.newer_message": _("Det er kommet en ny melding. Les den før du sender svaret."),
    "dialogues.empty_text": _("Skriv en beskjed før du sender."),
    "dialogues.too_long": _("Beskjeden er for lang. Gjør den kortere før du sender."),
    "dialogues.no_draft": _("Utkastet finnes ikke lenger. Det er sendt eller slettet. Se etter i innboksen."),
    "dialogues.written_elsewhere": _(
        "Du har skrevet i utkastet et annet sted også. Gå videre, så tar vi vare på begge tekstene."
    ),
    "dialogues.not_declared": _("Du må bekrefte at det ikke haster, før du kan sende."),
    "dialogues.not_accepted": _("Du må godta prisen før du kan sende."),
    "dialogues.price_changed": _("Prisen er endret. Se den nye prisen, og godta den før du sender."),
    "dialogues.not_on_list": _("Du står ikke på listen til dette legekontoret. Ring legekontoret."),
    "dialogues.not_in_mandate": _("Du kan ikke gjøre dette på vegne av personen. Ring legekontoret hvis det er feil."),
    "dialogues.cannot_hide": _("Bare den som er mellom 12 og 15 år, kan skjule en samtale for foreldrene sine."),
    "dialogues.waiting_for_consent": _("Pasienten er spurt om prisen, og har ikke svart ennå. Det må skje først."),
    "dialogues.answered_already": _(
        "Den er besvart, og pasienten skal betale for svaret. Derfor kan den ikke avvises. Avslutt den med et svar."
    ),
    "dialogues.guidance_changed": _("Spørsmålene om fare er endret. Les dem, og svar på nytt før du går videre."),
    "dialogues.cannot_have_it": _("Kollegaen har ikke tilgang til å lese henvendelser. Velg en annen."),
    "dialogues.colleague_cannot_answer": _("Kollegaen kan ikke svare på dette. Velg en lege."),
    "dialogues.not_your_act": _("Bare den som gjorde det, kan angre. Tildel eller videresend på nytt i stedet."),
    "dialogues.changed_since": _("Noen har tildelt eller videresendt den på nytt etterpå. Se hvem som har den nå."),
    "dialogues.not_waiting": _("Bare det som venter på svar fra legekontoret, kan merkes som haster."),
    "dialogues.too_many_files": _("Du kan ikke legge ved flere filer. Fjern en av dem først."),
    # standard_texts
    "standard_texts.wrong_role": _("Bare leger og administratorer kan endre legekontorets tekstmaler."),
    "standard_texts.no_title": _("Gi malen et navn."),
    "standard_texts.title_too_long": _("Navnet kan ha høyst 80 tegn. Gjør det kortere."),
    "standard_texts.empty": _("Skriv teksten i malen."),
    "standard_texts.too_long": _("Teksten kan ha høyst 5000 tegn. Gjør den kortere."),
    "standard_texts.unknown_placeholder": _(
        "Vi kjenner ikke %(name)s. Bruk et av feltene på listen, eller skriv to klammer på hver side: {{slik}}."
    ),
    "standard_texts.broken_placeholder": _(
        "Et felt mangler en klamme. Skriv det slik: {pasient}. Er klammen bare tekst, setter du et mellomrom ved den."
    ),
    "standard_texts.unresolved": _(
        "%(name)s er ikke fylt ut. Skriv det som skal stå der, eller ta det bort. Så kan du sende."
    ),
    "standard_texts.newer_version": _(
        "En kollega har endret malen siden du åpnet den. Se hva som er nytt, og lagre igjen."
    ),
    "standard_texts.retired": _("Malen er tatt ut av bruk. Lag en ny hvis du trenger den."),
    "standard_texts.too_many": _("Det er for mange maler fra før. Ta noen ut av bruk først."),
    "dialogues.patient_left": _("Pasienten står ikke på listen lenger. Ring pasienten i stedet."),
    # services
    "dialogues.opened": _(
        "Legekontoret har åpnet meldingen. Derfor kan du ikke trekke den tilbake. Skriv det som en ny melding."
    ),
    "services.kind_off": _("Legekontoret tar ikke imot dette her. Ring legekontoret."),
    "services.not_yet": _("Legekontoret tar ikke imot dette ennå. Ring legekontoret hvis du trenger hjelp nå."),
    "services.over": _("Legekontoret tar ikke imot dette lenger. Ring legekontoret."),
    "services.paused": _("Legekontoret tar ikke imot dette akkurat nå. Prøv igjen senere, eller ring legekontoret."),
    "services.outside_hours": _("Legekontoret tar imot dette bare i åpningstiden. Prøv igjen da."),
    "services.full_today": _("Legekontoret har fått så mange de kan svare på i dag. Prøv igjen i morgen."),
    "services.no_recipient": _("Ingen leger tar imot dette nå. Ring legekontoret."),
    "services.recipient_gone": _("Den du valgte, tar ikke imot dette nå. Velg en annen."),
    "services.choose_recipient": _("Velg hvem du vil skrive til."),
    "services.not_your_offer": _("Du kan bare slå av og på ditt eget tilbud. Be administratoren om hjelp."),
    "services.resumes_in_the_past": _("Velg et tidspunkt som kommer, høyst ett år fram."),
    "services.pause_needs_a_reason": _("Skriv hvorfor dere tar pause. Pasientene leser det."),
    "services.pause_not_allowed": _("Rollen din gir ikke adgang til å ta pause. Be administratoren om hjelp."),
    # clinics
    "clinics.wrong_role": _("Bare administratoren ved legekontoret kan endre dette."),
    "clinics.changed_meanwhile": _("Noen andre har endret dette mens du skrev. Se hva som er endret, og lagre igjen."),
    "clinics.contradicts_planned": _(
        "Endringen går ikke sammen med en endring som er planlagt. Ta bort den planlagte endringen først."
    ),
    "clinics.in_the_past": _("Velg en dato som kommer. Det som har vært, kan ikke endres."),
    "clinics.number_taken": _("Et annet legekontor her har dette organisasjonsnummeret. Sjekk nummeret."),
    "clinics.days_already_off": _("Alle dagene er fridager fra før. Velg andre dager."),
    "clinics.day_has_been": _("Velg en dag som kommer. Det som har vært, kan ikke endres."),
    "clinics.too_many_days": _("Legg inn høyst 60 dager om gangen. Sjekk årstallet."),
    "clinics.ends_before_it_starts": _("Siste dag er før første dag. Rett datoene."),
    # billing
    "billing_no_tariff": _("Legekontoret har ikke lagt inn prisen. Ring legekontoret."),
    "billing_price_changed": _("Prisen er endret. Se den nye prisen, og godta den før du går videre."),
    "billing_no_consent": _("Pasienten har ikke godtatt prisen. E-konsultasjonen kan ikke besvares her."),
    "billing_wrong_role": _("Rollen din gir ikke adgang til dette."),
    "billing_tariff_not_a_code": _("Skriv en takst slik den står i Normaltariffen, for eksempel 2ae."),
    "billing_tariff_out_of_range": _("Skriv et beløp fra 0 til 10 000 kroner."),
    "billing_tariff_in_the_past": _("Velg en dato fra og med i dag. Priser som har vært, endres ikke."),
    "billing_tariff_ends_before_it_starts": _("Velg en sluttdato som kommer etter startdatoen."),
    "billing_no_such_invoice": _("Fakturaen finnes ikke."),
    "billing_not_an_invoice": _("Dette er en kreditnota. Velg fakturaen den gjelder."),
    "billing_already_credited": _("Fakturaen er allerede kreditert."),
    "billing_not_due": _("Fakturaen har ikke forfalt ennå. Vent til dagen etter forfallsdatoen."),
    "billing_already_overdue": _("Fakturaen er allerede merket som ubetalt."),
    "billing_not_overdue": _("Fakturaen er ikke merket som ubetalt. En kollega kan ha fjernet merket."),
    # notifications
    "notifications.not_now": _("Varselet kan ikke sendes på nytt nå. Last inn siden for å se hva som er skjedd."),
    # journal
    "journal.must_be_journaled": _("Dette svaret må journalføres. Velg det i feltet Journal før du sender."),
    # diagnoses
    "diagnoses.missing": _("Velg en diagnose før du avslutter. Legekontoret trenger den til oppgjøret."),
    "diagnoses.unknown_code": _("Vi kjenner ikke diagnosen. Skriv en kode, eller søk med ord og velg en fra listen."),
    "journal.no_entry": _("Notatet finnes ikke."),
    "journal.empty_text": _("Skriv hva som skal rettes."),
}
UNNAMED = _("Vi kan ikke gjøre det du ba om nå. Gå tilbake, og prøv en gang til.")


def text(refused: Refused) -> str:
    """Return the sentence for a refusal, in the reader's language."""
    if isinstance(refused.reason, FileRefusal):
        return files.sentence(refused.reason, FileLimits())
    sentence = SENTENCES.get(refused.reason.value)
    if sentence is None:
        log.error("refusal_without_words", reason=refused.reason.value)
        return str(UNNAMED)
    return str(sentence) % refused.details if refused.details else str(sentence)
