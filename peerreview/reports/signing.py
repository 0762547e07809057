"""Signing a report: PAdES B-B (ETSI EN 319 142-1), one incremental update for each signer.

The report writer signs first and certifies the file, so that nothing but further signatures may follow (DocMDP level
2); the others sign in any order. The box on the page shows who signed, as what, with what meaning, and when.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.content import AnnotAppearances
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import BaseStamp, BaseStampStyle

from peerreview.errors import Refused
from peerreview.identity import certificates
from peerreview.identity.eventloop import run
from peerreview.identity.signer import Signer

from . import stamp
from .fields import Expected, field_name, read
from .revisions import only_signed

_SAFE = "The file is as it was."


def sign_pdf(pdf: bytes, signer: Signer, *, field: str, role: str, meaning: str, at: datetime, certify: bool) -> bytes:
    """The file with one more signature; what was there before stays byte for byte in front of it.

    `role` and `meaning` are printed as they stand; `at` (aware) is claimed as the signing time and printed on this
    computer's clock; whoever signs first certifies. Raises BadInput when this is no report, and Refused with the code
    `not_expected`, `not_your_field`, `already_signed`, `changed_file`, `writer_first` or `certified_already`.
    """
    reader, waiting = read(pdf)
    place = _place(waiting, signer, field)
    signatures = reader.embedded_signatures
    if any(certificates.actor(bytes(one.signer_cert.dump())) == signer.actor for one in signatures):
        raise _refused(f"{signer.name} has signed this file already.", "One signature is enough.", "already_signed")
    if signatures and not only_signed(reader):
        raise _refused(
            "This file was changed after it was signed.",
            "Ask whoever signed last for the file as they left it.",
            "changed_file",
        )
    if certify and signatures:
        raise _refused("Somebody has signed this file already.", "Sign it as one of the others.", "certified_already")
    if not certify and not signatures:
        raise _refused(
            "The report writer has not signed yet.", "Wait for the file with their signature.", "writer_first"
        )
    return _sign(reader, signer, place, role, meaning, at, certify)


def _place(waiting: tuple[Expected, ...], signer: Signer, field: str) -> Expected:
    """The field to sign, when it is the signer's own and still empty."""
    place = next((one for one in waiting if one.field == field), None)
    if place is None:
        raise _refused(
            f"No signature of {signer.name} is expected in this file.", "Ask the report writer.", "not_expected"
        )
    if field != field_name(signer.person):
        raise _refused(f"This is the place for {place.name} to sign.", "Sign in your own place.", "not_your_field")
    if place.signed:
        raise _refused(f"{place.name} has signed this file already.", "One signature is enough.", "already_signed")
    return place


def _sign(
    reader: PdfFileReader, signer: Signer, place: Expected, role: str, meaning: str, at: datetime, certify: bool
) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=place.field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=certify,
        docmdp_permissions=MDPPerm.FILL_FORMS, name=signer.name, reason=f"{role}: {meaning}",
    )  # fmt: skip
    look = _Look(shown=stamp.signed(signer.name, role, meaning, at))
    hand = PdfSigner(metadata, signer.pyhanko_signer(), stamp_style=look)
    writer = IncrementalPdfFileWriter.from_reader(reader)
    return run(_update(hand, writer, at, _container(signer)))


async def _update(hand: PdfSigner, writer: Any, at: datetime, reserved: int) -> bytes:
    """What `PdfSigner.async_sign_pdf` does, at a given time instead of the computer's."""
    session = hand.init_signing_session(writer, existing_fields_only=True)
    session.system_time = at
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=reserved)
    prepared, output = document.digest_tbs_document()
    signed = await document.perform_signature(prepared.document_digest, PdfCMSSignedAttributes(signing_time=at))
    await signed.post_signature_processing(output)
    output.seek(0)
    return bytes(output.read())


@dataclass(frozen=True)
class _Look(BaseStampStyle):
    """How the field looks once signed: the picture made for it, as it is."""

    shown: stamp.Box | None = None

    def create_stamp(self, writer: Any, box: Any, text_params: Any) -> BaseStamp:
        """Asked by pyHanko, with the field's own size."""
        return _Picture(writer, self, box)


class _Picture(BaseStamp):
    """A page of a PDF as the field's normal appearance (ISO 32000-1 §12.5.5)."""

    def as_appearances(self) -> AnnotAppearances:
        """Put the page into the file."""
        assert self.writer is not None
        page = stamp.picture(self.style.shown, float(self.box.width), float(self.box.height))
        return AnnotAppearances(self.writer.import_page_as_xobject(PdfFileReader(io.BytesIO(page))))


def _refused(happened: str, todo: str, code: str) -> Refused:
    return Refused(happened, _SAFE, todo, code=code)


def _container(signer: Signer) -> int:
    """Room for the signature, in hexadecimal digits: its certificates, and 1 kB for the rest, of which half is used."""
    return 2 * (1024 + sum(map(len, (signer.certificate, *signer.chain))))
