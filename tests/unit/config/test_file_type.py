"""What the desktop is told so that a double click opens review files: for the person alone, on Linux and on Windows."""

from __future__ import annotations

import configparser
import os
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from peerreview.config import file_type
from peerreview.config.file_type import Entry
from peerreview.errors import EnvironmentFault

AWKWARD = '/home/miriam feldt/peer "review" $100 100%/packaging/run'


class Registry(dict[tuple[str, str], str]):
    """A registry in memory; `closed` refuses to be written to, as a school's policy may."""

    closed = False
    told = 0

    def read(self, key: str, name: str) -> str | None:
        return self.get((key, name))

    def write(self, key: str, name: str, value: str) -> None:
        if self.closed:
            raise PermissionError(5, "Access is denied")
        self[key, name] = value

    def tell(self) -> None:
        self.told += 1


def test_windows_is_told_below_the_persons_own_key_alone() -> None:
    entries = file_type.windows_entries([r"C:\Program Files\Peer Review\packaging\run.cmd"])
    assert entries == (
        Entry(r"Software\Classes\PeerReview.File", "", "Review file"),
        Entry(
            r"Software\Classes\PeerReview.File\shell\open\command",
            "",
            r'"C:\Program Files\Peer Review\packaging\run.cmd" "%1"',
        ),
        Entry(r"Software\Classes\.prb\OpenWithProgids", "PeerReview.File", ""),
        Entry(r"Software\Classes\.prb", "", "PeerReview.File"),
    )


def test_what_is_entered_stands_there_and_the_desktop_is_told_once() -> None:
    registry, entries = Registry(), file_type.windows_entries(["run.cmd"])
    registry[r"Software\Classes\.txt", ""] = "somebody else's"
    assert not file_type.stands_in(registry, entries)
    file_type.enter(registry, entries)
    assert file_type.stands_in(registry, entries)
    assert registry.told == 1
    assert registry[r"Software\Classes\.txt", ""] == "somebody else's"
    assert not file_type.stands_in(registry, file_type.windows_entries(["moved.cmd"]))  # the program lies elsewhere


def test_a_policy_that_forbids_it_is_told_in_a_sentence() -> None:
    registry = Registry()
    registry.closed = True
    with pytest.raises(EnvironmentFault) as fault:
        file_type.enter(registry, file_type.windows_entries(["run.cmd"]))
    assert fault.value.code == "file_type"
    assert registry == {}


def test_the_desktop_file_survives_any_name_of_a_folder() -> None:
    files = file_type.linux_files([AWKWARD])
    desktop = configparser.RawConfigParser()
    desktop.optionxform = str  # type: ignore[assignment,method-assign]
    desktop.read_string(files[Path("applications/peerreview.desktop")])
    entry = desktop["Desktop Entry"]
    assert entry["MimeType"] == f"{file_type.MIME};"
    words = shlex.split(entry["Exec"].replace("\\\\", "\\"))  # as the desktop does: strings first, then quotes
    assert [each.replace("%%", "%").replace("\\$", "$") for each in words] == [AWKWARD, "%F"]
    kind = ET.fromstring(files[Path("mime/packages/peerreview.xml")])
    [found] = kind
    assert found.attrib["type"] == file_type.MIME
    assert [each.attrib["pattern"] for each in found if each.tag.endswith("glob")] == ["*.prb"]


@pytest.fixture(autouse=True)
def nobodys_desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the tools of this computer's desktop write goes nowhere else."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_the_files_lie_where_the_desktop_looks_and_are_known_again(tmp_path: Path) -> None:
    files = file_type.linux_files(["/opt/peerreview/run"])
    assert not file_type.lies_in(tmp_path, files)
    file_type.lay(tmp_path, files)
    assert file_type.lies_in(tmp_path, files)
    assert not file_type.lies_in(tmp_path, file_type.linux_files(["/opt/elsewhere/run"]))


def test_a_data_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "applications").write_text("a file in the way")
    with pytest.raises(EnvironmentFault) as fault:
        file_type.lay(tmp_path, file_type.linux_files(["run"]))
    assert fault.value.code == "file_type"


def test_the_command_is_there_and_starts_the_program() -> None:
    (start,) = file_type.command()
    assert os.access(start, os.X_OK)


@pytest.mark.skipif(
    sys.platform != "linux" or not (shutil.which("update-mime-database") and shutil.which("gio")),
    reason="the desktop's own tools are missing",
)
def test_the_desktop_itself_finds_the_program_for_a_review_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert file_type.opens_here() is False
    file_type.open_here()
    assert file_type.opens_here() is True
    review = tmp_path / "2026-11-17 Quillbeck for Miriam.prb"
    review.write_bytes(b"age-encryption.org/v1\n")
    asked = ["gio", "info", "-a", "standard::content-type", str(review)]
    said = subprocess.run(asked, capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C"}).stdout
    assert f"standard::content-type: {file_type.MIME}" in said
    said = subprocess.run(["gio", "mime", file_type.MIME], capture_output=True, text=True, check=True).stdout
    assert "peerreview.desktop" in said
