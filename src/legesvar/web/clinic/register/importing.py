"""Patients from a file: chosen, looked at line by line, then confirmed (ADMIN-3)."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legesvar.core import clock
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.patients import patient_file, selectors
from legesvar.domain.patients.commands import importing
from legesvar.domain.patients.kinds import Outcome
from legesvar.domain.patients.patient_file import MOST_LINES, PatientFile, UnreadableFile
from legesvar.domain.patients.policies import RegisterRefusal
from legesvar.domain.patients.selectors import ImportFacts, LinesPage
from legesvar.web.access import clinic_page
from legesvar.web.fields import UploadField
from legesvar.web.files.size_cap import answers_refused_files
from legesvar.web.files.upload_handler import refusal_of
from legesvar.words import dates, refusals
from legesvar.words import imports as words
from legesvar.words import register as register_words

NBSP = dates.NBSP


class FileForm(forms.Form):
    """A file of patients."""

    file = UploadField(label=gettext_lazy("Fil med pasienter"), accept=".csv,.txt,text/csv", most=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file."""

    number: int
    outcome: str
    tone: str
    identity_number: str
    name: str
    notes: str


@dataclass(frozen=True, slots=True)
class Tab:
    """The lines with one outcome, and how many they are."""

    label: str
    count: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What confirming would do, or has done."""

    public_id: UUID
    tabs: tuple[Tab, ...]
    rows: tuple[Line, ...]
    summary: str
    wrong: str
    ignored: str
    digest: str
    changes: int
    done: bool
    previous_url: str
    next_url: str


@answers_refused_files
@clinic_page(Permission.REGISTER, transaction=False)
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file and look at it. Nothing is put on the list yet."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    status = 200
    too_large = request.method == "POST" and refusal_of(request) is not None
    if too_large or form.is_valid():
        try:
            made = _looked_at(request, form, too_large=too_large)
        except UnreadableFile as unreadable:
            form.errors.pop("file", None)
            form.add_error("file", words.file_fault(unreadable.fault))
            status = 422
        else:
            return redirect("clinic:import", made.public_id)
    context = {"form": form, "most": f"{MOST_LINES // 1000}{NBSP}000", "section": "patients"}
    return render(request, "clinic/register/import.html", context, status=status)


def _looked_at(request: HttpRequest, form: FileForm, *, too_large: bool) -> ImportFacts:
    """Read the file with no transaction open, and then keep what it says in a short one."""
    actor = request.actor
    with acting_as(actor):
        gps = [(one.id, one.name, one.hpr_number) for one in clinics.doctors(actor, actor.clinic_id)]
    stream = io.BytesIO() if too_large else form.cleaned_data["file"][0]
    read: PatientFile = patient_file.read(
        stream, gps=gps, synthetic_allowed=settings.SYNTHETIC_IDENTITIES, refused=too_large
    )
    with acting_as(actor):
        return importing.preview(actor=actor, file=read, now=clock.now())


@clinic_page(Permission.REGISTER)
def preview(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show what a file would do, line by line; confirming does exactly that."""
    actor, refused = request.actor, ""
    made = _found(request, import_id)
    if request.method == "POST":
        try:
            made = importing.confirm(
                actor=actor, import_id=import_id, digest=request.POST.get("digest", ""), now=clock.now()
            )
        except Refused as no:
            refused = refusals.text(no)
        else:
            if made.done_at is not None:
                return redirect("clinic:import", import_id)
            refused = refusals.text(Refused(RegisterRefusal.IMPORT_MOVED))
    shown = request.GET.get("vis", "")
    outcome = shown if shown in set(Outcome) else ""
    found = selectors.import_lines(actor, made, outcome=outcome, key=request.GET.get("side"))
    context = {"page": _preview(made, found, outcome), "refused": refused, "section": "patients"}
    return render(request, "clinic/register/preview.html", context, status=409 if refused else 200)


@clinic_page(Permission.REGISTER, methods=("GET",))
def report(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Give the line-by-line report as CSV, in which nothing is a formula."""
    made = _found(request, import_id)
    written = io.StringIO()
    sheet = csv.writer(written, delimiter=";", lineterminator="\r\n")
    sheet.writerow(words.headings())
    for line in selectors.all_import_lines(request.actor, made):
        told = (line.number, words.outcome(line.outcome), line.identity_number, line.name, words.notes(line.notes))
        sheet.writerow([words.cell(one) for one in told])
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{_("import-rapport")}.csv"'
    return answer


def _found(request: HttpRequest, import_id: UUID) -> ImportFacts:
    made = selectors.imported(request.actor, import_id)
    if made is None or made.expires_at <= clock.now():
        raise Unknown
    return made


def _preview(made: ImportFacts, found: LinesPage, outcome: str) -> Preview:
    carried = f"vis={outcome}&" if outcome else ""
    changes = sum(made.counts[str(one)] for one in (Outcome.NEW, Outcome.BACK, Outcome.CHANGED))
    wrong = made.counts[str(Outcome.WRONG)]
    return Preview(
        public_id=made.public_id,
        tabs=_tabs(made, outcome),
        rows=tuple(
            Line(
                line.number, words.outcome(line.outcome), words.TONES.get(Outcome(line.outcome), "neutral"),
                register_words.grouped(line.identity_number), line.name, words.notes(line.notes),
            )
            for line in found.rows
        ),
        summary=_summary(made),
        wrong=_("%(wrong)d av linjene har feil og blir ikke importert.") % {"wrong": wrong} if wrong else "",
        ignored=", ".join(made.ignored),
        digest=made.digest,
        changes=changes,
        done=made.done_at is not None,
        previous_url=f"?{carried}side={found.previous_key}" if found.previous_key else "",
        next_url=f"?{carried}side={found.next_key}" if found.next_key else "",
    )  # fmt: skip


def _summary(made: ImportFacts) -> str:
    numbers = {str(outcome): made.counts[str(outcome)] for outcome in Outcome}
    if made.done_at is not None:
        said = _("%(new)d er satt på listen, %(back)d er satt på listen igjen, og %(changed)d er endret.")
    else:
        said = _("%(new)d kommer på listen, %(back)d kommer tilbake, %(changed)d endres, og %(unchanged)d er uendret.")
    return said % numbers


def _tabs(made: ImportFacts, current: str) -> tuple[Tab, ...]:
    here = reverse("clinic:import", args=[made.public_id])
    every = Tab(_("Alle linjer"), str(made.lines), here, current=not current)
    return (
        every,
        *(
            Tab(words.outcome(one), str(made.counts[str(one)]), f"{here}?vis={one}", current=current == one)
            for one in Outcome
            if made.counts[str(one)]
        ),
    )
