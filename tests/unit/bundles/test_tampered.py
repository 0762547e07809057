"""Damage and forgery: cut anywhere, changed anywhere, signed by nobody or by somebody else."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from peerreview.bundles.container import MANIFEST, SIGNATURE
from peerreview.bundles.layout import members
from peerreview.bundles.refusals import AlteredFile, DamagedFile, NotAReviewFile, NotForYou, Unsigned
from peerreview.errors import UserFacingError
from tests.unit.bundles.making import (
    STREAM,
    archive,
    contents,
    opened_by,
    part,
    person,
    sealed_for,
    signed_by_hand,
    tried,
    zipped,
)


def unpacked(raw: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(raw)) as file:
        return {name: file.read(name) for name in file.namelist() if name != "mimetype"}


def test_cut_off_anywhere_it_says_damaged() -> None:
    sealed = sealed_for(archive(contents()))
    header = sealed.index(b"\n---")
    for length in (*range(0, header, 11), *range(header, len(sealed), 97), len(sealed) - 1):
        with pytest.raises(DamagedFile, match="shorter than it should be"):
            opened_by("Miriam Feldt", sealed[:length])


def test_cut_off_at_every_member_before_it_was_encrypted() -> None:
    raw = archive(contents())
    with ZipFile(BytesIO(raw)) as file:
        offsets = [info.header_offset for info in file.infolist()] + [file.start_dir]
    for offset in offsets:
        for cut in (offset, offset + 10):
            with pytest.raises(DamagedFile):
                tried(raw[:cut])


def test_a_byte_changed_anywhere_outside_opens_nothing() -> None:
    sealed = sealed_for(archive(contents()))
    header = sealed.index(b"\n---") + 50
    for position in (*range(header), *range(header, len(sealed), 61), len(sealed) - 1):
        flipped = bytearray(sealed)
        flipped[position] ^= 0x20
        with pytest.raises((DamagedFile, NotForYou, NotAReviewFile)):
            opened_by("Miriam Feldt", bytes(flipped))


def test_a_byte_changed_anywhere_inside_is_never_believed() -> None:
    """Somebody with the key can change the archive: then it is refused, or (the bits that fill up a packed
    part's last byte) means the same."""
    raw = archive(contents())
    same = 0
    for position in range(0, len(raw), 3):
        flipped = bytearray(raw)
        flipped[position] ^= 0x80
        try:
            opened = tried(bytes(flipped))
        except UserFacingError:
            continue
        assert opened.contents == contents()
        same += 1
    assert same <= len(contents().streams) * 3 + len(contents().documents) + 3  # at most once for each packed part


def test_a_word_changed_a_member_added_or_left_out() -> None:
    found = unpacked(archive(contents()))
    notes = f"values/{STREAM}.jsonl"
    for changed in (
        {**found, notes: found[notes].replace(b"Y4 books 1", b"Y4 books 2")},
        {**found, "blobs/extra": b"smuggled in"},
        {name: data for name, data in found.items() if name != notes},
        {**found, "manifest.json": found["manifest.json"].replace(b"Tom A", b"Tim A")},
        {**found, "manifest.json": found["manifest.json"].replace(b'"0123', b'"9123')},
    ):
        with pytest.raises(AlteredFile):
            tried(zipped(changed))
    assert tried(zipped(found)).contents == contents()


def test_signed_by_nobody() -> None:
    found = unpacked(archive(contents()))
    for lacking in ({SIGNATURE}, {MANIFEST}, {SIGNATURE, MANIFEST}):
        with pytest.raises(Unsigned):
            tried(zipped({name: data for name, data in found.items() if name not in lacking}))
    for nonsense in (b"", b"0", found[SIGNATURE][:100], b"\x30\x80" * 500):
        with pytest.raises((Unsigned, AlteredFile)):
            tried(zipped({**found, SIGNATURE: nonsense}))


def test_a_signature_of_other_contents() -> None:
    other = unpacked(archive(contents(streams=(part(7),))))
    with pytest.raises(AlteredFile):
        tried(zipped({**unpacked(archive(contents())), SIGNATURE: other[SIGNATURE]}))


def test_signed_again_by_a_stranger_it_shows_whose_hand_it_was() -> None:
    forged = members(contents(streams=(part(9),)))
    opened = tried(signed_by_hand(forged, by="A Stranger"))
    assert opened.contents.sender == person("Tom Ashdown-Reyes").person
    assert opened.actor == person("A Stranger").actor
    assert opened.actor != person("Tom Ashdown-Reyes").actor
    assert opened.verdict.person != opened.contents.sender
