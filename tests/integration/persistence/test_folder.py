"""Where a profile may lie, and that only one window has it open."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest

from peerreview.errors import EnvironmentFault, Refused
from peerreview.persistence.folder import (
    is_network_path,
    is_synchronised,
    make_folder,
    network_mount,
    only_one,
    refuse_shared,
)

MOUNTS = """\
/dev/vda / ext4 rw,relatime 0 0
council:/staff /home/miriam/council nfs4 rw 0 0
//server/heads /mnt/heads\\040folder cifs rw 0 0
/dev/sdb1 /mnt/heads\\040folder/stick vfat rw 0 0
garbled
"""


@pytest.mark.parametrize(
    "place",
    [
        "/home/miriam/OneDrive/Peer Review",
        "/home/miriam/OneDrive - Marram Vale Council/Peer Review",
        "/home/miriam/Dropbox/profile",
        "/home/miriam/Dropbox (Marram Vale)/profile",
        "/home/miriam/Google Drive/profile",
        "/Users/miriam/Library/Mobile Documents/com~apple~CloudDocs/profile",
        "/Users/miriam/Library/CloudStorage/OneDrive-MarramVale/profile",
        "/home/miriam/iCloudDrive/profile",
        "/home/miriam/Nextcloud/profile",
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(place: str) -> None:
    assert is_synchronised(Path(place), {})


@pytest.mark.parametrize("place", ["/home/miriam/Dropboxes", "/home/miriam/Reviews", "/home/onedrives/x"])
def test_a_folder_that_only_sounds_alike_is_allowed(place: str) -> None:
    assert not is_synchronised(Path(place), {})


def test_a_synchronised_folder_is_known_by_what_the_synchroniser_says(tmp_path: Path) -> None:
    place = tmp_path / "Work" / "profile"
    assert not is_synchronised(place, {})
    assert is_synchronised(place, {"OneDriveCommercial": str(tmp_path / "Work")})
    (tmp_path / "Work" / ".stfolder").mkdir(parents=True)
    assert is_synchronised(place, {})


@pytest.mark.parametrize(
    ("place", "network"),
    [
        ("/home/miriam/council/profile", True),
        ("/mnt/heads folder/profile", True),
        ("/mnt/heads folder/stick/profile", False),
        ("/home/miriam/profile", False),
        ("/home/miriam/council-minutes", False),
    ],
)
def test_the_innermost_mount_decides(place: str, network: bool) -> None:
    assert network_mount(Path(place), MOUNTS) is network


@pytest.mark.parametrize(
    ("place", "network"),
    [
        (r"\\server\heads\profile", True),
        (r"//server/heads/profile", True),
        (r"\\?\UNC\server\heads\profile", True),
        (r"C:\Users\miriam\profile", False),
        (r"\\?\C:\Users\miriam\profile", False),
    ],
)
def test_a_windows_share_is_known_in_every_spelling(place: str, network: bool) -> None:
    assert is_network_path(PureWindowsPath(place)) is network


def test_the_refusal_says_why_and_what_to_do(tmp_path: Path) -> None:
    refuse_shared(tmp_path / "profile")
    with pytest.raises(Refused) as told:
        refuse_shared(tmp_path / "Dropbox" / "profile")
    assert told.value.code == "shared_folder"
    assert str(told.value) == (
        "This folder is on a shared drive, where two people writing at once can damage the data. "
        "Choose a folder on this computer; safe copies may go to the shared drive."
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks the drive itself")
def test_a_network_mount_is_refused_also_through_a_link(tmp_path: Path) -> None:
    real = tmp_path / "share"
    real.mkdir()
    (tmp_path / "link").symlink_to(real)
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/x {str(real).replace(' ', chr(92) + '040')} nfs rw 0 0\n")
    with pytest.raises(Refused):
        refuse_shared(tmp_path / "link" / "profile", mounts=mounts)
    refuse_shared(tmp_path / "profile", mounts=mounts)


def test_a_second_window_is_refused_and_may_open_once_the_first_has_closed(tmp_path: Path) -> None:
    second = (
        "import sys; from pathlib import Path; from peerreview.errors import EnvironmentFault\n"
        "from peerreview.persistence.folder import only_one\n"
        "try:\n  with only_one(Path(sys.argv[1])): print('open')\n"
        "except EnvironmentFault as fault: print(fault.code)\n"
    )

    def try_second() -> str:
        command = [sys.executable, "-c", second, str(tmp_path)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    with only_one(tmp_path):
        assert try_second() == "already_open"
        with pytest.raises(EnvironmentFault), only_one(tmp_path):
            pass
    assert try_second() == "open"


def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "profile")
    make_folder(tmp_path / "a" / "profile")
    if sys.platform != "win32":
        assert (tmp_path / "a" / "profile").stat().st_mode & 0o077 == 0
