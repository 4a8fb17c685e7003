"""What invented patients write and clinics answer: sentences by topic, put together into short exchanges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from legesvar.cli.seeding import errands
from legesvar.cli.seeding.errands import Errand
from legesvar.core.kinds import DECLARED, Kind
from legesvar.domain.dialogues.policies import composed
from legesvar.domain.services.settings import DEFAULTS

MESSAGES = 6


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of complaint: what is said about it in turn."""

    complaints: Sequence[str]
    details: Sequence[str]
    questions: Sequence[str]
    advice: Sequence[str]
    replies: Sequence[str]
    ends: Sequence[str]


GREETINGS = ("Hei!", "Hei.", "Hei,", "God dag.", "Hei igjen.", "")
SINCE = (
    "Det begynte for omtrent en uke siden.", "Det har vart i to uker nå.", "Jeg har merket det i tre uker.",
    "Det startet etter ferien.", "Det har kommet og gått i en måned.", "Det begynte på mandag.",
    "Jeg har hatt det siden i høst.", "Det har ligget der lenge, men er mer plagsomt nå.", "",
)  # fmt: skip
EVERYDAY = (
    "Jeg går på jobb som vanlig.", "Jeg sover greit.", "Det går mest ut over nattesøvnen.",
    "Jeg klarer det meste, men er sliten på kvelden.", "Jeg har måttet ta det litt roligere enn vanlig.",
    "Det plager meg mest når jeg sitter stille.", "Ellers føler jeg meg frisk.", "Jeg har ikke feber.", "",
)  # fmt: skip
THANKS = ("Takk for hjelpen.", "På forhånd takk!", "Mvh", "Takk!", "Hilsen", "")
ANSWER_OPENINGS = (
    "Hei, og takk for meldingen.", "Hei!", "Hei, takk for at du skriver.", "Takk for en god beskrivelse.",
    "Hei. Jeg har lest det du skriver.", "Hei. Fint at du tar kontakt.",
)  # fmt: skip
SAFETY_NET = (
    "Ta kontakt igjen hvis det ikke er bedre om to uker.", "Ring oss hvis det blir verre.",
    "Blir du akutt dårligere, ring legevakt på 116 117.", "Bestill time hvis det varer mer enn tre uker.",
    "Si fra hvis du får feber eller nye plager.", "Skriv gjerne igjen hvis du lurer på noe mer.", "",
)  # fmt: skip
ASKS = (
    "Har du hatt dette før?", "Bruker du noen faste medisiner i tillegg?", "Er det noe som gjør det bedre eller verre?",
    "Har andre i familien det samme?", "Hvor mye går det ut over hverdagen?", "Har du prøvd noe fra apoteket?",
)  # fmt: skip
SHORT_OPENINGS = ("Hei!", "Hei.", "Hei, og takk for meldingen.", "")
REPLY_OPENINGS = ("Takk for svar.", "Takk for raskt svar!", "Hei igjen.", "Takk.", "")

TOPICS = (
    Topic(
        (
            "Jeg har hostet mye og blir ikke kvitt det.",
            "Jeg har en tørrhoste som kommer om natten.",
            "Jeg hoster opp litt gult slim om morgenen.",
            "Etter en forkjølelse sitter hosten igjen.",
        ),
        (
            "Jeg har prøvd hostesaft uten særlig virkning.",
            "Jeg røyker ikke.",
            "Jeg har hatt astma som barn.",
            "Kollegaene mine har også vært forkjølet.",
        ),
        (
            "Bør jeg komme til undersøkelse?",
            "Kan det være noe annet enn forkjølelse?",
            "Hvor lenge er det vanlig å hoste?",
        ),
        (
            "Hoste etter en luftveisinfeksjon kan vare i tre til fire uker uten at det er noe galt.",
            "Drikk godt, hev hodeenden av sengen og unngå røyk.",
            "Antibiotika hjelper ikke på dette.",
            "Du kan prøve honning i varmt vann om kvelden.",
        ),
        ("Hosten er litt bedre nå, men jeg er fortsatt tungpustet i bakker.", "Jeg har ikke hatt feber, nei."),
        (
            "Da venter vi det an. Det går nesten alltid over av seg selv.",
            "Kom innom for en enkel pusteprøve neste uke.",
        ),
    ),
    Topic(
        (
            "Jeg har fått et kløende utslett på underarmene.",
            "Huden i ansiktet er tørr og rød.",
            "Eksemet mitt har blusset opp igjen.",
            "Jeg har flere tørre flekker på leggene.",
        ),
        (
            "Det klør mest om kvelden.",
            "Jeg har byttet såpe nylig.",
            "Jeg har smurt med fuktighetskrem.",
            "Jeg har lagt ved et bilde.",
        ),
        ("Er det noe jeg kan smøre med?", "Bør jeg vise det frem?", "Kan jeg bruke kremen jeg fikk i fjor?"),
        (
            "Det ligner eksem på bildet.",
            "Smør med en fet fuktighetskrem morgen og kveld.",
            "Bruk hydrokortison 1 % tynt på de røde flekkene i inntil to uker.",
            "Unngå parfymert såpe og for varme dusjer.",
        ),
        ("Kremen hjelper, men det klør litt ennå.", "Det er nesten borte på den ene armen."),
        ("Så bra. Trapp ned til annenhver dag, og slutt når huden er glatt.", "Fortsett med fuktighetskrem hver dag."),
    ),
    Topic(
        (
            "Jeg har begynt på blodtrykksmedisin og er blitt svimmel.",
            "Jeg lurer på om medisinen gir meg tørrhoste.",
            "Blodtrykket mitt hjemme er høyere enn vanlig.",
            "Jeg har fått hovne ankler etter at vi økte dosen.",
        ),
        (
            "Jeg måler rundt 145 over 88 om morgenen.",
            "Jeg tar én tablett om morgenen.",
            "Svimmelheten kommer når jeg reiser meg fort.",
            "Jeg har ikke vondt i brystet.",
        ),
        ("Skal jeg fortsette med samme dose?", "Kan jeg ta tabletten om kvelden i stedet?", "Bør vi bytte medisin?"),
        (
            "Mål blodtrykket to ganger om morgenen og to ganger om kvelden i en uke.",
            "Det er en kjent bivirkning og er ikke farlig.",
            "Fortsett med samme dose til vi har målingene.",
            "Du kan gjerne ta tabletten om kvelden.",
        ),
        ("Her er målingene: 138/84, 142/86, 136/82, 140/85.", "Jeg er mindre svimmel når jeg tar den om kvelden."),
        (
            "Det er fine tall. Vi fortsetter som nå og tar blodprøver om tre måneder.",
            "Da bytter vi medisin. Resepten er sendt.",
        ),
    ),
    Topic(
        (
            "Jeg har migrene oftere enn før.",
            "Jeg har hodepine nesten hver ettermiddag.",
            "Anfallsmedisinen virker dårligere.",
            "Jeg våkner med hodepine flere ganger i uken.",
        ),
        (
            "Det er den samme hodepinen som jeg pleier å ha.",
            "Jeg sitter mye foran skjerm.",
            "Jeg har hatt seks anfall denne måneden.",
            "Synet er som vanlig.",
        ),
        ("Finnes det noe forebyggende?", "Er det trygt å ta tablettene så ofte?", "Kan det være synet?"),
        (
            "Før hodepinedagbok i fire uker, så ser vi etter mønster.",
            "Smertestillende mer enn ti dager i måneden kan i seg selv gi hodepine.",
            "Ta anfallsmedisinen så tidlig som mulig.",
            "Regelmessig søvn og mat hjelper mange.",
        ),
        ("Jeg har skrevet dagbok. Det var fem anfall, flest i helgene.", "Jeg hadde bare to anfall sist måned."),
        (
            "Fint. Vi starter forebyggende behandling, og du kommer til kontroll om seks uker.",
            "Da fortsetter vi uten endringer.",
        ),
    ),
    Topic(
        (
            "Jeg har mye sure oppstøt.",
            "Magen har vært urolig.",
            "Jeg er forstoppet.",
            "Jeg blir oppblåst etter måltider.",
        ),
        (
            "Det er verst etter kaffe og fet mat.",
            "Jeg har ikke gått ned i vekt.",
            "Det er ikke blod i avføringen.",
            "Jeg har kuttet ut melk uten at det hjalp.",
        ),
        ("Bør jeg ta noen prøver?", "Er det noe jeg kan kjøpe på apoteket?", "Kan det være matintoleranse?"),
        (
            "Prøv små måltider, og ikke spis de siste tre timene før du legger deg.",
            "Syredempende tabletter kan kjøpes uten resept og brukes i inntil to uker.",
            "Øk mengden fiber gradvis, og drikk nok vann.",
            "Jeg legger inn bestilling på blodprøver. Du kan komme uten time.",
        ),
        ("Tablettene hjelper godt. Kan jeg fortsette?", "Jeg har tatt blodprøvene nå."),
        ("Prøvene er fine. Fortsett med kostrådene.", "Ja, i to uker til. Prøv så å slutte."),
    ),
    Topic(
        (
            "Jeg har sesongallergi og trenger råd før våren.",
            "Nesen er tett, og øynene klør.",
            "Allergimedisinen gjør meg trøtt.",
            "Jeg tror jeg har fått pollenallergi.",
        ),
        (
            "Det er verst på tørre dager.",
            "Jeg bruker nesespray av og til.",
            "Vi fikk katt i sommer.",
            "Barna mine har det samme.",
        ),
        ("Hvilken medisin gjør meg minst trøtt?", "Når bør jeg begynne?", "Bør jeg allergitestes?"),
        (
            "Bruk nesespray med kortison daglig gjennom hele sesongen.",
            "Begynn to uker før pollenet kommer.",
            "Tabletter med desloratadin gjør de fleste mindre trøtte.",
            "Vi kan ta en blodprøve for de vanligste allergiene.",
        ),
        ("Nesesprayen virker bra.", "Jeg vil gjerne ta blodprøven."),
        ("Prøven viser utslag på bjørk og gress. Fortsett som nå.", "Flott. Da trenger vi ikke gjøre mer nå."),
    ),
    Topic(
        (
            "Jeg sover dårlig.",
            "Jeg våkner klokken tre hver natt.",
            "Jeg bruker to timer på å sovne.",
            "Skiftarbeidet ødelegger søvnen min.",
        ),
        (
            "Jeg drikker ikke kaffe etter klokken 15.",
            "Jeg tenker mye på jobben.",
            "Jeg har prøvd melatonin.",
            "Jeg trener tre ganger i uken.",
        ),
        ("Har du noen råd?", "Finnes det et kurs?", "Er det trygt å ta melatonin hver kveld?"),
        (
            "Stå opp til samme tid hver dag, også i helgen.",
            "Stå opp hvis du ikke har sovnet etter tjue minutter.",
            "Frisklivssentralen har gode søvnkurs. Du kan melde deg på selv.",
            "Melatonin kan brukes i inntil tre måneder.",
        ),
        ("Jeg har fulgt rådene i to uker og sover bedre.", "Jeg har meldt meg på kurset."),
        ("Så godt å høre. Hold på de nye vanene.", "Bra. Gi lyd etter kurset hvis du trenger mer hjelp."),
    ),
    Topic(
        (
            "Jeg skal på reise og lurer på hvilke vaksiner jeg trenger.",
            "Vi skal til Thailand i februar.",
            "Jeg er usikker på når jeg sist tok stivkrampevaksine.",
            "Jeg skal studere i utlandet et år.",
        ),
        (
            "Vi skal være der i tre uker.",
            "Jeg har vaksinekortet fra militæret.",
            "Vi skal bo på hotell.",
            "Jeg bruker ingen medisiner.",
        ),
        ("Hva anbefaler du?", "Hvor lang tid før avreise må jeg ta dem?", "Kan jeg ta dem hos dere?"),
        (
            "Du bør ha oppfrisket difteri, stivkrampe, kikhoste og polio hvert tiende år.",
            "Hepatitt A anbefales til det området.",
            "Ta vaksinene minst to uker før du reiser.",
            "Bestill time hos sykepleieren vår. Vaksinen henter du på apoteket først.",
        ),
        ("Jeg tok den siste i 2009.", "Kan barna få det samme?"),
        ("Da er det på tide med påfyll. Resepten ligger klar.", "Ja. Gi oss fødselsdatoen deres når dere bestiller."),
    ),
    Topic(
        (
            "Jeg har vondt i korsryggen.",
            "Skulderen er stiv og vond.",
            "Kneet har vært hovent etter trening.",
            "Jeg har vondt i nakken etter mye kontorarbeid.",
        ),
        (
            "Det stråler ikke ned i beinet.",
            "Jeg har ikke falt eller slått meg.",
            "Paracetamol hjelper litt.",
            "Det er verst om morgenen.",
        ),
        ("Bør jeg til fysioterapeut?", "Trenger jeg røntgen?", "Kan jeg trene som vanlig?"),
        (
            "Hold deg i vanlig aktivitet så langt det går.",
            "Bilder hjelper sjelden så tidlig i forløpet.",
            "Du kan bestille time hos fysioterapeut uten henvisning.",
            "Ta paracetamol fast i fem dager, ikke bare ved behov.",
        ),
        ("Det er mye bedre, men ikke helt bra.", "Fysioterapeuten mener det er muskulært."),
        ("Da er det på rett vei. Fortsett med øvelsene.", "Fint. Da trengs ingen flere undersøkelser nå."),
    ),
    Topic(
        (
            "Jeg bruker stoffskiftemedisin og er mer trøtt enn vanlig.",
            "Jeg lurer på svaret på blodprøvene mine.",
            "Jeg er redd jeg mangler jern.",
            "Jeg vil gjerne sjekke vitamin D.",
        ),
        (
            "Jeg har tatt samme dose i to år.",
            "Jeg er vegetarianer.",
            "Jeg har hatt kraftige menstruasjoner.",
            "Forrige prøve ble tatt i vår.",
        ),
        ("Bør dosen endres?", "Kan jeg ta nye prøver?", "Skal jeg ta jerntabletter?"),
        (
            "Jeg har bestilt nye blodprøver. Kom fastende om morgenen.",
            "Verdiene i vår var i nedre del av det normale.",
            "Ta medisinen på tom mage, en halvtime før frokost.",
            "Jern kan tas annenhver dag. Da tåler magen det bedre.",
        ),
        ("Jeg har vært hos dere og tatt prøvene.", "Jeg tåler jerntablettene greit."),
        (
            "Prøvene er normale. Vi fortsetter med samme dose.",
            "Jernlageret er lavt. Ta tabletter i tre måneder, så tar vi ny prøve.",
        ),
    ),
    Topic(
        (
            "Det svir når jeg tisser.",
            "Jeg må oftere på do enn vanlig.",
            "Jeg tror jeg har fått urinveisinfeksjon igjen.",
        ),
        (
            "Jeg har ikke feber eller vondt i ryggen.",
            "Sist hjalp det med en kort kur.",
            "Jeg er ikke gravid.",
            "Jeg drikker mye vann.",
        ),
        ("Må jeg levere prøve?", "Kan jeg få en kur?", "Går det over av seg selv?"),
        (
            "Kom innom laboratoriet med en morgenurin i dag eller i morgen.",
            "Halvparten blir bra uten antibiotika i løpet av en uke.",
            "Resepten er sendt og gjelder i tre dager.",
            "Får du feber eller vondt i ryggen, må du ringe oss samme dag.",
        ),
        ("Jeg har levert prøven.", "Det er mye bedre etter to dager."),
        ("Prøven viste bakterier. Fullfør kuren.", "Så bra. Du trenger ingen kontroll."),
    ),
    Topic(
        (
            "Jeg lurer på bivirkninger av den nye medisinen.",
            "Jeg vil gjerne slutte med medisinen.",
            "Jeg har glemt å ta tablettene i to dager.",
            "Apoteket hadde ikke medisinen min.",
        ),
        (
            "Jeg er litt kvalm om morgenen.",
            "Jeg har brukt den i tre måneder.",
            "Ellers tåler jeg den godt.",
            "De foreslo et annet merke.",
        ),
        ("Hva skal jeg gjøre?", "Kan jeg halvere dosen?", "Er det samme virkestoff?"),
        (
            "Ta medisinen sammen med mat, så går kvalmen ofte over etter en uke.",
            "Ikke ta dobbel dose. Fortsett som vanlig.",
            "Ja, det er samme virkestoff, og du kan trygt bruke det.",
            "Trapp ned over fire uker. Ikke slutt brått.",
        ),
        ("Kvalmen er borte nå.", "Jeg er nede på halv dose og føler meg fin."),
        (
            "Fint. Da fortsetter vi, og ses til kontroll om tre måneder.",
            "Bra. Slutt helt om to uker, og si fra hvis noe kommer tilbake.",
        ),
    ),
)


ERRANDS = {
    Kind.PRESCRIPTION: errands.PRESCRIPTIONS, Kind.INVOICE_QUESTION: errands.INVOICE_QUESTIONS,
    Kind.INQUIRY: errands.INQUIRIES,
}  # fmt: skip


def stories(random: Random, kind: Kind, number: int) -> list[tuple[str, ...]]:
    """Return invented exchanges of six texts each: patient, clinic, patient, clinic, patient, clinic."""
    if kind in ERRANDS:
        return [_errand(random, kind, random.choice(ERRANDS[kind])) for _ in range(number)]
    return [_story(random, random.choice(TOPICS)) for _ in range(number)]


def _errand(random: Random, kind: Kind, errand: Errand) -> tuple[str, ...]:
    pick = random.choice
    return (
        _medicines(random, kind, errand) if DECLARED[kind].lines else _question(random, errand),
        _joined(pick(SHORT_OPENINGS), pick(errand.answers)),
        _joined(pick(REPLY_OPENINGS), pick(errand.follow_ups), pick(THANKS)),
        _joined(pick(SHORT_OPENINGS), pick(errand.ends)),
        _joined(pick(REPLY_OPENINGS), pick(errand.follow_ups)),
        _joined("Hei.", pick(errand.ends)),
    )


def _question(random: Random, errand: Errand) -> str:
    pick = random.choice
    return _joined(pick(GREETINGS), pick(errand.asks), pick(errand.details), pick(THANKS))


def _medicines(random: Random, kind: Kind, errand: Errand) -> str:
    """Fill in the form as it is unless a clinic has changed it: one medicine in each field."""
    form = DEFAULTS[kind].form
    named = random.sample(errand.asks, random.choice((1, 1, 1, 2, 2, 3)))
    return composed({field.name: medicine for field, medicine in zip(form, named, strict=False)}, form)


def _story(random: Random, topic: Topic) -> tuple[str, ...]:
    pick = random.choice
    return (
        _joined(
            pick(GREETINGS),
            pick(topic.complaints),
            pick(SINCE),
            *random.sample(topic.details, random.randint(1, 3)),
            pick(EVERYDAY),
            pick(topic.questions),
            pick(THANKS),
        ),
        _joined(
            pick(ANSWER_OPENINGS), *random.sample(topic.advice, random.randint(1, 3)), pick(ASKS), pick(SAFETY_NET)
        ),
        _joined(pick(REPLY_OPENINGS), pick(topic.replies), pick(EVERYDAY), pick(THANKS)),
        _joined(pick(ANSWER_OPENINGS), pick(topic.ends), pick(SAFETY_NET)),
        _joined(pick(REPLY_OPENINGS), pick(topic.replies), pick(topic.questions)),
        _joined("Hei.", pick(topic.advice), pick(topic.ends), pick(SAFETY_NET)),
    )


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
