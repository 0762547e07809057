"""What travels between people: bundles, the streams and documents in them, receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class BundleKind(StrEnum):
    """The kinds of review file (DESIGN §7)."""

    INVITATION = "invitation"
    REQUEST = "request"
    STREAMS = "streams"
    DOCUMENTS = "documents"
    RECEIPT = "receipt"

    @property
    def joins(self) -> bool:
        """Whether it is a joining file: read for what it asks alone, before it is known whom to believe."""
        return self in (BundleKind.INVITATION, BundleKind.REQUEST)


class DocumentKind(StrEnum):
    """Signed, numbered documents (DESIGN §4)."""

    RELEASE = "release"
    PROGRESS = "progress"
    TERM_REPORT = "term_report"
    NETWORK = "network"
    HANDBOOK = "handbook"
    DATA_PACK = "data_pack"


@dataclass(frozen=True)
class StreamPart:
    """One stream, whole: exact change bytes (ancestors first), the values that may travel, all seals known.

    Each item of `changes`, `values` and `seals` is one line of canonical JSON without its line end. Two parts with the
    same `digest` hold the same lines; empty where nobody has worked it out.
    """

    stream: str
    tips: tuple[str, ...]
    changes: Sequence[bytes]
    values: Sequence[bytes]
    seals: Sequence[bytes]
    digest: str = field(default="", compare=False)


@dataclass(frozen=True)
class SignedDocument:
    """A document as its signer made it: its exact bytes and a detached CAdES signature (DER).

    A release is a signed PDF: it carries its signatures itself and `signature` is empty.
    """

    kind: DocumentKind
    id: str
    number: int
    name: str
    body: bytes
    signature: bytes = b""


@dataclass(frozen=True)
class Receipt:
    """Word that a bundle arrived: whose, which, when."""

    bundle: str
    to: str
    at: datetime


@dataclass(frozen=True)
class Recipient:
    """Somebody a bundle is made for: person id, name, and age recipient."""

    person: str
    name: str
    age: str


@dataclass(frozen=True)
class BundleContents:
    """Everything in one bundle. `id` is 32 hex digits, new for each; `blobs` maps SHA-256 (hex) to bytes.

    `extra` holds small JSON members: of joining files (the request, the invitation's network document), and of a file
    that asks for an earlier one back.
    """

    id: str
    kind: BundleKind
    sender: str
    sender_name: str
    at: datetime
    recipients: tuple[Recipient, ...] = ()
    streams: tuple[StreamPart, ...] = ()
    documents: tuple[SignedDocument, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    extra: Mapping[str, bytes] = field(default_factory=dict)
