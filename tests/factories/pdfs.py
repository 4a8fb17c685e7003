"""PDF files as people and attackers send them, made on the spot."""

from __future__ import annotations

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name


def pdf(pages: int = 1, change=None, **save) -> bytes:
    """A PDF with blank pages.

    :param change: is given the open document before it is saved
    """
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        if change is not None:
            change(document)
        out = io.BytesIO()
        document.save(out, **save)
    return out.getvalue()


def _script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def _opens_with_script(document) -> None:
    document.Root.OpenAction = _script()


def _opens_with_script_further_in(document) -> None:
    document.Root.OpenAction = document.make_indirect(document.make_indirect(_script()))


def _named_scripts(document) -> None:
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", _script()])))


def _script_on_a_page(document) -> None:
    document.pages[0].AA = Dictionary(O=_script())


def _script_behind_a_link(document) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
    link.A = Dictionary(S=Name.URI, URI="https://example.no", Next=Array([_script()]))
    document.pages[0].Annots = Array([document.make_indirect(link)])


def _starts_a_program(document) -> None:
    document.Root.OpenAction = Dictionary(S=Name.Launch, F="cmd.exe")


def _carries_a_file(document) -> None:
    document.attachments["a.exe"] = b"MZ"


def _carries_a_file_on_a_page(document) -> None:
    stream = document.make_stream(b"MZ", Type=Name.EmbeddedFile)
    spec = Dictionary(Type=Name.Filespec, F="a.exe", EF=Dictionary(F=stream))
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=spec)
    document.pages[0].Annots = Array([document.make_indirect(note)])


def _has_an_xfa_form(document) -> None:
    document.Root.AcroForm = Dictionary(Fields=[], XFA=document.make_stream(b"<xdp/>"))


def _sends_a_form(document) -> None:
    document.Root.OpenAction = Dictionary(S=Name.SubmitForm, F="https://example.no")


def _opens_another_document(document) -> None:
    document.Root.OpenAction = Dictionary(S=Name.GoToR, F=r"\\example.no\share\a.pdf", D=Array([0, Name.Fit]))


def _opens_a_file_link(document) -> None:
    document.Root.OpenAction = Dictionary(S=Name.URI, URI="file:///etc/passwd")


def _plays_media(document) -> None:
    screen = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9])
    document.pages[0].Annots = Array([document.make_indirect(screen)])


def _unknown_action(document) -> None:
    document.Root.OpenAction = Dictionary(S=Name("/FromTheFuture"))


ACTIVE = {
    change.__name__.strip("_"): change
    for change in (
        _opens_with_script,
        _opens_with_script_further_in,
        _named_scripts,
        _script_on_a_page,
        _script_behind_a_link,
        _starts_a_program,
        _carries_a_file,
        _carries_a_file_on_a_page,
        _has_an_xfa_form,
        _sends_a_form,
        _opens_another_document,
        _opens_a_file_link,
        _plays_media,
        _unknown_action,
    )
}


def passive_but_rich() -> bytes:
    """What an ordinary letter has: it opens at a page, has links, a title and a form to fill in."""

    def change(document) -> None:
        document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
        link.A = Dictionary(S=Name.URI, URI="https://www.helsenorge.no")
        field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="navn", Rect=[0, 0, 9, 9])
        document.pages[0].Annots = Array([document.make_indirect(link), document.make_indirect(field)])
        document.Root.AcroForm = Dictionary(Fields=document.pages[0].Annots)
        document.docinfo["/Title"] = "Henvisning"

    return pdf(2, change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def encrypted(password: str = "") -> bytes:
    return pdf(encryption=pikepdf.Encryption(user=password, owner="eier"))


def written(*objects: bytes, root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF written by hand: the objects in order from number one, with a right table of contents."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root %d 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        root,
        trailer,
        start,
    )
    return bytes(out)


def with_packed_object(content: bytes) -> bytes:
    """A PDF of which object 5 lies in a compressed stream with `content`, so that it must be unpacked to be read."""
    packed = zlib.compress(content, 9)
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        stream + packed + b"\nendstream",
    )
    rows, data = [b"\0\0\0\0\0\0"], bytearray(b"%PDF-1.7\n")
    for number, body in enumerate(objects, 1):
        rows.append(b"\1" + len(data).to_bytes(4, "big") + b"\0")
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows += [b"\2" + (4).to_bytes(4, "big") + b"\0", b"\1" + len(data).to_bytes(4, "big") + b"\0"]
    start, table = len(data), b"".join(rows)
    data += b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n" % len(table)
    data += table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(data)
