"""The operating system's secret store, called with care: only the real ones, and never a silent fallback.

The `keyring` library would also choose plain-text files or a user's own plug-in. Here only the system's own stores
are even loaded. Calls may wait for a prompt that is open on the screen: never call them from the window's own thread.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Protocol

_STORES = {"win32": ("Windows",), "darwin": ("macOS",)}
_ELSEWHERE = ("SecretService", "libsecret", "kwallet")
_USER = "store key"


class NoKeyring(Exception):
    """There is no system secret store, or it is locked, or it refused."""


class Keyring(Protocol):
    """The three calls of a secret store. Each secret has a service name of its own (Windows mixes users up)."""

    def set_password(self, service: str, username: str, password: str) -> None: ...
    def get_password(self, service: str, username: str) -> str | None: ...
    def delete_password(self, service: str, username: str) -> None: ...


def system_keyring() -> Keyring:
    """The system's own secret store; raises NoKeyring when there is none."""
    from keyring.backend import KeyringBackend  # 0.04 s to import

    names = [f"keyring.backends.{name}" for name in _STORES.get(sys.platform, _ELSEWHERE)]
    for name in names:
        import_module(name)
    viable = KeyringBackend.get_viable_backends()
    stores = [store() for store in viable if store.__module__ in names and store.priority > 0]
    if not stores:
        raise NoKeyring
    best = max(stores, key=lambda store: store.priority)
    if type(best).__module__ == "keyring.backends.Windows":
        setattr(best, "persist", "local machine")  # noqa: B010  the default roams with the user's Windows profile
    return best


def put(keyring: Keyring, service: str, secret: bytes) -> None:
    """Keep `secret` and read it back; raises NoKeyring."""
    try:
        keyring.set_password(service, _USER, secret.hex())
        kept = keyring.get_password(service, _USER)
    except Exception as error:  # backends also raise errors of D-Bus, of Windows and of their own
        raise NoKeyring from error
    if kept != secret.hex():
        raise NoKeyring


def get(keyring: Keyring, service: str) -> bytes | None:
    """The secret of this service, or None when the store does not hold it; raises NoKeyring."""
    try:
        kept = keyring.get_password(service, _USER)
        return None if kept is None else bytes.fromhex(kept)
    except Exception as error:
        raise NoKeyring from error


def forget(keyring: Keyring, service: str) -> None:
    """Remove the secret; one that is not there, or cannot be reached, is left alone."""
    import contextlib

    with contextlib.suppress(Exception):
        keyring.delete_password(service, _USER)
