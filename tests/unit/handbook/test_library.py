"""Many handbooks and many versions side by side."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from peerreview.config import paths
from peerreview.errors import BadInput, Refused
from peerreview.handbook import content, reader
from peerreview.handbook.library import Library


def _pack(forms: Path, folder: str, *changes: tuple[str, str]) -> Path:
    shutil.copytree(paths.forms() / "triad-p", forms / folder)
    path = forms / folder / reader.FILE
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return path


def test_versions_stand_side_by_side_the_newest_first_asked(tmp_path: Path) -> None:
    _pack(tmp_path, "ten", ('"2026.1"', '"2026.10"'))
    _pack(tmp_path, "nine", ('"2026.1"', '"2026.9"'))
    _pack(tmp_path, "older", ('"2026.1"', '"2027.1"'), ("2026-09-01", "2025-09-01"))
    _pack(tmp_path, "other", ("id: triad-p", "id: triad-q"))
    library = Library(tmp_path)
    assert library.ids() == ("triad-p", "triad-q")
    assert [each.version for each in library.versions("triad-p")] == ["2027.1", "2026.9", "2026.10"]
    assert library.get("triad-p").version == "2026.10"
    assert library.get("triad-p", "2026.9").version == "2026.9"
    assert library.versions("nobody") == ()


def test_a_review_finds_its_own_version_by_hash(tmp_path: Path) -> None:
    _pack(tmp_path, "one")
    _pack(tmp_path, "two", ('"2026.1"', '"2026.2"'))
    library = Library(tmp_path)
    for version in library.versions("triad-p"):
        assert library.by_hash(version.hash) is version
    assert library.by_hash("0" * 64) is None


def test_what_is_not_here_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="triad-p, version 3 is not on this computer"):
        Library(tmp_path).get("triad-p", "3")


def test_a_broken_pack_spoils_no_other(tmp_path: Path) -> None:
    _pack(tmp_path, "good")
    _pack(tmp_path, "bad", ("subject: school", "subject: planet"))
    library = Library(tmp_path)
    assert library.ids() == ("triad-p",)
    assert list(library.broken) == ["bad"]
    assert "subject" in str(library.broken["bad"])


def test_what_arrived_is_taken_in_once_and_replaces_nothing(tmp_path: Path) -> None:
    _pack(tmp_path, "good")
    library = Library(tmp_path)
    shipped = library.get("triad-p")
    later = replace(shipped, version="2027.1", valid_from=date(2027, 9, 1))
    assert library.add(later)
    assert not library.add(later)
    assert not library.add(shipped)
    assert library.get("triad-p") is later
    with pytest.raises(Refused, match="Two different handbooks"):
        library.add(replace(shipped, title="Another"))
    assert library.get("triad-p", "2026.1") is shipped
    assert Library(tmp_path, [later]).get("triad-p") is later


def test_two_folders_may_not_claim_one_version(tmp_path: Path) -> None:
    _pack(tmp_path, "one")
    _pack(tmp_path, "two", ("title: Triad review", "title: Another review"))
    with pytest.raises(Refused, match="Two different handbooks call themselves triad-p, version 2026.1"):
        Library(tmp_path).ids()


def test_the_version_a_review_was_begun_with_needs_no_folder(tmp_path: Path) -> None:
    kept = replace(reader.load(paths.forms() / "triad-p"), version="2026.7")
    library = Library(tmp_path / "gone", kept={kept.hash: content.encode(kept)})
    assert library.get("triad-p", "2026.7") == kept
    assert library.get("triad-p") == kept
    assert library.by_hash(kept.hash) == kept
