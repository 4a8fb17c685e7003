"""Everybody in the demo. All of them are made up, and their names say so; their numbers are of the Tenor series.

Birth dates are fixed, so that the same number logs in year after year. The child is under 16 until May 2032.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from legesvar.core import identity_number
from legesvar.core.actor import Role

# High, so that people who are made by the thousand from serial 0 do not get the same numbers.
SERIAL = 399


@dataclass(frozen=True, kw_only=True)
class Office:
    """A clinic to be founded."""

    name: str
    phone: str
    organisation_number: str
    account_number: str
    street: str
    postcode: str
    city: str


@dataclass(frozen=True, kw_only=True)
class Job:
    """Somebody's work at one clinic."""

    at: str
    role: Role
    specialist: bool = False


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """What employees and patients have in common.

    :param what: who it is, in a few words, for those who choose whom to be
    :param why: what the person is good for in the demo
    """

    name: str
    born: date
    what: str
    why: str

    @property
    def number(self) -> str:
        """The identity number they log in with."""
        return identity_number.synthetic(birth_date=self.born, serial=SERIAL).digits


@dataclass(frozen=True, kw_only=True)
class Employee(Somebody):
    """Somebody who works at one clinic or at several."""

    jobs: tuple[Job, ...]
    hpr_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place on a clinic's list, with its GP."""

    at: str
    gp: str


@dataclass(frozen=True, kw_only=True)
class Resident(Somebody):
    """Somebody who logs in as a patient."""

    places: tuple[Place, ...] = ()
    email: str = ""
    mobile: str = ""
    street: str = "Prøveveien 1"
    postcode: str = "0001"
    city: str = "Oslo"
    frikort: bool = False
    parents: tuple[str, ...] = ()


OFFICES = {
    "solvik": Office(
        name="Solvik legesenter", phone="22 00 00 10", organisation_number="310999008", account_number="12345678903",
        street="Solvikveien 1", postcode="0001", city="Oslo",
    ),
    "nordnes": Office(
        name="Nordnes legekontor", phone="55 00 00 20", organisation_number="310999172", account_number="12345678008",
        street="Nordnesgaten 2", postcode="5001", city="Bergen",
    ),
}  # fmt: skip

STAFF = {
    "ingrid": Employee(
        name="Ingrid Testlund", born=date(1975, 3, 4), hpr_number="9144889",
        jobs=(Job(at="solvik", role=Role.FASTLEGE, specialist=True),),
        what="Fastlege ved Solvik legesenter",
        why="Har flest henvendelser, noen over frist. Er også pasient: logg inn som pasient med samme navn.",
    ),
    "dag": Employee(
        name="Dag Demoen", born=date(1968, 9, 17), hpr_number="9144890",
        jobs=(Job(at="solvik", role=Role.FASTLEGE, specialist=True),),
        what="Fastlege ved Solvik legesenter, borte nå",
        why="Har vikar i dag. Pasientene hans velger selv hvem de skriver til.",
    ),
    "vidar": Employee(
        name="Vidar Vikarstad", born=date(1990, 7, 1), hpr_number="9144891",
        jobs=(Job(at="solvik", role=Role.VIKAR),),
        what="Vikar ved Solvik legesenter",
        why="Vikarierer for Dag Demoen i dag, og kan svare pasientene hans.",
    ),
    "berit": Employee(
        name="Berit Beggesen", born=date(1979, 8, 23), hpr_number="9144894",
        jobs=(
            Job(at="solvik", role=Role.FASTLEGE, specialist=True),
            Job(at="nordnes", role=Role.FASTLEGE, specialist=True),
        ),
        what="Fastlege ved begge legekontorene",
        why="Velger legekontor etter innlogging, og ser bare ett om gangen.",
    ),
    "nora": Employee(
        name="Nora Fiktivsen", born=date(1971, 1, 30), hpr_number="9144893",
        jobs=(Job(at="nordnes", role=Role.FASTLEGE),),
        what="Fastlege ved Nordnes legekontor",
        why="Finner ingenting om pasientene ved Solvik. Kontoret har kveldstakst og tre felter i meldingen.",
    ),
    "synne": Employee(
        name="Synne Søsterstad", born=date(1982, 2, 8), hpr_number="9144892",
        jobs=(Job(at="solvik", role=Role.CLINICIAN),),
        what="Sykepleier ved Solvik legesenter",
        why="Kan lese og forberede svar, men ikke sende dem.",
    ),
    "siri": Employee(
        name="Siri Skrankestad", born=date(1985, 11, 20),
        jobs=(Job(at="solvik", role=Role.SECRETARY),),
        what="Helsesekretær ved Solvik legesenter",
        why="Kan forberede svar for legen og registrere frikort.",
    ),
    "arne": Employee(
        name="Arne Adminsen", born=date(1970, 6, 6),
        jobs=(Job(at="solvik", role=Role.ADMINISTRATOR),),
        what="Administrator ved Solvik legesenter",
        why="Ser arbeidslisten, men får ikke lese hva pasientene skriver.",
    ),
}  # fmt: skip

PATIENTS = {
    "aud": Resident(
        name="Aud Prøvestad", born=date(1941, 2, 11), places=(Place(at="solvik", gp="ingrid"),),
        email="aud@post.example", mobile="+4709000001",
        what="Pasient ved Solvik, får beskjed på e-post",
        why="Den vanlige veien. Har et svar hun ikke har lest, og en henvendelse over frist.",
    ),
    "nils": Resident(
        name="Nils Eksempelsen", born=date(1958, 6, 23), places=(Place(at="solvik", gp="ingrid"),),
        mobile="+4709000002",
        what="Pasient ved Solvik, får beskjed på SMS",
        why="Har ikke e-post. Har sendt bilder, og har en faktura fra før.",
    ),
    "karin": Resident(
        name="Karin Testdal", born=date(1969, 10, 3), places=(Place(at="solvik", gp="dag"),),
        email="karin@post.example", mobile="+4709000003",
        what="Pasient ved Solvik, fastlegen har vikar",
        why="Må velge mellom fastlegen og vikaren når hun skriver.",
    ),
    "samir": Resident(
        name="Samir Dummy", born=date(1990, 4, 12), places=(Place(at="solvik", gp="ingrid"),),
        email="samir@post.example",
        what="Pasient ved Solvik", why="Venter på svar, og har en avsluttet samtale.",
    ),
    "frida": Resident(
        name="Frida Frikortsen", born=date(1960, 1, 15), places=(Place(at="solvik", gp="ingrid"),),
        email="frida@post.example", frikort=True,
        what="Pasient ved Solvik, har frikort", why="Betaler ikke noe og får ingen faktura.",
    ),
    "elle": Resident(
        name="Elle Máret Demo", born=date(1983, 12, 6), places=(Place(at="solvik", gp="ingrid"),),
        email="elle@post.example", mobile="+4709000004",
        what="Pasient ved Solvik, mor til Lina", why="Den ene av to foreldre. Har skrevet om en reise.",
    ),
    "lars": Resident(
        name="Lars Liksom", born=date(1981, 8, 30), places=(Place(at="solvik", gp="berit"),),
        mobile="+4709000005",
        what="Pasient ved Solvik, far til Lina", why="Den andre av to foreldre. Kan skrive tilbake i en åpen samtale.",
    ),
    "lina": Resident(
        name="Lina Liksom Demo", born=date(2016, 5, 14), places=(Place(at="solvik", gp="ingrid"),),
        mobile="+4709000006", parents=("elle", "lars"),
        what="Pasient ved Solvik, under 16 år", why="Barn betaler ikke. Foreldrene er Elle Máret Demo og Lars Liksom.",
    ),
    "kjell": Resident(
        name="Kjell Fiktiv", born=date(1949, 9, 9), places=(Place(at="solvik", gp="ingrid"),),
        what="Pasient ved Solvik, uten e-post og mobil",
        why="Kan ikke få beskjed. Har et ulest svar som han bare finner ved å logge inn.",
    ),
    "tone": Resident(
        name="Tone Toplass", born=date(1988, 10, 10),
        places=(Place(at="nordnes", gp="nora"), Place(at="solvik", gp="ingrid")),
        email="tone@post.example", mobile="+4709000007",
        what="Pasient ved begge legekontorene", why="Velger legekontor når hun skriver.",
    ),
    "nina": Resident(
        name="Nina Nordnesvik", born=date(1992, 4, 3), places=(Place(at="nordnes", gp="nora"),),
        email="nina@post.example",
        what="Pasient ved Nordnes", why="Kontoret har tre felter, kveldstakst, og alle legene tar imot.",
    ),
    "ingrid": Resident(
        name="Ingrid Testlund", born=STAFF["ingrid"].born, places=(Place(at="solvik", gp="berit"),),
        email="ingrid@post.example",
        what="Pasient ved Solvik, er selv lege der",
        why="Samme person som legen. De to innloggingene blandes aldri.",
    ),
    "unni": Resident(
        name="Unni Utenfor", born=date(1977, 7, 7),
        what="Ikke pasient noe sted", why="Står ikke på listen til noe legekontor, og får vite hva hun kan gjøre.",
    ),
}  # fmt: skip
