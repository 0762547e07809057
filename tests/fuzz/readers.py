"""Whatever reads what strangers send, each as a function of bytes: it refuses with one of our own errors, or reads."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from peerreview.analysis import released
from peerreview.bundles import layout
from peerreview.bundles.manifest import check_format
from peerreview.bundles.reader import read
from peerreview.bundles.recognition import recognise
from peerreview.errors import UserFacingError
from peerreview.handbook import content, reader
from peerreview.identity import joining, network_document
from peerreview.identity.cms import verify_detached
from peerreview.journal.change import build_change, decode_change
from peerreview.journal.seal import decode_seal, encode_seal
from peerreview.journal.value import decode_value, encode_value
from peerreview.reports.verifying import release_data, verify_pdf
from tests.fuzz.framing import framed
from tests.unit.bundles.making import person, sealed_for, silent


def bundle(data: bytes) -> None:
    """The archive of a review file, encrypted to its reader as anybody can who has their recipient."""
    recognise(data)
    read(sealed_for(data), person("Miriam Feldt").ages, progress=silent)


def envelope(data: bytes) -> None:
    """The review file as it lies on a stick."""
    recognise(data)
    read(data, person("Miriam Feldt").ages, progress=silent)


def contents(data: bytes) -> None:
    """The members of a review file whose signature was found good."""
    found = framed(data)
    check_format(found["manifest.json"])
    members = sorted(found.items(), key=lambda member: member[0] != "manifest.json")
    verified = ((name, body, sha256(body).hexdigest()) for name, body in members)
    for part in layout.contents(verified, lambda name: found.get(name, b"")).streams:
        assert (len(part.changes), len(part.values), len(part.seals)) == tuple(
            len(tuple(lines)) for lines in (part.changes, part.values, part.seals)
        )


def signature(data: bytes) -> None:
    """A detached signature; it is never an error, only not good."""
    assert not verify_detached(b"what nobody signed", data, ()).intact


def change(data: bytes) -> None:
    """A line of a journal; what is read is written again in the same bytes."""
    readers: tuple[Callable[[bytes], bytes], ...] = (
        lambda raw: build_change(decode_change(raw).change).raw,
        lambda raw: encode_value(decode_value(raw)),
        lambda raw: encode_seal(decode_seal(raw)),
    )
    for again in readers:
        try:
            assert again(data) == data
        except UserFacingError:
            continue


def release(data: bytes) -> None:
    """A report: its verdict, which is never an error, and the data attached to it."""
    recognise(data)
    assert not verify_pdf(data, ()).trusted
    released.decode(release_data(data))


def release_json(data: bytes) -> None:
    """The data attached to a report."""
    released.decode(data)


def handbook(data: bytes) -> None:
    """A pack as somebody wrote it."""
    (_folder() / reader.FILE).write_bytes(data)
    reader.load(_folder())


def documents(data: bytes) -> None:
    """What the office signs and sends: handbook, network document, invitation, request."""
    for decode in (
        content.decode,
        network_document.decode,
        joining.decode_invitation,
        joining.decode_request,
    ):
        try:
            decode(data)
        except UserFacingError:
            continue


READERS = {each.__name__: each for each in (
    bundle, envelope, contents, signature, change, release, release_json, handbook, documents,
)}  # fmt: skip


def refused(name: str, data: bytes) -> bool:
    """Whether the reader refuses the bytes with an error of ours; any other error is a mistake, and escapes."""
    try:
        READERS[name](data)
    except UserFacingError:
        return True
    return False


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="pack-"))
