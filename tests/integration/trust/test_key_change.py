"""Changing a profile's key fails half-way, and is tried again: at no moment is anybody locked out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from peerreview.errors import EnvironmentFault, Refused
from peerreview.persistence import safekeeping
from peerreview.persistence.keyholder import KeyHolder, new_key
from peerreview.persistence.rekeying import change_key, settled_key
from peerreview.persistence.store import Store, create_store
from peerreview.persistence.typing import TypingStore
from tests.integration.persistence.world import table
from tests.integration.trust.marram import Ring

PHRASE = "amber candle drift elbow"


class Stopped(Exception):
    """The program ends here."""


class Profile:
    def __init__(self, folder: Path, phrase: str | None) -> None:
        self.folder, self.phrase = folder, phrase
        ring = Ring()
        self.holder = KeyHolder(folder, lambda: ring)
        key = new_key()
        self.holder.keep(key, phrase=phrase)
        self.store: Store = create_store(folder, key, table())
        self.typing = TypingStore(folder, key)
        with self.store.begin() as unit:
            unit.set_setting("name", "Miriam")
            unit.commit()

    def change(self, key: bytes, recipient: str | None = None) -> None:
        change_key(self.folder, self.holder, self.store, self.typing, key, phrase=self.phrase, recipient=recipient)

    def close(self) -> None:
        self.store.close()
        self.typing.close()

    def opens(self) -> None:
        """Start again, as `bootstrap` does."""
        key = settled_key(self.folder, self.holder, self.holder.keys(phrase=self.phrase))
        assert self.holder.keys(phrase=self.phrase) == (key,)
        self.store, self.typing = Store(self.folder, key, table()), TypingStore(self.folder, key)
        with self.store.begin() as unit:
            assert unit.setting("name") == "Miriam"


@pytest.fixture(params=[PHRASE, None], ids=["phrase", "secret store"])
def profile(request: pytest.FixtureRequest, tmp_path: Path) -> Profile:
    return Profile(tmp_path, request.param)


def fails(*_: object) -> None:
    raise EnvironmentFault("There is no room left on this disk.", code="no_room")


def stops(*_: object) -> None:
    raise Stopped


@pytest.mark.parametrize("where", ["typing", "kits"])
@pytest.mark.parametrize("then", ["prepared", "done"])
def test_failed_once_and_tried_again(profile: Profile, monkeypatch: pytest.MonkeyPatch, where: str, then: str) -> None:
    with monkeypatch.context() as patch:
        target: tuple[object, str] = (TypingStore, "rekey") if where == "typing" else (safekeeping, "renew_kits")
        patch.setattr(*target, fails)
        with pytest.raises(EnvironmentFault):
            profile.change(new_key())
    if then == "prepared":
        with monkeypatch.context() as patch:
            patch.setattr(Store, "rekey", stops)
            with pytest.raises(Stopped):
                profile.change(new_key())
    else:
        profile.change(new_key())
    profile.close()
    profile.opens()
    profile.close()


def test_stopped_twice_and_opened(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    for method in ("rekey", "rekey"):
        with monkeypatch.context() as patch:
            patch.setattr(TypingStore, method, stops)
            with pytest.raises(Stopped):
                profile.change(new_key())
    profile.close()
    profile.opens()
    profile.close()


def test_the_emergency_sheet_opens_the_profile_whatever_was_reached(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = pyrage.x25519.Identity.generate()
    recipient = str(sheet.to_public())
    opened: Callable[[], bytes] = lambda: safekeeping.opening_key(  # noqa: E731
        profile.folder / "store.db", profile.holder.keys_from_kit(str(sheet))
    )
    profile.holder.write_kit(profile.holder.keys(phrase=profile.phrase)[0], recipient)
    for _ in range(2):
        with monkeypatch.context() as patch:
            patch.setattr(TypingStore, "rekey", fails)
            with pytest.raises(EnvironmentFault):
                profile.change(new_key(), recipient)
        assert opened()
    with monkeypatch.context() as patch:
        patch.setattr(Store, "rekey", stops)
        with pytest.raises(Stopped):
            profile.change(new_key(), recipient)
    assert opened()
    profile.close()
    profile.opens()
    assert opened() == profile.holder.keys(phrase=profile.phrase)[0]
    profile.close()


def test_no_sheet_is_printed_for_a_key_that_is_about_to_end(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(TypingStore, "rekey", fails)
        with pytest.raises(EnvironmentFault):
            profile.change(new_key())
    sheet = str(pyrage.x25519.Identity.generate().to_public())
    with pytest.raises(Refused) as refused:
        profile.holder.write_kit(profile.holder.keys(phrase=profile.phrase)[0], sheet)
    assert refused.value.code == "key_changing"
    profile.close()
    profile.opens()
    profile.holder.write_kit(profile.holder.keys(phrase=profile.phrase)[0], sheet)
    profile.close()


def test_a_change_that_had_only_begun_leaves_nothing_behind(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(KeyHolder, "_write", stops)
        with pytest.raises(Stopped):
            profile.change(new_key())
    profile.close()
    profile.opens()
    assert not (profile.folder / "key.age.next").exists()
    profile.close()
