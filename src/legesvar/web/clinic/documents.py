"""Documents on their way out of the clinic's pages."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from legesvar.words.documents.render import render
from legesvar.words.documents.shapes import Document


def pdf(document: Document, name: str, now: datetime) -> HttpResponse:
    """Typeset a document and send it as a file. It takes a while: call it outside `acting_as`.

    :param name: what the file is called; it stands in a folder others may see, so it names no patient
    """
    response = HttpResponse(render(document, created_at=now), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
