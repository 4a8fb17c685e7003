"""A PDF comes in when it is whole, open and passive; it is kept as it came."""

from __future__ import annotations

import io

import pikepdf
import pytest
import typst
from PIL import Image
from tests.factories import pdfs, uploads

from legesvar.domain.files.content import examine
from legesvar.domain.files.documents import Document
from legesvar.domain.files.kinds import MediaType
from legesvar.domain.files.policies import FileRefusal
from legesvar.domain.files.settings import FileLimits

LIMITS = FileLimits()


def scanned() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((300, 400), 50).save(out, "PDF", save_all=True, append_images=[Image.new("L", (300, 400))])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        (pdfs.pdf(), 1),
        (pdfs.pdf(3), 3),
        (pdfs.passive_but_rich(), 2),
        (scanned(), 2),
        (typst.compile(b'= Henvisning\n#link("https://helsenorge.no")[lenke]\n#pagebreak()\nSide to'), 2),
        (pdfs.pdf(linearize=True), 1),
        (pdfs.pdf() + b"\r\n\0\0", 1),
    ],
    ids=["plain", "three", "rich", "scanned", "typeset", "linearised", "padded"],
)
def test_an_ordinary_pdf_is_kept_as_it_came(data, pages):
    assert examine(data, LIMITS) == Document(data=data, media_type=MediaType.PDF, pages=pages)


@pytest.mark.parametrize("change", pdfs.ACTIVE.values(), ids=pdfs.ACTIVE)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_a_pdf_that_acts_or_carries_files_is_refused(change, packed):
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    assert examine(pdfs.pdf(1, change, object_stream_mode=mode), LIMITS) is FileRefusal.ACTIVE_CONTENT


PAGES = (b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")


def test_a_script_with_its_name_disguised_is_refused():
    root = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /J#61vaScrip#74 /J#53 (app.alert(1)) >> >>"
    assert examine(pdfs.written(root, *PAGES), LIMITS) is FileRefusal.ACTIVE_CONTENT


def test_a_script_in_an_object_no_table_names_is_refused():
    root = b"<< /Type /Catalog /Pages 2 0 R >>"
    hidden = b"null\nendobj\n9 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>"
    assert isinstance(examine(pdfs.written(root, *PAGES, b"null"), LIMITS), Document)
    assert examine(pdfs.written(root, *PAGES, hidden), LIMITS) is FileRefusal.ACTIVE_CONTENT


def test_a_script_added_in_an_update_of_the_file_is_refused():
    data = pdfs.written(b"<< /Type /Catalog /Pages 2 0 R >>", *PAGES)
    former = data.rindex(b"xref\n0")
    at = len(data)
    body = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (a) >> >>\nendobj\n"
    update = b"xref\n1 1\n%010d 00000 n \ntrailer\n<< /Size 4 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    data += body + update % (at, former, at + len(body))
    assert examine(data, LIMITS) is FileRefusal.ACTIVE_CONTENT


@pytest.mark.parametrize("password", ["", "hemmelig"])
def test_a_locked_pdf_is_refused(password):
    assert examine(pdfs.encrypted(password), LIMITS) is FileRefusal.ENCRYPTED


def test_too_many_pages_are_refused():
    limits = FileLimits(max_pages=3)
    assert isinstance(examine(pdfs.pdf(3), limits), Document)
    assert examine(pdfs.pdf(4), limits) is FileRefusal.TOO_MANY_PAGES


def test_a_pdf_of_countless_objects_is_refused():
    filler = [b"null"] * 200
    data = pdfs.written(b"<< /Type /Catalog /Pages 2 0 R >>", *PAGES, *filler)
    assert examine(data, FileLimits(max_pdf_objects=100)) is FileRefusal.TOO_MANY_PAGES


def test_a_page_tree_that_bites_its_tail_is_refused():
    root = b"<< /Type /Catalog /Pages 2 0 R >>"
    loop = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"
    assert examine(pdfs.written(root, loop), LIMITS) is FileRefusal.BROKEN


@pytest.mark.parametrize(("size", "refusal"), [(1_000, None), (100_000_000, FileRefusal.BROKEN)])
def test_a_stream_that_unpacks_to_too_much_is_refused(size, refusal):
    data = pdfs.with_packed_object(b"5 0 null" + b" " * size)
    assert len(data) < 200_000
    result = examine(data, LIMITS)
    assert result is refusal if refusal else isinstance(result, Document)


@pytest.mark.parametrize(
    "data",
    [
        pdfs.pdf()[:-200],
        pdfs.pdf()[:300],
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7\n" + b"[" * 100_000 + b"\n%%EOF",
        pdfs.written(b"<< /Type /Catalog /Pages 2 0 R /X " + b"[" * 5000 + b"]" * 5000 + b" >>", *PAGES),
        pdfs.written(b"<< /Type /Catalog >>"),
        pdfs.written(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"),
        pdfs.pdf() + b"<html><script>alert(1)</script>",
        pdfs.pdf() + uploads.zip_of("a.exe", b"MZ"),
    ],
    ids=["no-end", "head-only", "empty", "brackets", "deep", "no-pages", "zero-pages", "html-tail", "zip-tail"],
)
def test_a_pdf_that_is_not_whole_is_refused(data):
    assert examine(data, LIMITS) is FileRefusal.BROKEN


def test_a_pdf_that_does_not_begin_as_one_is_refused():
    assert examine(b"<html>" + pdfs.pdf(), LIMITS) is FileRefusal.NOT_ALLOWED_TYPE


def test_a_pdf_with_an_endless_list_is_refused_before_it_takes_long():
    data = pdfs.written(b"<< /Type /Catalog /Pages 2 0 R >>", *PAGES, b"[" + b"<< /A 1 >> " * 90_000 + b"]")
    assert examine(data, LIMITS) is FileRefusal.BROKEN
