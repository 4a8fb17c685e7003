"""What invented patients want beside consultations: prescriptions, invoices explained, papers and appointments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Errand:
    """One matter: what is asked for, what more is said about it, and what follows in turn."""

    asks: Sequence[str]
    details: Sequence[str]
    answers: Sequence[str]
    follow_ups: Sequence[str]
    ends: Sequence[str]


# What is used for years and needs no appointment: nothing addictive, and no antibiotics.
MEDICINES = (
    "Metoprolol 50 mg, 1 tablett om morgenen", "Levaxin 100 mikrogram, 1 tablett på tom mage",
    "Atorvastatin 40 mg, 1 tablett om kvelden", "Amlodipin 5 mg, 1 tablett daglig",
    "Candesartan 16 mg, 1 tablett om morgenen", "Metformin 500 mg, 1 tablett morgen og kveld",
    "Ventoline inhalator, ved behov", "Symbicort inhalator, 1 dose morgen og kveld",
    "Somac 20 mg, 1 tablett før frokost", "Albyl-E 75 mg, 1 tablett daglig", "Eliquis 5 mg, 1 tablett morgen og kveld",
    "Aerius 5 mg, 1 tablett daglig i pollensesongen", "Nasonex nesespray, 2 spray i hvert nesebor",
    "Imigran 50 mg, ved anfall av migrene", "Escitalopram 10 mg, 1 tablett om morgenen",
    "Cerazette, 1 tablett daglig", "Hydrokortison krem 1 %, tynt ved behov", "Allopurinol 100 mg, 1 tablett daglig",
    "Vagifem 10 mikrogram, 2 ganger i uken", "Jern 100 mg, 1 tablett annenhver dag",
    "Xalatan øyedråper, 1 dråpe i hvert øye om kvelden", "Burinex 1 mg, 1 tablett om morgenen",
)  # fmt: skip

PRESCRIPTIONS = (
    Errand(
        MEDICINES,
        (),
        (
            "Resepten er fornyet og ligger klar på apoteket.",
            "Jeg har fornyet resepten for ett år.",
            "Jeg har fornyet for tre måneder. Bestill time til kontroll før neste gang.",
            "Resepten er fornyet. Ta blodprøver hos oss i løpet av måneden; du trenger ikke time.",
            "Denne hadde du igjen på den gamle resepten. Jeg har likevel fornyet den.",
            "Resepten er sendt. Mål blodtrykket en uke før neste fornyelse, og skriv tallene til meg.",
        ),
        (
            "Apoteket finner ikke resepten. Kan du se etter?",
            "Det var den sterkeste styrken jeg mente.",
            "Jeg glemte å skrive at jeg snart reiser bort i to måneder.",
            "Apoteket hadde bare et annet merke. Er det greit?",
        ),
        (
            "Nå er den sendt på nytt.",
            "Jeg har rettet styrken. Den gamle resepten er trukket tilbake.",
            "Du kan ta ut for tre måneder om gangen. Det står på resepten.",
            "Ja, det er samme virkestoff.",
        ),
    ),
)

INVOICE_QUESTIONS = (
    Errand(
        (
            "Jeg har fått en faktura for en e-konsultasjon, men jeg har frikort.",
            "Hvorfor har jeg fått faktura når jeg har frikort?",
            "Frikortet mitt kom etter at dere svarte. Får jeg pengene tilbake?",
        ),
        ("Fakturaen gjelder forrige måned.", "Jeg fikk frikortet i posten i går.", "Jeg har ikke betalt ennå.", ""),
        (
            "Vi ser at frikortet gjaldt den dagen. Fakturaen er slettet, og du skal ikke betale.",
            "Frikortet gjelder først fra dagen etter at du nådde taket. Denne egenandelen må derfor betales.",
            "Egenandelen er meldt inn. Har du betalt for mye i år, får du pengene fra Helfo.",
        ),
        ("Jeg har fått en purring likevel.", "Hvor kan jeg se når frikortet gjelder fra?"),
        ("Purringen kan du se bort fra.", "Det ser du når du logger inn på Helsenorge."),
    ),
    Errand(
        (
            "Jeg har betalt fakturaen to ganger.",
            "Jeg betalte med feil KID-nummer.",
            "Jeg lurer på om betalingen min er kommet frem.",
            "Kan jeg få utsatt forfall på fakturaen?",
        ),
        ("Jeg betalte i nettbanken på mandag.", "Beløpet er trukket fra kontoen min.", "Det gjelder egenandelen.", ""),
        (
            "Vi har funnet betalingen, og alt er i orden.",
            "Vi har fått beløpet to ganger og betaler det ene tilbake. Hvilket kontonummer kan vi bruke?",
            "Betalingen er ikke kommet ennå. Det kan ta to virkedager.",
            "Du får to uker til. Vi sender ingen purring før det.",
        ),
        ("Kontonummeret er det samme som jeg betalte fra.", "Nå ser jeg at pengene er kommet tilbake til meg."),
        ("Da er beløpet på vei. Det kan ta tre dager.", "Fint. Betal en gang til med KID-nummeret på fakturaen."),
    ),
    Errand(
        (
            "Hva er det jeg har fått faktura for?",
            "Jeg synes beløpet på fakturaen er høyt.",
            "Jeg trenger kvittering for det jeg har betalt i år.",
        ),
        ("Jeg husker bare én e-konsultasjon.", "Arbeidsgiveren min ber om det.", ""),
        (
            "Den gjelder e-konsultasjonen du fikk svar på. Du finner den under Faktura når du logger inn.",
            "Egenandelen er fastsatt av staten og er den samme hos alle fastleger.",
            "Fakturaen med kvittering ligger under Faktura når du logger inn.",
        ),
        ("Nå fant jeg den.", "Kan jeg få den på papir?"),
        ("Så bra.", "Vi har lagt en utskrift i luken. Du kan hente den når du vil."),
    ),
)

INQUIRIES = (
    Errand(
        (
            "Jeg trenger en legeerklæring til skolen.",
            "Jeg trenger attest til førerkort.",
            "Kan jeg få en kopi av journalen min?",
            "Forsikringsselskapet mitt ber om en erklæring.",
        ),
        ("Den må leveres innen to uker.", "Skjemaet har jeg på papir.", "Jeg har ikke bedt om dette før.", ""),
        (
            "Til dette må du ha time hos legen. Ta med skjemaet.",
            "Lever skjemaet i luken, så ringer vi når det er klart.",
            "Attesten koster etter takst. Du har fått time torsdag kl. 10.15.",
            "Kopien er lagt i posten til adressen vi har på deg.",
        ),
        ("Jeg har levert skjemaet nå.", "Timen passer dessverre ikke.", "Hvor lang tid tar det?"),
        ("Den ligger klar i luken fra i morgen.", "Da flytter vi timen til uken etter, samme tid.", "Omtrent en uke."),
    ),
    Errand(
        (
            "Jeg vil gjerne bytte timen min.",
            "Er det mulig å få en tidligere time?",
            "Hvordan bestiller jeg time til blodprøve?",
            "Kan jeg komme til sykepleier uten time?",
        ),
        ("Jeg jobber dag hele uken.", "Det haster ikke.", "Jeg kan komme på kort varsel.", ""),
        (
            "Du er flyttet til tirsdag kl. 13.30. Gi beskjed hvis det ikke passer.",
            "Det er dessverre fullt denne uken. Du står på ventelisten.",
            "Laboratoriet er åpent hver dag fra 8 til 11. Du trenger ikke time.",
            "Du må melde deg i luken når du kommer.",
        ),
        ("Tirsdag passer fint.", "Må jeg være fastende?", "Kan det bli sent på dagen?"),
        ("Da ses vi.", "Nei, det trenger du ikke.", "Den siste timen er kl. 14.45. Vi har satt deg opp der."),
    ),
    Errand(
        (
            "Jeg har flyttet og vil melde fra om ny adresse.",
            "Jeg har byttet telefonnummer.",
            "Er henvisningen min sendt?",
            "Jeg har ikke hørt noe fra sykehuset.",
        ),
        ("Det gjelder hele familien.", "Det er over en måned siden.", "Jeg har samme fastlege som før.", ""),
        (
            "Takk for beskjed. Vi har rettet det hos oss.",
            "Henvisningen er sendt og mottatt. Du får brev med time.",
            "Vi har ringt avdelingen. Ventetiden er nå omtrent tre måneder.",
            "Adressen henter vi fra Folkeregisteret, så den kommer av seg selv.",
        ),
        ("Takk, da venter jeg på brevet.", "Kan dere purre for meg?"),
        ("Det er greit. Ring oss hvis du ikke har hørt noe om fire uker.", "Vi har purret i dag."),
    ),
)
