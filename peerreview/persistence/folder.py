"""Where a profile may lie, and that only one window has it open.

The store's write-ahead log needs a disk of this computer: on a network or synchronised folder two writers damage it,
and a synchroniser silently brings old pages back. Such folders are for files and safe copies only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath

from peerreview.errors import EnvironmentFault, Refused

from .faults import explained

_SYNCHRONISED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud drive",
    "iclouddrive",
    "mobile documents",  # iCloud on a Mac
    "cloudstorage",  # where macOS mounts OneDrive, Dropbox and Google Drive
    "nextcloud",
    "owncloud",
    "box sync",
    "syncthing",
    "pclouddrive",
)
_MARKERS = (".dropbox.cache", ".stfolder", ".nextcloudsync.log", ".owncloudsync.log", "desktop.ini.onedrive")
_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")

# Not 9p: containers and sandboxes give it to their own root.
_NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb",
    "smb2",
    "smb3",
    "smbfs",
    "afpfs",
    "afs",
    "ncpfs",
    "davfs",
    "ceph",
    "glusterfs",
    "vboxsf",
    "prl_fs",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.davfs2",
    "fuse.gvfsd-fuse",
    "fuse.google-drive-ocamlfuse",
    "fuse.onedriver",
    "fuse.vmhgfs-fuse",
}
_DRIVE_REMOTE = 4  # GetDriveType's word for a network drive


class SharedFolder(Refused):
    """The folder is on a shared drive (USERS §4.3)."""

    def __init__(self) -> None:
        super().__init__(
            "This folder is on a shared drive, where two people writing at once can damage the data.",
            "",
            "Choose a folder on this computer; safe copies may go to the shared drive.",
            code="shared_folder",
        )


def refuse_shared(folder: Path, *, mounts: Path = Path("/proc/mounts")) -> None:
    """Raise SharedFolder when `folder`, which need not exist yet, lies on a network or synchronised drive."""
    place = Path(os.path.realpath(folder))
    if is_synchronised(place, os.environ) or _on_network(place, mounts):
        raise SharedFolder


def is_synchronised(place: Path, environment: Mapping[str, str]) -> bool:
    """Whether a synchroniser's folder holds `place`, by its name, its marker file or the variable it sets."""
    homes = {Path(home) for name in _VARIABLES if (home := environment.get(name))}
    for folder in (place, *place.parents):
        name = folder.name.casefold()
        if name in _SYNCHRONISED or name.startswith(("onedrive -", "dropbox (", "googledrive-", "onedrive-")):
            return True
        if folder in homes or any((folder / marker).exists() for marker in _MARKERS):
            return True
    return False


def is_network_path(place: PureWindowsPath) -> bool:
    r"""Whether a Windows path names another computer (\\server\share), in any of its spellings."""
    drive = place.drive.replace("/", "\\").casefold()
    return drive.startswith("\\\\?\\unc\\") or (
        drive.startswith("\\\\") and not drive.startswith(("\\\\?\\", "\\\\.\\"))
    )


def network_mount(place: Path, mounts: str) -> bool:
    """Whether the innermost mount that holds `place` is a network's; `mounts` is the text of /proc/mounts."""
    inner, kind = Path("/"), ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = Path(fields[1].encode().decode("unicode_escape"))  # a space is written \040
        if place.is_relative_to(point) and len(point.parts) >= len(inner.parts):
            inner, kind = point, fields[2]
    return kind in _NETWORK


def _on_network(place: Path, mounts: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        pure = PureWindowsPath(place)
        return is_network_path(pure) or ctypes.windll.kernel32.GetDriveTypeW(pure.anchor) == _DRIVE_REMOTE
    return mounts.exists() and network_mount(place, mounts.read_text(encoding="utf-8", errors="replace"))


def make_folder(folder: Path) -> None:
    """Make the profile's folder, readable by its owner alone."""
    with explained():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the profile in `folder` for this window or command alone; raises EnvironmentFault ("already_open")."""
    import filelock

    lock = filelock.FileLock(folder / "open.lock", timeout=0)
    with explained():
        try:
            lock.acquire()
        except filelock.Timeout:
            raise EnvironmentFault(
                "Peer Review is already open with these data.",
                "Nothing was changed.",
                "Go to the window that is open, or close it first.",
                code="already_open",
            ) from None
    try:
        yield
    finally:
        lock.release()
