"""The built-in texts of each kind in the other languages (settings.py has them in bokmål)."""

from __future__ import annotations

from legesvar.core.kinds import Kind

Texts = dict[str, str | tuple[str, ...]]

TRANSLATIONS: dict[Kind, dict[str, Texts]] = {
    Kind.E_CONSULTATION: {
        "nn": {
            "field_labels": (
                "Kvifor skriv du?",
                "Kva plager har du?",
                "Korleis påverkar det kvardagen din?",
            ),
            "fits": (
                "vaksinar du treng, til dømes før ei reise",
                "medisinar du bruker: biverknader, eller at dei verkar dårleg",
                "råd når noko har vart lenge, og når du bør oppsøkje lege igjen",
                "nye plager som er lite plagsame, men som gjer deg uroleg",
            ),
            "fits_not": (
                "fornying av sjukmelding",
                "noko andre må hjelpe til med, som heimeteneste, hjelpemiddel eller transport",
                "oppstart på A- eller B-preparat",
                "noko som brått er blitt verre",
                "nye plager etter ei undersøking, som må undersøkjast på nytt",
                "plager som legen må undersøkje, som utslett, sår, skadar eller smerter som aukar",
                "psykiske plager du treng å snakke om",
                "fleire plager på ein gong, eller ein kronisk sjukdom som er blitt verre",
                "noko du har prøvd å løyse i ein e-konsultasjon før, utan hell",
            ),
        },
        "en": {
            "field_labels": (
                "Why are you writing?",
                "What symptoms do you have?",
                "How does it affect your daily life?",
            ),
            "fits": (
                "vaccines you need, for example before a trip",
                "medicines you take: side effects, or that they do not work well",
                "advice when something has lasted a long time, and when to see a doctor again",
                "new symptoms that are mild but make you worried",
            ),
            "fits_not": (
                "extending sick leave",
                "something that others must help with, such as home care, aids or transport",
                "starting on A or B medicines (addictive medicines with strict rules)",
                "something that has suddenly become worse",
                "new symptoms after an examination, which must be examined again",
                "symptoms the doctor must examine, such as a rash, a wound, an injury or increasing pain",
                "mental health problems you need to talk about",
                "several problems at once, or a chronic illness that has become worse",
                "something you have already tried to solve in an e-consultation, without success",
            ),
        },
    },
    Kind.PRESCRIPTION: {
        "nn": {
            "field_labels": ("Første medisin", "Andre medisin", "Tredje medisin"),
            "fits": ("medisinar du bruker fast, og som du har fått resept på her før",),
            "fits_not": (
                "A-preparat: dei krev alltid time",
                "B-preparat, viss du ikkje har ein avtale med legen din",
                "antibiotika",
                "reseptar du berre har fått frå sjukehus eller eit anna legekontor",
            ),
        },
        "en": {
            "field_labels": ("First medicine", "Second medicine", "Third medicine"),
            "fits": ("medicines you take regularly, and that have been prescribed for you here before",),
            "fits_not": (
                "A medicines (such as strong painkillers): they always require an appointment",
                "B medicines (such as sleeping pills), unless you have an agreement with your doctor",
                "antibiotics",
                "medicines that only a hospital or another clinic has prescribed for you",
            ),
        },
    },
    Kind.INVOICE_QUESTION: {
        "nn": {
            "field_labels": ("Kva lurer du på?", "", ""),
            "fits": ("ein faktura du har fått", "frikort og eigendel", "betaling du har gjort"),
            "fits_not": ("spørsmål om helsa di: skriv ein e-konsultasjon, eller bestill time",),
        },
        "en": {
            "field_labels": ("What would you like to know?", "", ""),
            "fits": (
                "an invoice you have received",
                "the exemption card (frikort) and the user fee (egenandel)",
                "a payment you have made",
            ),
            "fits_not": ("questions about your health: write an e-consultation, or book an appointment",),
        },
    },
    Kind.INQUIRY: {
        "nn": {
            "field_labels": ("Kva gjeld det?", "", ""),
            "fits": ("attestar og papir", "spørsmål om timar", "adresse og andre opplysningar om deg"),
            "fits_not": ("spørsmål om helsa di: skriv ein e-konsultasjon, eller bestill time", "fornying av resept"),
        },
        "en": {
            "field_labels": ("What is it about?", "", ""),
            "fits": (
                "certificates and papers",
                "questions about appointments",
                "your address and other information about you",
            ),
            "fits_not": (
                "questions about your health: write an e-consultation, or book an appointment",
                "renewal of a prescription",
            ),
        },
    },
}
