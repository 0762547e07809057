"""The store's key: in the real Secret Service, under a phrase, for the emergency sheet; never anywhere by accident."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import msgspec
import pyrage
import pytest

from peerreview.errors import EnvironmentFault, Refused
from peerreview.persistence.keyholder import KeyHolder, new_key, read_kit
from peerreview.persistence.keyring_access import Keyring, NoKeyring

PHRASE = "seven grey herons at Quillbeck"


class MemoryKeyring:
    """A secret store that holds what it is given, as the system's does."""

    def __init__(self) -> None:
        self.secrets: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        del self.secrets[service, username]


class LockedKeyring(MemoryKeyring):
    """A secret store whose owner dismissed the prompt."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError("Prompt dismissed")

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("Prompt dismissed")


class ForgetfulKeyring(MemoryKeyring):
    """A secret store that says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


def none_there() -> Keyring:
    raise NoKeyring


def files_hold(folder: Path, key: bytes) -> bool:
    """Whether the key lies in any file of the folder, raw or in hex."""
    return any(
        key in data or key.hex().encode() in data.lower()
        for data in (file.read_bytes() for file in folder.rglob("*") if file.is_file())
    )


def test_a_key_in_the_secret_store_comes_back_and_lies_in_no_file(tmp_path: Path) -> None:
    ring = MemoryKeyring()
    holder = KeyHolder(tmp_path, lambda: ring)
    key = new_key()
    holder.keep(key)
    assert KeyHolder(tmp_path, lambda: ring).keys() == (key,)
    assert not holder.needs_phrase()
    assert not files_hold(tmp_path, key)


def test_two_profiles_never_share_a_service_name(tmp_path: Path) -> None:
    ring = MemoryKeyring()
    keys = []
    for name in ("miriam", "dele"):
        (tmp_path / name).mkdir()
        keys.append(new_key())
        KeyHolder(tmp_path / name, lambda: ring).keep(keys[-1])
    assert len({service for service, _ in ring.secrets}) == 2
    assert KeyHolder(tmp_path / "miriam", lambda: ring).keys() == (keys[0],)


@pytest.mark.parametrize("ring", [none_there, LockedKeyring, ForgetfulKeyring])
def test_without_a_secret_store_and_without_a_phrase_nothing_is_written(ring, tmp_path: Path) -> None:
    with pytest.raises(Refused) as told:
        KeyHolder(tmp_path, ring).keep(new_key())
    assert told.value.code == "no_keyring"
    assert "phrase" in told.value.todo
    assert list(tmp_path.iterdir()) == []


def test_a_key_under_a_phrase_is_private_and_opens_with_that_phrase_alone(tmp_path: Path) -> None:
    key = new_key()
    holder = KeyHolder(tmp_path, none_there)
    holder.keep(key, phrase=PHRASE)
    assert holder.needs_phrase()
    assert holder.keys(phrase=PHRASE) == (key,)
    assert not files_hold(tmp_path, key)
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "key.wrapped").stat().st_mode) == 0o600
    with pytest.raises(Refused) as told:
        holder.keys(phrase=PHRASE + ".")
    assert told.value.code == "wrong_phrase"
    with pytest.raises(Refused) as told:
        holder.keys()
    assert told.value.code == "phrase_needed"


def test_a_phrase_typed_with_composed_or_separate_accents_is_the_same_phrase(tmp_path: Path) -> None:
    holder = KeyHolder(tmp_path, none_there)
    holder.keep(new_key(), phrase="caf\u00e9")
    assert holder.keys(phrase="cafe\u0301")


def test_a_damaged_wrapped_key_is_told_as_damage(tmp_path: Path) -> None:
    holder = KeyHolder(tmp_path, none_there)
    holder.keep(new_key(), phrase=PHRASE)
    path = tmp_path / "key.wrapped"
    whole = path.read_bytes()
    greedy = msgspec.json.decode(whole)
    greedy[0]["memory"] = 2**40  # would ask for a terabyte of memory
    short = msgspec.json.decode(whole)
    short[0]["salt"] = ""
    for broken in (b"", b"[]", whole[: len(whole) // 2], msgspec.json.encode(greedy), msgspec.json.encode(short)):
        path.write_bytes(broken)
        with pytest.raises(EnvironmentFault) as told:
            holder.keys(phrase=PHRASE)
        assert told.value.code == "damaged"


def test_a_key_that_the_secret_store_lost_points_to_the_emergency_sheet(tmp_path: Path) -> None:
    ring = MemoryKeyring()
    holder = KeyHolder(tmp_path, lambda: ring)
    holder.keep(new_key())
    ring.secrets.clear()
    with pytest.raises(Refused) as told:
        holder.keys()
    assert told.value.code == "no_key"
    assert "emergency sheet" in told.value.todo


def test_a_secret_store_that_does_not_answer_is_told_as_such(tmp_path: Path) -> None:
    KeyHolder(tmp_path, MemoryKeyring).keep(new_key(), phrase=PHRASE)
    (tmp_path / "key.wrapped").unlink()
    (tmp_path / "key.ring").write_text('["peerreview-0"]')
    for ring in (none_there, LockedKeyring):
        with pytest.raises(Refused) as told:
            KeyHolder(tmp_path, ring).keys()
        assert told.value.code == "no_keyring"


def test_moving_from_secret_store_to_phrase_leaves_nothing_behind(tmp_path: Path) -> None:
    ring = MemoryKeyring()
    holder = KeyHolder(tmp_path, lambda: ring)
    key = new_key()
    holder.keep(key)
    holder.keep(key, phrase=PHRASE)
    assert ring.secrets == {}
    assert holder.keys(phrase=PHRASE) == (key,)
    holder.keep(key)
    assert not (tmp_path / "key.wrapped").exists()
    assert holder.keys() == (key,)


@pytest.mark.parametrize("phrase", [None, PHRASE])
def test_while_the_key_changes_both_are_held_and_then_only_the_new_one(phrase: str | None, tmp_path: Path) -> None:
    ring = MemoryKeyring()
    holder = KeyHolder(tmp_path, lambda: ring)
    kit = pyrage.x25519.Identity.generate()
    old, new = new_key(), new_key()
    holder.keep(old, phrase=phrase)
    holder.write_kit(old, str(kit.to_public()))
    holder.prepare(new, phrase=phrase, recipient=str(kit.to_public()))
    assert holder.keys(phrase=phrase) == (old, new)
    assert holder.keys_from_kit(str(kit)) == (old, new)
    holder.settle()
    holder.settle()
    assert holder.keys(phrase=phrase) == (new,)
    assert holder.keys_from_kit(str(kit)) == (new,)
    assert old.hex() not in ring.secrets.values()


def test_an_interrupted_change_can_be_begun_again(tmp_path: Path) -> None:
    ring = MemoryKeyring()
    holder = KeyHolder(tmp_path, lambda: ring)
    old, second, third = new_key(), new_key(), new_key()
    holder.keep(old)
    holder.prepare(second)
    holder.prepare(third)
    assert holder.keys() == (old, third)


def test_changing_the_key_without_a_sheet_leaves_no_sheet_that_opens_nothing(tmp_path: Path) -> None:
    holder = KeyHolder(tmp_path, none_there)
    kit = pyrage.x25519.Identity.generate()
    old = new_key()
    holder.keep(old, phrase=PHRASE)
    holder.write_kit(old, str(kit.to_public()))
    with pytest.raises(Refused):
        holder.prepare(new_key(), phrase="another phrase")
    assert holder.keys_from_kit(str(kit)) == (old,)
    holder.prepare(new_key(), phrase=PHRASE)
    holder.settle()
    assert not (tmp_path / "key.age").exists()


def test_the_sheets_copy_opens_with_the_sheet_alone_and_with_the_age_program(tmp_path: Path) -> None:
    kit, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    key = new_key()
    holder = KeyHolder(tmp_path, none_there)
    holder.write_kit(key, str(kit.to_public()))
    assert read_kit(tmp_path / "key.age", str(kit)) == key
    for wrong in (str(other), "AGE-SECRET-KEY-1NOTAKEY"):
        with pytest.raises(Refused) as told:
            holder.keys_from_kit(wrong)
        assert told.value.code == "wrong_sheet"
    if shutil.which("age"):
        (tmp_path / "identity").write_text(str(kit))
        opened = subprocess.run(
            ["age", "-d", "-i", tmp_path / "identity", tmp_path / "key.age"], capture_output=True, check=True
        )
        assert opened.stdout == key


_ROUND_TRIP = """
import sys
from pathlib import Path
from peerreview.persistence.keyholder import KeyHolder
folder = Path(sys.argv[1])
key, other = bytes(range(32)), bytes(range(1, 33))
KeyHolder(folder).keep(key)
assert KeyHolder(folder).keys() == (key,)
KeyHolder(folder).prepare(other)
assert KeyHolder(folder).keys() == (key, other)
KeyHolder(folder).settle()
assert KeyHolder(folder).keys() == (other,)
print("kept")
"""

_SECRET_SERVICE = """
printf ci-pass | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 & daemon=$!
trap "kill $daemon 2>/dev/null" EXIT
for attempt in $(seq 50); do
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
    string:org.freedesktop.secrets 2>/dev/null | grep -q true && break
  sleep 0.1
done
"$@"
"""


def _environment(home: Path) -> dict[str, str]:
    dropped = {"DISPLAY", "WAYLAND_DISPLAY", "XDG_DATA_HOME", "DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND"}
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "PYTHONPATH": str(Path.cwd())}


@pytest.mark.skipif(
    not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")),
    reason="needs gnome-keyring and dbus (apt)",
)
def test_a_real_secret_service_keeps_the_key(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    program = [sys.executable, "-W", "error", "-c", _ROUND_TRIP, str(profile)]
    ran = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", _SECRET_SERVICE, "_", *program],
        env=_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.stdout.strip() == "kept", ran.stderr
    assert not files_hold(profile, bytes(range(32)))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a secret store")
def test_without_any_message_bus_the_person_is_asked_for_a_phrase(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from peerreview.errors import Refused\n"
        "from peerreview.persistence.keyholder import KeyHolder\n"
        "try: KeyHolder(Path(sys.argv[1])).keep(bytes(32))\n"
        "except Refused as refused: print(refused.code)\n"
    )
    profile = tmp_path / "profile"
    profile.mkdir()
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, str(profile)],
        env=_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.stdout.strip() == "no_keyring", ran.stderr
    assert list(profile.iterdir()) == []
