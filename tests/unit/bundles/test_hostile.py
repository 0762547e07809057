"""Files built to harm: each is refused for what it is, before anything in it is unpacked or believed."""

from __future__ import annotations

import struct
import tracemalloc
import zlib
from collections.abc import Callable, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import msgspec
import pytest

from peerreview.bundles import limits
from peerreview.bundles.layout import members
from peerreview.bundles.reader import read
from peerreview.bundles.refusals import (
    AlteredFile,
    DamagedFile,
    HostileFile,
    NewerFile,
    NotAReviewFile,
    TooLarge,
    Unsigned,
)
from tests.unit.bundles.making import (
    STREAM,
    archive,
    contents,
    crowd,
    patched,
    person,
    place,
    sealed_for,
    signed_by_hand,
    silent,
    tried,
    zipped,
)

NOTES = f"values/{STREAM}.jsonl"


def good() -> dict[str, bytes]:
    return members(contents())


def manifest_with(**changed: object) -> dict[str, bytes]:
    found = good()
    manifest = msgspec.json.decode(found["manifest.json"])
    return {**found, "manifest.json": msgspec.json.encode({**manifest, **changed})}


def test_the_hand_that_makes_bad_files_can_make_a_good_one() -> None:
    assert tried(signed_by_hand(good())).contents == contents()
    assert tried(signed_by_hand(manifest_with(format="1.7", from_the_future=[{"deep": 1}]))).contents == contents()
    assert tried(signed_by_hand(dict(reversed(good().items())))).contents == contents()  # whatever lies first


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "blobs/../../outside",
        "/etc/cron.d/x",
        "C:/Windows/x",
        "blobs\\..\\x",
        ".hidden",
        "a/b/c/d",
        "blobs/",
        "nul\x00byte",
        "naïve",
        "a" * 200,
        "",
    ],
)
def test_names_that_lead_elsewhere(name: str) -> None:
    stand_in = "z" * len(name.encode())
    raw = zipped({**good(), stand_in: b"x"}).replace(stand_in.encode(), name.encode())
    with pytest.raises(HostileFile) as refused:
        tried(raw)
    assert name == "" or name not in str(refused.value)


def test_links_and_devices_inside() -> None:
    for kind in (0o120777, 0o060600, 0o040755, 0o010600):
        with pytest.raises(HostileFile):
            tried(zipped({**good(), "blobs/link": b"/etc/passwd"}, attributes={"blobs/link": kind << 16}))


def test_two_members_of_one_name() -> None:
    raw = signed_by_hand({**good(), "notes.txt": b"one", "NOTES.txt": b"two"})
    with pytest.raises(HostileFile, match="one name"):
        tried(raw)


def test_encrypted_members_and_sizes_told_afterwards() -> None:
    raw = archive(contents())
    where = place(raw, NOTES)
    for flag in (0x1, 0x8, 0x40, 0x2000):
        lied = patched(patched(raw, where.local + 6, "<H", flag), where.central + 8, "<H", flag)
        with pytest.raises(HostileFile, match="unusual way"):
            tried(lied)


def test_a_packing_method_nobody_else_reads() -> None:
    raw = archive(contents())
    where = place(raw, NOTES)
    for method in (1, 9, 12, 14, 93, 99):
        with pytest.raises(HostileFile, match="unusual way"):
            tried(patched(patched(raw, where.local + 8, "<H", method), where.central + 10, "<H", method))


@pytest.mark.parametrize("size", [0, 1, 100, 0x7FFFFFFF, 0xFFFFFFFF])
def test_sizes_that_lie(size: int) -> None:
    raw = archive(contents())
    where = place(raw, NOTES)
    only_here = patched(raw, where.central + 24, "<L", size)
    both = patched(only_here, where.local + 22, "<L", size)
    packed = patched(patched(raw, where.central + 20, "<L", size), where.local + 18, "<L", size)
    for lied in (only_here, both, packed):
        with pytest.raises((HostileFile, TooLarge)):
            tried(lied)


def test_members_that_share_bytes() -> None:
    raw = zipped({"a": b"x" * 500, "b": b"y" * 500})
    first, second = place(raw, "a"), place(raw, "b")
    with pytest.raises(HostileFile):
        tried(patched(raw, second.central + 42, "<L", first.local))


def test_bytes_that_belong_to_nobody() -> None:
    raw = archive(contents())
    end = len(raw) - 22
    _, _, _, _, _, length, start, _ = struct.unpack_from("<4s4H2LH", raw, end)
    for changed in (
        b"MZ" + raw,
        raw + b"trailing",
        raw[:start] + b"between" + raw[start:end] + patched(raw[end:], 16, "<L", start + 7),
        raw[:-2] + b"\x07\x00" + b"comment",
        patched(raw, end + 8, "<HH", 1, 1),
        patched(raw, end + 4, "<H", 1),
        patched(raw, end + 12, "<L", length - 1),
    ):
        with pytest.raises((HostileFile, DamagedFile)):
            tried(changed)


def test_a_bomb_is_not_lit() -> None:
    zeros = zipped({"manifest.json": b"{}", "blobs/bomb": bytes(20 * limits.MIB)})
    assert len(zeros) < 200 * limits.KIB
    small = zipped({"manifest.json": bytes(5 * limits.MIB)})
    for bomb in (zeros, small, crowd(300, limits.MIB)):
        sealed = sealed_for(bomb)
        tracemalloc.start()
        with pytest.raises((HostileFile, TooLarge)):
            read(sealed, person("Miriam Feldt").ages, progress=silent)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 4 * limits.MIB


def test_a_member_that_inflates_past_what_it_says_is_cut_off_at_once() -> None:
    """Both headers agree on a small size; the packed bytes hold 50 MB."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeezer.compress(bytes(50 * limits.MIB)) + squeezer.flush()
    raw = zipped({**good(), "blobs/bomb": b"?"})
    where = place(raw, "blobs/bomb")
    old = len(zlib.compress(b"?", 6)[2:-4])
    assert raw[where.data + old : where.data + old + 2] == b"PK"
    directory = raw[where.data + old :]
    grown = raw[: where.data] + packed + directory
    shift = len(packed) - old
    grown = patched(grown, where.local + 18, "<L", len(packed))
    grown = patched(grown, where.central + shift + 20, "<L", len(packed))
    start = struct.unpack_from("<L", raw, len(raw) - 6)[0]
    grown = patched(grown, len(grown) - 6, "<L", start + shift)
    tracemalloc.start()
    with pytest.raises((HostileFile, AlteredFile, Unsigned)):
        tried(grown)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * limits.MIB


def test_a_hundred_thousand_members() -> None:
    assert len(ZipFile(BytesIO(crowd(3))).namelist()) == 3
    for count in (limits.ENTRIES + 1, 100_000):
        with pytest.raises(TooLarge):
            tried(crowd(count))


def test_a_file_within_a_file_stays_bytes() -> None:
    inner = archive(contents())
    nested = zipped({"a": zipped({"b": zipped({"c": inner})})})
    digest = sha256(nested).hexdigest()
    assert tried(archive(contents(blobs={digest: nested}))).contents.blobs[digest] == nested


def test_another_kind_of_archive() -> None:
    for found in ({**good(), "mimetype": b"application/zip"}, {"mimetype": b"x" * 40}):
        with pytest.raises(HostileFile, match="begin"):
            tried(zipped(found))
    last = zipped(good()).replace(b"mimetype", b"nametype").replace(b"receipts.jsonl", b"mimetype.jsonl")
    with pytest.raises(HostileFile, match="begin"):
        tried(last)


def test_more_than_64_mb_is_not_even_decrypted(tmp_path: Path) -> None:
    big = tmp_path / "big.prb"
    with big.open("wb") as file:
        file.write(b"age-encryption.org/v1\n")
        file.truncate(limits.BUNDLE + 1)
    with pytest.raises(TooLarge):
        read(big, person("Miriam Feldt").ages, progress=silent)


@pytest.mark.parametrize("raw", [b"MZ\x90\x00", b"%PDF-1.7", b"hello", zipped({}), b"age-encryption.org/v9\n-> x"])
def test_something_else_entirely(raw: bytes) -> None:
    with pytest.raises(NotAReviewFile):
        read(raw, person("Miriam Feldt").ages, progress=silent)


@pytest.mark.parametrize("work", [b"22", b"23", b"40", b"63", b"+30", b"022", b"300", b"", b"18 30"])
@pytest.mark.parametrize("phrase", ["phrase", None])
def test_one_who_asks_for_gigabytes_or_hours_of_work(work: bytes, phrase: str | None) -> None:
    """age would take 23 on a quick machine: eight gigabytes for a minute. Nobody is even asked for the phrase."""
    raw = b"age-encryption.org/v1\n-> scrypt 3YWd4eFvmSIREQHoNQ8+ag " + work + b"\n"
    raw += b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n"
    with pytest.raises(HostileFile, match="hours"):
        read(raw + bytes(64), (), phrase=phrase, progress=silent)


# --- signed by somebody, and still not what a review file says ---------------------------------------------------


def streams() -> list[object]:
    return list(msgspec.json.decode(good()["manifest.json"])["streams"])


def document(**changed: object) -> list[object]:
    return [{**msgspec.json.decode(good()["manifest.json"])["documents"][0], **changed}]


Change = Callable[[], Mapping[str, bytes]]
PRIVATE = [{"stream": "private-" + "ab" * 16, "tips": [], "changes": 0, "values": 0, "seals": 0}]
WRONG: dict[str, Change] = {
    "no list of contents that says what it must": lambda: {**good(), "manifest.json": b'{"format":"1.0"}'},
    "a private stream": lambda: manifest_with(streams=PRIVATE),
    "an unknown kind": lambda: manifest_with(kind="surprise"),
    "an id that is no id": lambda: manifest_with(id="x" * 32 + "\n"),
    "a sender's name with a line break": lambda: manifest_with(sender_name="Tom\nsays"),
    "a time that does not exist": lambda: manifest_with(at="2026-02-30T00:00:00.000Z"),
    "fewer lines than it says": lambda: {**good(), NOTES: b'{"one":1}\n'},
    "a last line without its end": lambda: {**good(), NOTES: good()[NOTES][:-1]},
    "a journal that is not there": lambda: {name: data for name, data in good().items() if name != NOTES},
    "something after the last line": lambda: {**good(), NOTES: good()[NOTES] + b"{}"},
    "one change twice": lambda: {
        **good(),
        f"changes/{STREAM}.jsonl": good()[f"changes/{STREAM}.jsonl"].replace(b'"n":1', b'"n":0'),
    },
    "tips that are not in it": lambda: {
        **good(),
        f"changes/{STREAM}.jsonl": good()[f"changes/{STREAM}.jsonl"].replace(b'"n":2', b'"n":9'),
    },
    "an attachment under another name": lambda: {**good(), "blobs/" + "0" * 64: b"photo"},
    "a document that is not there": lambda: {n: d for n, d in good().items() if not n.startswith("documents/")},
    "a document without a file": lambda: manifest_with(documents=document(file="", signature="")),
    "a receipt that is none": lambda: {**good(), "receipts.jsonl": b'{"bundle":"x"}\n'},
    "one stream named twice": lambda: manifest_with(streams=streams() * 2),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_signed_and_still_wrong(what: str) -> None:
    with pytest.raises(HostileFile):
        tried(signed_by_hand(WRONG[what]()))


def test_lists_nested_without_end() -> None:
    deep = b'{"format":"1.0","x":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    with pytest.raises((DamagedFile, HostileFile)):
        tried(signed_by_hand({**good(), "manifest.json": deep}))


def test_lines_longer_than_any_change_or_value() -> None:
    found = good()
    changes = f"changes/{STREAM}.jsonl"
    for name, most in ((changes, limits.CHANGE), (NOTES, limits.VALUE)):
        longest = b'"' + b"".join(sha256(b"%d" % n).hexdigest().encode() for n in range(most // 64)) + b'"'
        lines = found[name].split(b"\n")
        with pytest.raises(TooLarge):
            tried(signed_by_hand({**found, name: b"\n".join([lines[0], lines[1], longest, b""])}))


def test_a_newer_major_format_names_the_version_needed() -> None:
    with pytest.raises(NewerFile, match=r"needs version 3\.2\.0 or later") as refused:
        tried(signed_by_hand(manifest_with(format="2.0", needs="3.2.0")))
    assert refused.value.needs == "3.2.0"
    newer_altogether = {"manifest.json": b'{"format":"2.0"}', "elsewhere": b"x"}
    with pytest.raises(NewerFile, match=r"needs version 2\.0"):
        tried(zipped(newer_altogether))
    with pytest.raises(NewerFile, match=r"needs version 2\.0"):
        tried(signed_by_hand(manifest_with(format="2.0", needs="<b>anything</b>")))


def test_a_list_of_recipients_that_would_take_hours_to_read() -> None:
    """Anybody can make one: it needs no membership, and opens for nobody."""
    key = "A" * 43
    stanzas = f"-> X25519 {key}\n{key}\n".encode() * 20_000
    with pytest.raises(TooLarge):
        read(b"age-encryption.org/v1\n" + stanzas + f"--- {key}\n".encode() + bytes(64), [], progress=silent)
