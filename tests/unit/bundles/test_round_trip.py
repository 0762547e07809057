"""What is written is what is read: by its recipients, and by nobody else."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pyrage
import pytest

from peerreview.bundles.container import MIMETYPE
from peerreview.bundles.reader import read
from peerreview.bundles.refusals import NotForYou, PassedOn, PhraseNeeded, TooBusy, WrongPhrase
from peerreview.bundles.writer import write
from peerreview.domain.exchange import BundleKind
from tests.unit.bundles.making import (
    AT,
    STREAM,
    archive,
    contents,
    listed,
    opened_by,
    part,
    person,
    sealed_for,
    signer,
    silent,
    tried,
)


def test_everything_comes_back(tmp_path: Path) -> None:
    what = contents("Miriam Feldt", "Dele Akintola")
    written = write(what, signer("Tom Ashdown-Reyes"), tmp_path / "to Miriam.prb", progress=silent)
    raw = written.path.read_bytes()
    assert (written.size, written.sha256) == (len(raw), sha256(raw).hexdigest())
    for name in ("Miriam Feldt", "Dele Akintola"):
        opened = read(written.path, person(name).ages, progress=silent)
        assert opened.contents == what
        assert opened.actor == person("Tom Ashdown-Reyes").actor
        assert opened.certificate == person("Tom Ashdown-Reyes").certificate
        assert opened.at == AT
        assert not opened.verdict.trusted  # no root was given: whether Tom is somebody is for the caller to say


def test_an_empty_bundle_is_a_bundle() -> None:
    what = contents(streams=(), documents=(), receipts=(), blobs={}, extra={})
    assert tried(archive(what)).contents == what


def test_two_parts_with_one_digest_hold_the_same_lines() -> None:
    whole = part()
    others = (
        whole,
        part(2),
        replace(whole, values=whole.values[1:]),
        replace(whole, seals=(*whole.seals, b'{"sig":"two"}')),
        replace(whole, values=()),
        replace(whole, seals=()),
    )
    came = [stream for each in others for stream in tried(archive(contents(streams=(each,)))).contents.streams]
    assert tuple(came) == others
    assert len({each.digest for each in came}) == len(others)
    [again] = tried(archive(contents(streams=(whole,), id="f" * 32))).contents.streams
    assert again.digest == came[0].digest


def test_nothing_of_it_can_be_read_from_outside(tmp_path: Path) -> None:
    raw = write(contents(), signer("Tom Ashdown-Reyes"), tmp_path / "a.prb", progress=silent).path.read_bytes()
    assert raw.startswith(b"age-encryption.org/v1\n")
    assert not any(word in raw for word in (b"Y4 books", b"Tom", b"Miriam", STREAM.encode(), b"PK\3\4", b"manifest"))


def test_the_layout_is_the_one_other_tools_expect() -> None:
    raw = archive(contents())
    with ZipFile(BytesIO(raw)) as file:
        names = file.namelist()
        assert file.testzip() is None
        assert file.infolist()[0].compress_type == ZIP_STORED
        assert file.read("mimetype") == MIMETYPE
        assert file.read(f"changes/{STREAM}.jsonl").count(b"\n") == 3
    assert raw[30:38] == b"mimetype"
    assert raw[38 : 38 + len(MIMETYPE)] == MIMETYPE  # where file(1) looks for it
    blob = next(iter(contents().blobs))
    assert names == [
        "mimetype",
        "manifest.json",
        f"changes/{STREAM}.jsonl",
        f"values/{STREAM}.jsonl",
        f"seals/{STREAM}.jsonl",
        "documents/001-release.pdf",
        "documents/002-network",
        "documents/002-network.p7s",
        "receipts.jsonl",
        "joining/note.json",
        f"blobs/{blob}",
        "META-INF/ASiCManifest.xml",
        "META-INF/signature.p7s",
    ]


def test_a_stranger_learns_only_that_it_is_not_for_them() -> None:
    with pytest.raises(NotForYou) as refused:
        opened_by("Gwen Hathersage", sealed_for(archive(contents())))
    assert "not made for you" in refused.value.happened
    assert not any(name in str(refused.value) for name in ("Miriam", "Tom", "Quillbeck"))


def test_an_old_key_still_opens_an_old_file() -> None:
    new = person("Miriam Feldt").renewed(AT)
    opened = read(sealed_for(archive(contents())), new.ages, progress=silent)
    assert opened.contents == contents()


def test_a_file_passed_on_by_a_recipient_is_not_taken_for_the_signers_own() -> None:
    for_miriam = archive(contents("Miriam Feldt"))
    with pytest.raises(PassedOn):
        opened_by("Gwen Hathersage", sealed_for(for_miriam, "Gwen Hathersage"))


def test_the_same_file_twice_has_the_same_id() -> None:
    first, again = tried(archive(contents())), tried(archive(contents()))
    assert first.contents.id == again.contents.id == "0123456789abcdef" * 2


def test_an_invitation_opens_with_its_phrase_alone(tmp_path: Path) -> None:
    what = contents(kind=BundleKind.INVITATION, recipients=(), streams=(), blobs={}, documents=(), receipts=())
    path = write(
        what, signer("Gwen Hathersage"), tmp_path / "Joining.prb", progress=silent, phrase="röd stege, 77"
    ).path
    assert read(path, (), phrase="röd stege, 77", progress=silent).contents == what
    with pytest.raises(PhraseNeeded):
        read(path, person("Miriam Feldt").ages, progress=silent)
    with pytest.raises(WrongPhrase):
        read(path, (), phrase="rod stege, 77", progress=silent)


@pytest.mark.parametrize("busy", [1, 100])
def test_a_busy_computer_checks_the_phrase_later_and_calls_no_file_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, busy: int
) -> None:
    what = contents(kind=BundleKind.INVITATION, recipients=(), streams=(), blobs={}, documents=(), receipts=())
    path = tmp_path / "Joining.prb"
    write(what, signer("Gwen Hathersage"), path, progress=silent, phrase="red path, 77")
    really, asked = pyrage.passphrase.decrypt, iter(range(busy + 1))

    def decrypt(sealed: bytes, phrase: str) -> bytes:
        if next(asked) < busy:  # as age says it when the processor is somebody else's at that moment
            raise pyrage.DecryptError("Excessive work parameter for passphrase.\nDecryption would take hours.")
        return really(sealed, phrase)

    monkeypatch.setattr(pyrage.passphrase, "decrypt", decrypt)
    if busy == 1:
        assert read(path, (), phrase="red path, 77", progress=silent).contents == what
    else:
        with pytest.raises(TooBusy, match="too busy to check the phrase"):
            read(path, (), phrase="red path, 77", progress=silent)


@pytest.mark.parametrize(
    ("changed", "phrase"),
    [
        ({"streams": (part(stream="private-" + "ab" * 16),)}, None),
        ({"recipients": ()}, None),
        ({"kind": BundleKind.INVITATION}, None),
        ({}, "a phrase for a working copy"),
        ({"id": "not an id"}, None),
        ({"sender_name": "two\nlines"}, None),
    ],
)
def test_what_may_never_travel_is_not_even_written(
    tmp_path: Path, changed: dict[str, object], phrase: str | None
) -> None:
    with pytest.raises(ValueError):
        write(contents(**changed), signer("Tom Ashdown-Reyes"), tmp_path / "a.prb", progress=silent, phrase=phrase)
    assert listed(tmp_path) == []


def test_times_are_kept_to_the_millisecond() -> None:
    at = AT.replace(microsecond=123_000)
    assert tried(archive(replace(contents(), at=at))).contents.at == at
