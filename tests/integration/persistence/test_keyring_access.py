"""The system's own secret store, and nothing else that calls itself one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_ASK = """
import sys
from peerreview.persistence.keyring_access import NoKeyring, system_keyring
try:
    found = type(system_keyring()).__module__
except NoKeyring:
    found = "none"
print(found, "plugged_in" in sys.modules, "keyring.backends.macOS" in sys.modules)
"""
_PLUG_IN = """
from keyring.backend import KeyringBackend
class Keyring(KeyringBackend):
    priority = 99
    def get_password(self, service, username): return None
    def set_password(self, service, username, password): pass
    def delete_password(self, service, username): pass
"""


def test_a_plug_in_is_not_even_loaded(tmp_path: Path) -> None:
    info = tmp_path / "plugged_in-1.dist-info"
    info.mkdir()
    (tmp_path / "plugged_in.py").write_text(_PLUG_IN)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plugged-in\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[keyring.backends]\nplugged = plugged_in\n")
    home = Path(__file__).parents[3]
    environment = {
        **os.environ,
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{home}",
        "PYTHON_KEYRING_BACKEND": "plugged_in.Keyring",
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path / 'nobody'}",
    }
    ran = subprocess.run([sys.executable, "-c", _ASK], capture_output=True, text=True, check=True, env=environment)
    assert ran.stdout.split() == ["none", "False", "False"]
