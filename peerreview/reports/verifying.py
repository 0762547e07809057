"""The verdict on a signed report: unchanged since signing, signed by people we know, and with all its signatures.

Three questions, answered apart: poppler and openssl answer the second, but neither sees what was added after a
signature, and no tool can know how many signatures there should be. Trust is judged at the claimed signing time.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.domain import dates
from peerreview.domain.people import Listing
from peerreview.errors import BadInput
from peerreview.identity import certificates
from peerreview.identity.eventloop import run
from peerreview.identity.verdict import ReportVerdict, SignerVerdict

from .fields import LIMIT, Expected, expected_in, open_reader

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

KIND = "report"
DATA_LIMIT = 8 * 1024 * 1024  # bytes of attached data, unpacked

Cards = Callable[[str], Listing | None]


def verify_pdf(pdf: bytes, roots: Sequence[bytes], listing: Cards | None = None) -> ReportVerdict:
    """Check a report against the `roots` (certificates, DER) and, when given, against the networks' lists of members.

    Whatever the bytes are, nothing is raised: a file that cannot be read gives a verdict that says so.
    """
    try:
        reader = open_reader(pdf)
        signatures = reader.embedded_signatures
        waited_for = {one.field: one for one in expected_in(reader)}
    except Exception:  # hostile bytes make the parser raise anything at all; every one of them means the same
        return ReportVerdict(KIND, False, False, False, 0, problems=("This file is damaged, or it is no report.",))
    if not signatures:
        problems = ("Nobody has signed this file yet.", *_missing(waited_for.values()))
        return ReportVerdict(KIND, False, False, False, len(waited_for), problems=problems)
    judged = [_judge(signature, waited_for.get(signature.field_name), roots, listing) for signature in signatures]
    grown = not judged[-1].whole_file
    missing = _missing(waited_for.values())
    return ReportVerdict(
        KIND,
        intact=all(one.intact for one in judged) and not grown,
        trusted=all(one.verdict.trusted for one in judged),
        complete=bool(waited_for) and not missing,
        expected_signatures=len(waited_for),
        signers=tuple(one.verdict for one in judged),
        problems=(
            *(problem for one in judged for problem in one.problems),
            *(["Something was added to this file after the last signature."] if grown else []),
            *missing,
        ),
    )


def holds(signature: EmbeddedPdfSignature, *, to_the_end: bool = False, compared: bool = False) -> bool:
    """Whether a signature fits what it covers: its own revision whole, or with `to_the_end` the file to its last byte.

    With `compared`, what came after it is compared as well, and must be nothing but other signatures.
    """
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    try:
        status = _status(signature, (), None, compared=compared)
    except Exception:  # the signed part is so broken that it cannot be compared
        return False
    least = SignatureCoverageLevel.ENTIRE_FILE if to_the_end else SignatureCoverageLevel.ENTIRE_REVISION
    return bool(status.intact and status.valid and status.coverage >= least and (status.docmdp_ok or not compared))


def release_data(pdf: bytes) -> bytes:
    """The data attached to a report (`report.json`), believed only after `verify_pdf`.

    Raises BadInput when there is none (`no_report_data`), or it is longer than any report's (`hostile_file`).
    """
    import pikepdf

    from .archive import ATTACHMENT

    try:
        if len(pdf) > LIMIT:
            raise ValueError("longer than any report")
        with pikepdf.open(io.BytesIO(pdf)) as file:
            stream = file.attachments[ATTACHMENT].get_file().obj
            packed = stream.read_raw_bytes()
            filters = stream.get("/Filter")
        if filters is None:
            data = packed
        elif filters == pikepdf.Name.FlateDecode:
            data = zlib.decompressobj().decompress(packed, DATA_LIMIT + 1)
        else:
            raise ValueError("packed in a way that no report is")
    except Exception:  # as above
        raise _bad_data("no_report_data", "This file holds no report data.") from None
    if len(data) > DATA_LIMIT:
        raise _bad_data("hostile_file", "This file holds more data than any report.")
    return data


@dataclass(frozen=True)
class _Judged:
    """One signature's verdict, and what it says of the file."""

    verdict: SignerVerdict
    intact: bool
    whole_file: bool
    problems: tuple[str, ...]


def _judge(
    signature: EmbeddedPdfSignature, expected: Expected | None, roots: Sequence[bytes], listing: Cards | None
) -> _Judged:
    role = expected.role if expected else ""
    try:
        der = bytes(signature.signer_cert.dump())
        name, actor = certificates.common_name(der), certificates.actor(der)
        when = signature.self_reported_timestamp
    except Exception:  # no certificate that can be read
        who = SignerVerdict(expected.name if expected else "", role, None, False)
        return _Judged(who, False, False, ("A signature in this file cannot be read.",))
    try:
        intact, chained, whole_file = _check(signature, roots, when)
    except Exception:  # the signed part is so broken that it cannot be compared
        intact = chained = whole_file = False
    problems = [] if intact else [f"This file was changed after {name} signed it."]
    doubts = _doubts(der, name, when, expected, chained, listing) if intact else []
    verdict = SignerVerdict(name, role, when, intact and not doubts, actor)
    return _Judged(verdict, intact, whole_file, (*problems, *doubts))


def _check(signature: EmbeddedPdfSignature, roots: Sequence[bytes], when: datetime | None) -> tuple[bool, bool, bool]:
    """Whether the file is as it was signed, whether the certificate leads to a root, whether it covers every byte."""
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    status = _status(signature, roots, when, compared=True)
    intact = bool(status.intact and status.valid and status.docmdp_ok)
    return intact, bool(status.trusted), status.coverage == SignatureCoverageLevel.ENTIRE_FILE


def _status(
    signature: EmbeddedPdfSignature, roots: Sequence[bytes], when: datetime | None, *, compared: bool
) -> PdfSignatureStatus:
    """What pyHanko says of a signature; only when `compared` also of what came after it."""
    from asn1crypto import x509
    from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in roots], moment=when, allow_fetching=False
    )
    return run(async_validate_pdf_signature(signature, context, skip_diff=not compared))


def _doubts(
    certificate: bytes,
    name: str,
    when: datetime | None,
    expected: Expected | None,
    chained: bool,
    listing: Cards | None,
) -> list[str]:
    """Why we do not know who signed, most important first; nothing when we do."""
    if expected is None:
        return [f"{name} signed this file without being expected to."]
    if certificates.person_id(certificate) != expected.person:
        return [f"{name} signed where {expected.name} was expected to."]
    if when is None:
        return [f"{name}’s signature does not say when it was made."]
    if not chained:
        return [f"We do not know who signed as {name}: no network we know gave them their membership."]
    if listing is None:
        return []
    listed = listing(certificates.actor(certificate))
    if listed is None:
        return [f"{name} is not yet known to the network."]
    if not listed.listed and (listed.until is None or when.date() >= listed.until):
        return [f"{name} was no longer a member on {dates.plain(when)}."]
    return []


def _missing(waited_for: Iterable[Expected]) -> list[str]:
    return [f"{one.name} ({one.role}) has not signed." for one in waited_for if not one.signed]


def _bad_data(code: str, happened: str) -> BadInput:
    return BadInput(happened, "Nothing was brought in.", "Ask the sender for the report as it was signed.", code=code)
