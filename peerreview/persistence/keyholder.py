"""Where the store's 32-byte key rests between sessions.

In the system's secret store, or else wrapped under a phrase in `key.wrapped`; never in plain text, and never in the
one when the other was asked for. `key.age` holds the key for the emergency sheet. While the key is being changed two
keys are held, the present one first; whichever opens the file is right, so a kill at any moment locks nobody out.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from peerreview.errors import Refused

from . import keyring_access
from .engine import KEY_SIZE
from .faults import Damaged, explained
from .files import write_whole
from .keyring_access import Keyring, NoKeyring, system_keyring
from .wrapping import Wrapped, unwrap, wrap

WRAPPED = "key.wrapped"
RING = "key.ring"
RING_COPY = "key.ring.copy"
"""What a safe copy says of where its key is: names in this computer's secret store, which are no secret."""

KIT = "key.age"
KIT_NEXT = "key.age.next"

T = TypeVar("T", Wrapped, str)


def new_key() -> bytes:
    """A new random store key."""
    return secrets.token_bytes(KEY_SIZE)


class KeyHolder:
    """The key of the store in `folder`. `keyring` finds the secret store, or raises NoKeyring."""

    def __init__(self, folder: Path, keyring: Callable[[], Keyring] = system_keyring) -> None:
        self._wrapped = folder / WRAPPED
        self._ring = folder / RING
        self._kit = folder / KIT
        self._kit_next = folder / KIT_NEXT
        self._keyring = keyring

    def needs_phrase(self) -> bool:
        """Whether the key lies under a phrase rather than in the system's secret store."""
        return self._wrapped.exists()

    def keep(self, *keys: bytes, phrase: str | None = None) -> None:
        """Hold these keys and no other: under `phrase` when one is given, otherwise in the system's secret store.

        It is one key; two, the present one first, where a change of key was interrupted. Raises Refused ("no_keyring")
        when there is no secret store and no phrase either.
        """
        old = self._services()
        if phrase is None:
            held: list[str] = []
            for key in keys:
                held = self._hold_in_ring(held, key)
            self._wrapped.unlink(missing_ok=True)
        else:
            self._write(self._wrapped, [wrap(key, phrase) for key in keys])
            self._ring.unlink(missing_ok=True)
        self._forget(old)

    def keys(self, *, phrase: str | None = None) -> tuple[bytes, ...]:
        """The present key, and after it the next one if changing the key was interrupted.

        Raises Refused: "phrase_needed", "wrong_phrase", "no_keyring", or "no_key" when this computer has none.
        """
        if self._wrapped.exists():
            if phrase is None:
                raise _phrase_needed()
            return tuple(unwrap(wrapped, phrase) for wrapped in self._wraps())
        services = self._services()
        found = [key for service in services if (key := self._from_ring(service)) is not None]
        if not found:
            raise Refused(
                "The key to these data is not on this computer.",
                "The data are still there, locked.",
                "Use your emergency sheet to open them.",
                code="no_key",
            )
        return tuple(found)

    def prepare(self, key: bytes, *, phrase: str | None = None, recipient: str | None = None) -> None:
        """Hold `key` as the next key beside the present one, as the first step of changing it.

        `phrase` must be given when the present key lies under one. `recipient` is the emergency sheet's; without
        one `key.age` is gone once the change is done, and a new sheet must be printed.
        """
        if self.needs_phrase():
            if phrase is None:
                raise _phrase_needed()
            present = self._wraps()[0]
            unwrap(present, phrase)  # one phrase opens both
            self._write_next_kit(key, recipient)
            self._write(self._wrapped, [present, wrap(key, phrase)])
        else:
            self._write_next_kit(key, recipient)
            self._hold_in_ring(self._services()[:1], key)

    def settle(self) -> None:
        """Hold the next key alone, as the last step of changing it; without one, a change that had only begun ends."""
        under_phrase = self.needs_phrase()
        wraps, services = (self._wraps(), []) if under_phrase else ([], self._services())
        if len(wraps) < 2 and len(services) < 2:
            with explained():
                self._kit_next.unlink(missing_ok=True)
            return
        with explained():  # the sheet's copy first: once the old key is forgotten it must open the file
            if self._kit_next.exists():
                self._kit_next.replace(self._kit)
            if self._kit.exists() and self._kit.stat().st_size == 0:
                self._kit.unlink()
        if under_phrase:
            self._write(self._wrapped, wraps[-1:])
        else:
            self._write(self._ring, services[-1:])
            self._forget(services[:-1])

    def write_kit(self, key: bytes, recipient: str) -> None:
        """Write `key.age`: the key for the emergency sheet whose age recipient is given.

        Raises Refused ("key_changing") while another key is about to take its place.
        """
        if self._kit_next.exists():
            raise Refused(
                "Your data are being brought under another key, and that was not finished.",
                "Everything you wrote is kept.",
                "Close Peer Review and open it again, then print the sheet.",
                code="key_changing",
            )
        self._write_kit(self._kit, key, recipient)

    def keys_from_kit(self, secret: str) -> tuple[bytes, ...]:
        """The key or keys that the emergency sheet opens; `secret` is its age identity (AGE-SECRET-KEY-1...)."""
        keys: list[bytes] = []
        for path in (self._kit, self._kit_next):
            if path.exists():
                with suppress(WrongSheet):
                    keys.append(read_kit(path, secret))
        if not keys:
            raise WrongSheet
        return tuple(keys)

    def keys_of_copy(self, copy: Path) -> tuple[bytes, ...]:
        """What this computer's secret store holds of the keys of a safe copy; empty for another computer's."""
        if not (copy / RING_COPY).exists():
            return ()
        services = self._read(copy / RING_COPY, list[str])
        return tuple(key for service in services if (key := self._from_ring(service)) is not None)

    def _hold_in_ring(self, held: list[str], key: bytes) -> list[str]:
        service = f"peerreview-{secrets.token_hex(16)}"
        try:
            keyring_access.put(self._keyring(), service, key)
        except NoKeyring as error:
            raise Refused(
                "This computer has no safe place for the key to your data.",
                "Nothing was written.",
                "Choose an unlock phrase instead.",
                code="no_keyring",
            ) from error
        held = [*held, service]
        self._write(self._ring, held)
        return held

    def _write(self, path: Path, content: object) -> None:
        with explained():
            write_whole(path, msgspec.json.encode(content))

    def _write_next_kit(self, key: bytes, recipient: str | None) -> None:
        if recipient is not None:
            self._write_kit(self._kit_next, key, recipient)
            return
        with explained():  # an empty file says that the old sheet ends; that none was written, is said by no file
            write_whole(self._kit_next, b"")

    def _write_kit(self, path: Path, key: bytes, recipient: str) -> None:
        import pyrage

        with explained():
            write_whole(path, pyrage.encrypt(key, [pyrage.x25519.Recipient.from_str(recipient)]))

    def _wraps(self) -> list[Wrapped]:
        return self._read(self._wrapped, list[Wrapped])

    def _services(self) -> list[str]:
        return self._read(self._ring, list[str]) if self._ring.exists() else []

    def _read(self, path: Path, kind: type[list[T]]) -> list[T]:
        with explained():
            data = path.read_bytes()
        try:
            found = msgspec.json.decode(data, type=kind)
        except msgspec.DecodeError as error:
            raise Damaged("The file that holds the key to your data is damaged.") from error
        if not found:
            raise Damaged("The file that holds the key to your data is damaged.")
        return found

    def _from_ring(self, service: str) -> bytes | None:
        try:
            return keyring_access.get(self._keyring(), service)
        except NoKeyring as error:
            raise Refused(
                "The safe place that keeps the key to your data does not answer.",
                "The data are still there, locked.",
                "Unlock it and try again, or use your emergency sheet.",
                code="no_keyring",
            ) from error

    def _forget(self, services: list[str]) -> None:
        if not services:
            return
        try:
            keyring = self._keyring()
        except NoKeyring:
            return
        for service in services:
            keyring_access.forget(keyring, service)


def _phrase_needed() -> Refused:
    return Refused(
        "These data are locked with a phrase.", "Nothing was changed.", "Give the unlock phrase.", code="phrase_needed"
    )


class WrongSheet(Refused):
    """The emergency sheet is another profile's, or was typed wrongly."""

    def __init__(self) -> None:
        super().__init__(
            "This emergency sheet does not open these data.",
            "Nothing was changed.",
            "Check each of the 24 words, or find the sheet that was printed for this profile.",
            code="wrong_sheet",
        )


def read_kit(path: Path, secret: str) -> bytes:
    """The store key out of a `key.age`, also of a safe copy; raises WrongSheet."""
    import pyrage

    with explained():
        sealed = path.read_bytes()
    try:
        key = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(secret)])
    except (pyrage.DecryptError, pyrage.IdentityError, OSError) as error:
        raise WrongSheet from error
    if len(key) != KEY_SIZE:
        raise WrongSheet
    return key
