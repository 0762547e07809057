"""The canonical bytes of a handbook: one form, one hash, and nothing else taken for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings

from peerreview.config import paths
from peerreview.handbook import content, reader
from peerreview.handbook.model import Handbook, Page
from peerreview.handbook.problems import BadHandbook, NewerHandbook
from tests.unit.handbook.generated import handbooks

Read = Callable[[bytes], Handbook]


@given(handbooks())
@settings(max_examples=12)
def test_what_is_encoded_decodes_to_the_same(handbook: Handbook) -> None:
    for read in (content.decode, content.kept):
        again = read(content.encode(handbook))
        assert again == handbook
        assert again.hash == handbook.hash


def test_every_word_counts_in_the_hash_pages_included() -> None:
    handbook = reader.load(paths.forms() / "triad-p")
    changed = [
        replace(handbook, title="Triad reviews"),
        replace(handbook, pages=(*handbook.pages, Page("more", "More", "Words."))),
        replace(handbook, deadlines=handbook.deadlines[::-1]),
    ]
    assert len({handbook.hash, *(each.hash for each in changed)}) == 4
    assert len(handbook.hash) == 64


def test_what_stands_at_its_default_is_not_in_the_bytes() -> None:
    raw = content.encode(reader.load(paths.forms() / "triad-p"))
    assert b'"code":"P1.own"' in raw
    for name in (b'"every_time"', b'"photos"', b'"hint":""', b'"level":null', b'"days":0'):
        assert name not in raw


@pytest.mark.parametrize(
    "raw",
    [b"", b"{}", b"[", b"\xff", b"[" * 5000, b'{"id": 1}', b'{"id":"\xff"}', b"null"],
)
@pytest.mark.parametrize("read", [content.decode, content.kept])
def test_other_bytes_are_refused(raw: bytes, read: Read) -> None:
    with pytest.raises(BadHandbook):
        read(raw)


@pytest.mark.parametrize("read", [content.decode, content.kept])
def test_the_same_content_written_otherwise_is_refused(read: Read) -> None:
    raw = content.encode(reader.load(paths.forms() / "triad-p"))
    with pytest.raises(BadHandbook, match="not written the way"):
        read(raw.replace(b'","', b'", "', 1))


@pytest.mark.parametrize("read", [content.decode, content.kept])
def test_what_a_later_version_says_asks_for_that_version(read: Read) -> None:
    """At any depth: a key, a kind of item, a rule."""
    data = msgspec.json.decode(content.encode(reader.load(paths.forms() / "triad-p")))
    data["sections"][0]["weather"] = "sunny"
    with pytest.raises(NewerHandbook) as told:
        read(msgspec.json.encode(data, order="sorted"))
    assert (told.value.code, told.value.exit_code) == ("newer_format", 2)
    assert "later version" in told.value.happened
    assert "weather" in told.value.problems[0].what
