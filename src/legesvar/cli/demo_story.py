"""What has happened at the demo's clinics: who wrote what, and what was answered.

Days are working days before the demo is furnished; clocks are Oslo's. All of it is made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Turn(StrEnum):
    """What may follow after a message has been sent."""

    ANSWER = "answer"
    ANSWER_AND_CLOSE = "answer_and_close"
    READ = "read"
    REPLY = "reply"
    UNPAID = "unpaid"


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that somebody did. `by` is who did it at the clinic; the patient reads and replies."""

    turn: Turn
    days: int
    clock: str
    by: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One e-consultation from its beginning until now."""

    patient: str
    to: str
    days: int
    clock: str
    texts: tuple[str, ...]
    at: str = "solvik"
    pictures: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()


def answer(by: str, days: int, clock: str, text: str) -> Act:
    """Let a doctor answer and leave the dialogue open."""
    return Act(turn=Turn.ANSWER, by=by, days=days, clock=clock, text=text)


def close(by: str, days: int, clock: str, text: str) -> Act:
    """Let a doctor answer and close."""
    return Act(turn=Turn.ANSWER_AND_CLOSE, by=by, days=days, clock=clock, text=text)


def read(days: int, clock: str) -> Act:
    """Let the patient read."""
    return Act(turn=Turn.READ, days=days, clock=clock)


def unpaid(by: str, days: int, clock: str) -> Act:
    """Let somebody at the clinic find that the invoice has not been paid in time."""
    return Act(turn=Turn.UNPAID, by=by, days=days, clock=clock)


def reply(days: int, clock: str, text: str) -> Act:
    """Let the patient write back."""
    return Act(turn=Turn.REPLY, days=days, clock=clock, text=text)


WAITING = [
    Case(
        patient="aud", to="ingrid", days=8, clock="21.04", pictures=("tabletteske.jpg",),
        texts=(
            "Hei. Jeg fikk nye tabletter mot høyt blodtrykk for to uker siden. Etter det har jeg vært svimmel når jeg "
            "reiser meg. Bør jeg slutte, eller ta dem om kvelden?\n\nBlodtrykket hjemme er 128/78.",
        ),
    ),
    Case(
        patient="nils", to="ingrid", days=5, clock="08.12", pictures=("legg-naert.jpg", "legg.png"),
        texts=(
            "Jeg har en tørr flekk på leggen som klør litt. Den er like stor som for to måneder siden, og jeg har "
            "prøvd fuktighetskrem. Legger ved bilder. Er det noe jeg kan smøre på?",
        ),
    ),
    Case(
        patient="samir", to="ingrid", days=4, clock="12.40",
        texts=(
            "Hei! Jeg tok blodprøver forrige uke fordi jeg har vært trøtt. Du sa at jeg skulle skrive hvis det ikke "
            "ble bedre. Nå sover jeg bedre, men er fortsatt sliten utpå dagen. Trenger jeg jerntilskudd?",
        ),
    ),
    Case(
        patient="ingrid", to="berit", days=3, clock="16.20",
        texts=("Hei Berit. Jeg trenger påfyll av stivkrampevaksine før hytteturen. Holder det å komme innom?",),
    ),
    Case(
        patient="karin", to="vidar", days=2, clock="19.55",
        texts=(
            "Jeg bruker nesespray mot pollenallergi, men har fått neseblod et par ganger denne uken. Kan jeg bytte til "
            "noe annet mens Dag er borte?",
        ),
    ),
    Case(
        patient="elle", to="ingrid", days=1, clock="09.30",
        texts=(
            "Vi skal til Thailand om sju uker, to voksne og ett barn på ti år. Hvilke vaksiner trenger vi, og når må "
            "vi ta dem? Jeg tok difteri og stivkrampe for tolv år siden.",
        ),
    ),
    Case(
        patient="nina", at="nordnes", to="nora", days=1, clock="13.15",
        texts=(
            "Jeg lurer på om jeg skal fortsette med p-pillene.",
            "Litt hodepine de siste tre månedene, mest uken før mensen. Ingen synsforstyrrelser.",
            "Jeg har vært borte fra jobben to dager.",
        ),
    ),
]  # fmt: skip

RUNNING = [
    Case(
        patient="aud", to="ingrid", days=6, clock="10.05",
        texts=("Legen på sykehuset sa at jeg skal måle blodsukkeret hjemme. Hvor ofte er det nok?",),
        acts=(
            answer(
                "ingrid", 1, "14.32",
                "Hei, Aud. En gang om dagen holder den første uken, gjerne før frokost. Skriv tallene til meg her om "
                "en uke, så ser vi på dem sammen.\n\nHilsen Ingrid Testlund",
            ),
        ),
    ),
    Case(
        patient="kjell", to="ingrid", days=4, clock="11.47",
        texts=("Jeg hoster om natten etter at jeg begynte med blodtrykkstabletter. Kan det være dem?",),
        acts=(
            answer(
                "ingrid", 2, "09.18",
                "Ja, tørrhoste er en vanlig bivirkning av den typen tabletter. Jeg har skrevet resept på en annen "
                "sort. Bytt i morgen, og gi beskjed her hvis hosten ikke er borte om tre uker.",
            ),
        ),
    ),
    Case(
        patient="lars", to="berit", days=7, clock="20.11",
        texts=("Jeg har fått vondt i albuen etter at vi malte huset. Bør jeg ha røntgen?",),
        acts=(
            answer(
                "berit", 5, "08.40",
                "Dette høres ut som tennisalbue. Røntgen hjelper oss ikke. Hvil armen fra det som gjør vondt, og "
                "begynn med øvelsene fysioterapeuten viste deg. Gjør det vondt i ro eller om natten?",
            ),
            read(5, "17.02"),
        ),
    ),
    Case(
        patient="tone", to="ingrid", days=6, clock="22.19",
        texts=("Jeg har hatt utslett rundt munnen siden august. Er det greit å bruke hydrokortison?",),
        acts=(
            answer(
                "ingrid", 5, "10.55",
                "La være med hydrokortison i ansiktet, det kan gjøre utslettet verre. Bruk bare vann og en kald klut i "
                "to uker. Skriv til meg da.",
            ),
            read(5, "12.31"),
            reply(3, "18.44", "Takk! Det har blitt mindre rødt, men det svir når jeg pusser tennene. Er det vanlig?"),
        ),
    ),
]  # fmt: skip

CLOSED = [
    Case(
        patient="aud", to="ingrid", days=61, clock="09.22",
        texts=("Kan jeg ta influensavaksine selv om jeg bruker blodfortynnende?",),
        acts=(
            close(
                "ingrid", 59, "11.08",
                "Ja, det kan du. Si fra når du får den, så trykker vi litt lenger på stikkstedet. Du kan komme innom "
                "alle dager før klokken to.",
            ),
            read(59, "13.40"),
        ),
    ),
    Case(
        patient="karin", to="dag", days=34, clock="15.36",
        texts=("Jeg har begynt å ta magnesium mot kramper i leggene. Kan det gå ut over de andre medisinene mine?",),
        acts=(
            close(
                "dag", 33, "08.51",
                "Magnesium går greit sammen med det du bruker fra før. Ta det om kvelden, og slutt hvis magen blir "
                "løs.",
            ),
            read(33, "09.25"),
            unpaid("siri", 5, "13.10"),
        ),
    ),
    Case(
        patient="nils", to="ingrid", days=22, clock="07.58",
        texts=("Jeg skal ha tre måneder i Spania. Får jeg med meg medisiner for hele tiden?",),
        acts=(
            close(
                "ingrid", 20, "13.27",
                "Ja. Apoteket kan gi deg medisiner for tre måneder om gangen når du sier at du skal reise. Ta med en "
                "liste over medisinene i håndbagasjen.",
            ),
            read(19, "10.10"),
        ),
    ),
    Case(
        patient="samir", to="ingrid", days=17, clock="18.03",
        texts=("Jeg er trøtt hele tiden, og har vært det siden sommeren. Er det noe å måle?",),
        acts=(
            close(
                "ingrid", 15, "09.44",
                "Det er lurt å ta noen blodprøver. Jeg har bestilt dem, og du kan komme fastende til laboratoriet vårt "
                "en morgen denne uken. Skriv igjen hvis det ikke blir bedre.",
            ),
            read(15, "11.12"),
        ),
    ),
    Case(
        patient="lina", to="ingrid", days=13, clock="16.48",
        texts=("Jeg får vondt i hodet på skolen. Mamma hjelper meg å skrive. Kan det være brillene?",),
        acts=(
            close(
                "ingrid", 12, "10.31",
                "Hei, Lina. Det kan det godt være. Be om en ny synsprøve, og drikk vann i friminuttene. Blir det ikke "
                "bedre på to uker, bestiller mamma en time til deg.",
            ),
            read(12, "15.05"),
        ),
    ),
    Case(
        patient="frida", to="ingrid", days=11, clock="11.20",
        texts=("Medisinen mot sure oppstøt virker dårligere enn før. Kan jeg ta to om dagen?",),
        acts=(
            close(
                "ingrid", 10, "14.02",
                "Ja, ta en om morgenen og en om kvelden i fire uker. Gå så tilbake til én. Ta den en halv time før du "
                "spiser.",
            ),
            read(9, "08.15"),
        ),
    ),
    Case(
        patient="tone", at="nordnes", to="nora", days=27, clock="20.40",
        texts=(
            "Jeg lurer på noe om migrenemedisinen.",
            "To anfall i måneden, de varer i ett døgn.",
            "Jeg klarer jobben når jeg tar tabletten tidlig.",
        ),
        acts=(
            close(
                "nora", 26, "17.35",
                "Da bruker du medisinen riktig. Hold deg under ti dager i måneden, så unngår du hodepine av selve "
                "tablettene. Fint om du skriver opp anfallene til neste kontroll.",
            ),
            read(25, "07.50"),
        ),
    ),
    Case(
        patient="nina", at="nordnes", to="berit", days=15, clock="10.02",
        texts=(
            "Jeg trenger råd om vaksine mot flått.",
            "Ingen plager.",
            "Jeg skal jobbe i skogen i Agder til våren.",
        ),
        acts=(
            close(
                "berit", 14, "12.15",
                "Det er fornuftig. Du trenger to doser med en måned imellom, og en tredje etter et halvt år. Bestill "
                "time hos sykepleieren vår til den første.",
            ),
        ),
    ),
]  # fmt: skip

CASES = [*WAITING, *RUNNING, *CLOSED]
