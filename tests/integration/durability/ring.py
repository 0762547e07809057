"""A secret store in a file: what the computer's own does, for profiles that are opened again by another process."""

from __future__ import annotations

import json
from pathlib import Path

from peerreview.bootstrap import Unlock


class FileKeyring:
    """A secret store that outlives a killed process: what the computer's own does, in a file for tests."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def _held(self) -> dict[str, str]:
        return dict(json.loads(self._path.read_text())) if self._path.exists() else {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self._path.write_text(json.dumps({**self._held(), service: password}))

    def get_password(self, service: str, username: str) -> str | None:
        return self._held().get(service)

    def delete_password(self, service: str, username: str) -> None:
        self._path.write_text(json.dumps({name: key for name, key in self._held().items() if name != service}))


def unlock(ring: Path) -> Unlock:
    """The key comes from the secret store kept in the file `ring`."""
    return Unlock(keyring=lambda: FileKeyring(ring))
