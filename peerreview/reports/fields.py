"""The signature fields of a report: who is expected to sign, and which fields are signed.

They stand in the file before the first signature, which covers them; so a file whose last signature was cut off still
says that it was expected.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from peerreview.errors import BadInput

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

LIMIT = 64 * 1024 * 1024  # bytes; a report is a quarter of one megabyte
_PREFIX = "Sig-"

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # it logs whole certificates of files that we merely refuse
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Expected:
    """Somebody whose signature the file waits for, or has."""

    field: str
    person: str
    name: str
    role: str
    signed: bool


def field_name(person: str) -> str:
    """The name of the signature field that waits for `person` (a person id)."""
    return f"{_PREFIX}{person}"


def expected(pdf: bytes) -> tuple[Expected, ...]:
    """Whose signatures the file waits for, in the order they are printed; raises BadInput when it is not a report."""
    return read(pdf)[1]


def read(pdf: bytes) -> tuple[PdfFileReader, tuple[Expected, ...]]:
    """pyHanko's view of a report and whose signatures it waits for; raises BadInput when it is not a report."""
    try:
        reader = open_reader(pdf)
        return reader, expected_in(reader)
    except Exception:  # whatever a hostile file makes the parser raise, it means the same
        raise BadInput(
            "This file is not a report that can be signed.",
            "Nothing in it has been changed.",
            "Ask whoever wrote the report to send it again.",
            code="not_a_report",
        ) from None


def open_reader(pdf: bytes) -> PdfFileReader:
    """pyHanko's view of a file; raises whatever a broken file makes it raise."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    if len(pdf) > LIMIT:
        raise ValueError("longer than any report")
    return PdfFileReader(io.BytesIO(pdf))


def expected_in(reader: PdfFileReader) -> tuple[Expected, ...]:
    """Whose signatures the first signer's revision of the file waits for; before any signature, the present one."""
    signatures = reader.embedded_signatures
    root = reader.get_historical_root(signatures[0].signed_revision) if signatures else reader.root
    signed = {signature.field_name for signature in signatures}
    if "/AcroForm" not in root:
        return ()
    fields: list[Any] = [field.get_object() for field in root["/AcroForm"]["/Fields"]]
    return tuple(_expected(field, signed) for field in fields if field.get("/FT") == "/Sig")


def _expected(field: Any, signed: set[str]) -> Expected:
    name = str(field["/T"])
    who = field.get("/PeerReview") or {}
    return Expected(
        name, name.removeprefix(_PREFIX), str(who.get("/Name", "")), str(who.get("/Role", "")), name in signed
    )
