"""What a clinic may set about its services. Texts are defaults that the clinic may replace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ServiceSettings:
    """What a clinic offers and how (START-1, START-3, START-4, START-6, START-10).

    :raises ValueError: when the values contradict each other
    """

    capability: ClassVar[str] = "services"

    e_consultation: bool = True
    open_to_all_doctors: bool = False
    answer_days: int = 5
    character_limit: int = 500
    three_fields: bool = False
    max_files: int = 5
    field_labels: tuple[str, ...] = (
        "Hvorfor skriver du?",
        "Hvilke plager har du?",
        "Hvordan påvirker det hverdagen din?",
    )
    fits: tuple[str, ...] = (
        "vaksiner du trenger, for eksempel før en reise",
        "medisiner du bruker: bivirkninger, eller at de virker dårlig",
        "råd når noe har vart lenge, og når du bør oppsøke lege igjen",
        "nye plager som er lite plagsomme, men som gjør deg urolig",
    )
    fits_not: tuple[str, ...] = (
        "fornyelse av sykmelding",
        "noe andre må hjelpe til med, som hjemmetjeneste, hjelpemidler eller transport",
        "oppstart på A- eller B-preparater",
        "noe som plutselig er blitt verre",
        "plager som legen må undersøke, som utslett, sår, skader eller smerter som øker",
        "psykiske plager du trenger å snakke om",
        "flere plager på en gang, eller en kronisk sykdom som er blitt verre",
        "noe du har prøvd å løse i en e-konsultasjon før, uten hell",
    )

    def __post_init__(self) -> None:
        if not 1 <= self.answer_days <= 30:
            raise ValueError("answer_days must be from 1 to 30")
        if not 50 <= self.character_limit <= 10_000:
            raise ValueError("character_limit must be from 50 to 10 000")
        if not 0 <= self.max_files <= 5:
            raise ValueError("max_files must be from 0 to 5")

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of the fields a message has."""
        return ("why", "symptoms", "everyday") if self.three_fields else ("why",)
