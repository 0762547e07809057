"""Whatever is dropped on the window is known for what it is, whatever its name says."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from hypothesis import given
from hypothesis import strategies as st

from peerreview.bundles.recognition import FileKind, recognise
from tests.unit.bundles.making import archive, contents, person, sealed_for, zipped

HANDBOOK = b"# Marram Vale\nid: TRIAD-P\nversion: '2026.2'\nlanguage: en-GB\n"


def key_file() -> bytes:
    tom = person("Tom Ashdown-Reyes")
    return pkcs12.serialize_key_and_certificates(b"Tom", tom.key, None, None, BestAvailableEncryption(b"phrase"))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", FileKind.PDF),
        (b"\xef\xbb\xbf\n%PDF-1.4", FileKind.PDF),
        (zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), FileKind.WORKBOOK),
        (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), FileKind.UNKNOWN),
        (zipped({"triad-p/handbook.yaml": HANDBOOK}), FileKind.HANDBOOK),
        (HANDBOOK, FileKind.HANDBOOK),
        (b"id: something else\n", FileKind.UNKNOWN),
        (b"PK\3\4 cut off", FileKind.UNKNOWN),
        (b"\x30\x82\x01", FileKind.UNKNOWN),
        (b"", FileKind.UNKNOWN),
    ],
)
def test_by_its_bytes(data: bytes, kind: FileKind) -> None:
    assert recognise(data) is kind


def test_our_own_files() -> None:
    assert recognise(sealed_for(archive(contents()))) is FileKind.REVIEW_FILE
    assert recognise(key_file()) is FileKind.KEY_FILE


def test_the_name_proves_nothing(tmp_path: Path) -> None:
    (tmp_path / "report.prb").write_bytes(b"%PDF-1.7\n")
    assert recognise(tmp_path / "report.prb") is FileKind.PDF
    pack = tmp_path / "triad-p"
    pack.mkdir()
    assert recognise(pack) is FileKind.UNKNOWN
    (pack / "handbook.yaml").write_bytes(HANDBOOK)
    assert recognise(pack) is FileKind.HANDBOOK


@given(st.one_of(st.binary(max_size=200), st.binary(max_size=60).map(lambda tail: b"PK\3\4" + tail)))
def test_no_bytes_at_all_upset_it(data: bytes) -> None:
    assert recognise(data) in FileKind


def test_no_byte_of_an_archive_changed_upsets_it() -> None:
    raw = zipped({"xl/workbook.xml": b"<x/>"})
    for position in range(len(raw)):
        for other in (0, 0x7F, 0xB3, 0xFF):
            changed = bytearray(raw)
            changed[position] = other
            assert recognise(bytes(changed)) in FileKind
