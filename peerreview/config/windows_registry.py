"""The person's part of the Windows registry. Imported on Windows alone."""

from __future__ import annotations

import importlib
from typing import Any

_ASSOCIATIONS_CHANGED = 0x08000000


class PersonsRegistry:
    """Values below HKEY_CURRENT_USER."""

    def __init__(self) -> None:
        self._registry: Any = importlib.import_module("winreg")

    def read(self, key: str, name: str) -> str | None:
        """A value, or None."""
        try:
            with self._registry.OpenKey(self._registry.HKEY_CURRENT_USER, key) as found:
                return str(self._registry.QueryValueEx(found, name)[0])
        except FileNotFoundError:
            return None

    def write(self, key: str, name: str, value: str) -> None:
        """Write a value, making the key where there is none."""
        with self._registry.CreateKey(self._registry.HKEY_CURRENT_USER, key) as made:
            self._registry.SetValueEx(made, name, 0, self._registry.REG_SZ, value)

    def tell(self) -> None:
        """Let the desktop look again."""
        shell: Any = importlib.import_module("ctypes").windll.shell32
        shell.SHChangeNotify(_ASSOCIATIONS_CHANGED, 0, None, None)
