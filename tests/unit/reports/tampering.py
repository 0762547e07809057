"""What a hostile hand can do to a signed report: after the last signature, or under a true signature of its own."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from peerreview.identity.eventloop import run
from tests.unit.reports import quillbeck
from tests.unit.reports.hands import field, hand

Change = Callable[[IncrementalPdfFileWriter], None]


def changed(pdf: bytes, change: Change) -> bytes:
    """The file with a change added by an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def slipped_in(pdf: bytes, change: Change, person: str) -> bytes:
    """The file with a change and a person's true signature in one revision, as only another program makes it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    metadata = PdfSignatureMetadata(
        field_name=field(person), md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )  # fmt: skip
    signer = PdfSigner(metadata, hand(person).pyhanko_signer())
    return run(signer.async_sign_pdf(writer, existing_fields_only=True)).getvalue()


def resaved(pdf: bytes) -> bytes:
    """The file as another program saves it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.save(out)
    return out.getvalue()


def draw_over(writer: IncrementalPdfFileWriter) -> None:
    """Draw a line over page one."""
    line = generic.StreamObject(stream_data=b"q 1 0 0 RG 3 w 100 100 m 400 700 l S Q")
    writer.add_stream_to_page(0, writer.add_object(line))


def replace_attachment(writer: IncrementalPdfFileWriter) -> None:
    """Attach other data."""
    specification = writer.root["/AF"][0]
    stream = generic.StreamObject(stream_data=b'{"school":"900199"}')
    specification["/EF"]["/F"] = writer.add_object(stream)
    writer.update_container(specification)


def remove_field(writer: IncrementalPdfFileWriter) -> None:
    """Take Miriam's place to sign away."""
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.pop([str(one.get_object()["/T"]) for one in fields].index(field(quillbeck.MIRIAM)))
    writer.update_container(fields)


def change_language(writer: IncrementalPdfFileWriter) -> None:
    """Say that the file is in another language."""
    writer.root["/Lang"] = generic.pdf_string("cy-GB")
    writer.update_root()


def swap_pages(writer: IncrementalPdfFileWriter) -> None:
    """Let the catalogue lead to other pages."""
    pages = generic.DictionaryObject(writer.root["/Pages"])
    pages["/Kids"] = generic.ArrayObject([pages["/Kids"].raw_get(1)])
    pages["/Count"] = generic.NumberObject(1)
    writer.root["/Pages"] = writer.add_object(pages)
    writer.update_root()


def another_catalogue(writer: IncrementalPdfFileWriter) -> None:
    """Let the trailer lead to another catalogue."""
    writer.trailer["/Root"] = writer.add_object(generic.DictionaryObject(writer.root))
    swap_pages(writer)


def restyle_signature(writer: IncrementalPdfFileWriter) -> None:
    """Paint over the box that Dele signed."""
    fields = [one.get_object() for one in writer.root["/AcroForm"]["/Fields"]]
    box = next(one for one in fields if str(one["/T"]) == field(quillbeck.DELE))
    look = generic.StreamObject(stream_data=b"0 0 200 60 re f")
    look.update({generic.pdf_name("/Subtype"): generic.pdf_name("/Form"), generic.pdf_name("/BBox"): box["/Rect"]})
    box["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): writer.add_object(look)})
    writer.update_container(box)


def move_box(writer: IncrementalPdfFileWriter) -> None:
    """Move the box that Miriam is to sign."""
    fields = [one.get_object() for one in writer.root["/AcroForm"]["/Fields"]]
    box = next(one for one in fields if str(one["/T"]) == field(quillbeck.MIRIAM))
    box["/Rect"] = generic.ArrayObject(map(generic.NumberObject, (50, 600, 250, 700)))
    writer.update_container(box)


def name_version(writer: IncrementalPdfFileWriter) -> None:
    """Say in the catalogue which version of PDF it is, which changes nothing."""
    writer.root["/Version"] = generic.pdf_name("/1.7")
    writer.update_root()


HOSTILE: tuple[Change, ...] = (
    draw_over, replace_attachment, remove_field, change_language, swap_pages, restyle_signature, move_box,
)  # fmt: skip
