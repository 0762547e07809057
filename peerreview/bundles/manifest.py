"""`manifest.json`: what a review file says of itself, inside the signature, so that no recipient can be added to it.

Format 1: a reader of 1.x accepts any 1.y and passes over keys and members that it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from peerreview import __version__
from peerreview.domain.exchange import BundleKind, DocumentKind, Receipt

from .refusals import DamagedFile, HostileFile, NewerFile

FORMAT = "1.0"

Id = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
Digest = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
StreamId = Annotated[str, msgspec.Meta(pattern=r"\A(?:triad|review|reviewers|desk)-[0-9a-f]{32}\Z")]
Label = Annotated[str, msgspec.Meta(pattern=r"\A[^\x00-\x1f\x7f]*\Z", max_length=200)]
Count = Annotated[int, msgspec.Meta(ge=0)]
Number = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
Stamp = Annotated[str, msgspec.Meta(pattern=r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")]


class RecipientLine(msgspec.Struct, frozen=True):
    """Somebody the file is made for: person id, name, age recipient."""

    person: Id
    name: Label
    age: Annotated[str, msgspec.Meta(pattern=r"\Aage1[0-9a-z]{58}\Z")]


class StreamLine(msgspec.Struct, frozen=True):
    """A stream in the file, with the tips it ends in and how many lines each of its members has."""

    stream: StreamId
    tips: list[Digest]
    changes: Annotated[int, msgspec.Meta(ge=1)]
    values: Count
    seals: Count


class DocumentLine(msgspec.Struct, frozen=True):
    """A signed document in the file; `signature` is empty when the document carries its own."""

    kind: DocumentKind
    id: Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")]
    number: Number
    name: Label
    file: str
    signature: str = ""


class _ReceiptLine(msgspec.Struct, frozen=True):
    bundle: Id
    to: Id
    at: Stamp


class Manifest(msgspec.Struct, frozen=True):
    """The whole of `manifest.json`. `needs` is the oldest version of the program that reads this format."""

    format: str
    needs: Label
    id: Id
    kind: BundleKind
    sender: Id
    sender_name: Label
    at: Stamp
    recipients: list[RecipientLine]
    streams: list[StreamLine]
    documents: list[DocumentLine]


class _Head(msgspec.Struct):
    format: str
    needs: str = ""


_ENCODER = msgspec.json.Encoder(order="sorted")
_RECEIPTS = msgspec.json.Decoder(_ReceiptLine)


def encode(manifest: Manifest) -> bytes:
    """Canonical JSON."""
    return _ENCODER.encode(manifest)


def decode(raw: bytes) -> Manifest:
    """The manifest that `raw` holds; raises HostileFile when it does not say what it must."""
    try:
        return msgspec.json.decode(raw, type=Manifest)
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors; none may carry a piece of the file
        raise HostileFile("its list of contents is not in order") from None


def encode_receipts(receipts: Iterable[Receipt]) -> bytes:
    """`receipts.jsonl`: one receipt a line."""
    return _ENCODER.encode_lines([_ReceiptLine(one.bundle, one.to, stamp(one.at)) for one in receipts])


def decode_receipts(raw: bytes) -> tuple[Receipt, ...]:
    """The receipts of `receipts.jsonl`; raises HostileFile when a line is not one."""
    try:
        lines = _RECEIPTS.decode_lines(raw)
    except (ValueError, RecursionError):
        raise HostileFile("a receipt in it is not in order") from None
    return tuple(Receipt(line.bundle, line.to, moment(line.at)) for line in lines)


def check_format(raw: bytes) -> None:
    """Raise NewerFile, naming the version needed, unless this program reads the format of the manifest `raw`."""
    try:
        head = msgspec.json.decode(raw, type=_Head)
    except (ValueError, RecursionError):
        raise DamagedFile("its list of contents cannot be read") from None
    found = re.fullmatch(r"(\d{1,4})\.\d{1,4}", head.format)
    if found is None:
        raise DamagedFile("its list of contents cannot be read")
    if found[1] != FORMAT.partition(".")[0]:
        needs = head.needs if re.fullmatch(r"[0-9][0-9.]{0,15}", head.needs) else head.format
        raise NewerFile(needs, __version__)


def stamp(at: datetime) -> str:
    """RFC 3339 in UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The time that `stamp` wrote; raises HostileFile when there is no such time."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise HostileFile("a time in it does not exist") from None
