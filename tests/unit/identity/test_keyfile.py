"""A person's key file on a stick: opened for a guest session, or refused in words that help."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import pyrage
import pytest
from asn1crypto.algos import EncryptionAlgorithm
from asn1crypto.core import OctetString
from asn1crypto.pkcs12 import AuthenticatedSafe, Pfx, SafeContents

from peerreview.config import drives
from peerreview.errors import BadInput, EnvironmentFault, Refused
from peerreview.identity import certificates, keyfile, pkcs12

if TYPE_CHECKING:
    from .conftest import World

PHRASE = "maple lantern kestrel cobalt"


@pytest.fixture(scope="module")
def stick(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stick") / "Miriam Feldt.p12"
    keyfile.save(world.miriam, PHRASE, path)
    return path


def test_a_guest_signs_with_their_own_membership(world: World, stick: Path) -> None:
    guest = keyfile.open_key_file(stick, "Maple lantern  KESTREL cobalt")
    signer = guest.signer(guest=True)
    assert signer.guest
    assert (signer.person, signer.name, signer.actor) == ("2" * 32, "Miriam Feldt", world.miriam.actor)
    assert (signer.certificate, signer.chain) == (world.miriam.certificate, (world.root.certificate,))
    assert world.book.verify(signer.actor, b"seal", signer.sign(b"seal"))


def test_the_age_identity_comes_with_it(world: World, stick: Path) -> None:
    file = pyrage.encrypt(b"for Miriam", [pyrage.x25519.Recipient.from_str(world.miriam.recipient)])
    guest = keyfile.open_key_file(stick, PHRASE)
    assert pyrage.decrypt(file, [pyrage.x25519.Identity.from_str(guest.ages[0])]) == b"for Miriam"


def test_only_the_owner_may_read_it_and_nothing_else_is_left(stick: Path) -> None:
    if os.name == "posix":
        assert stick.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in stick.parent.iterdir()] == ["Miriam Feldt.p12"]


def test_a_wrong_phrase_is_refused_and_not_repeated(stick: Path) -> None:
    with pytest.raises(Refused) as caught:
        keyfile.open_key_file(stick, "sunflower teapot")
    assert caught.value.code == "wrong_phrase"
    assert caught.value.happened.startswith("This phrase does not open the key file")
    assert "sunflower" not in str(caught.value)


def test_a_short_phrase_protects_nothing(world: World, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        keyfile.save(world.miriam, "  abc  def  "[:9], tmp_path / "key.p12")
    assert caught.value.code == "phrase_short"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("length", [0, 1, 100, -20, -1])
def test_half_a_file_is_damaged_not_a_wrong_phrase(stick: Path, tmp_path: Path, length: int) -> None:
    half = tmp_path / "half.p12"
    half.write_bytes(stick.read_bytes()[:length])
    with pytest.raises(BadInput) as caught:
        keyfile.open_key_file(half, PHRASE)
    assert caught.value.code == "key_file_damaged"


@pytest.mark.parametrize("where", ["integrity", "certificates", "key"])
def test_a_file_that_would_take_hours_to_open_is_refused_at_once(stick: Path, tmp_path: Path, where: str) -> None:
    whole = Pfx.load(stick.read_bytes())
    rounds = 2**31 - 1
    if where == "integrity":
        mac = whole["mac_data"]
        mac["iterations"] = rounds
        whole["mac_data"] = mac
    else:  # without the check, which is done first
        parts = AuthenticatedSafe.load(whole["auth_safe"]["content"].native)
        if where == "certificates":
            parts[0]["content"]["encrypted_content_info"]["content_encryption_algorithm"] = _slow(
                parts[0]["content"]["encrypted_content_info"]["content_encryption_algorithm"], rounds
            )
        else:
            bags = SafeContents.load(parts[1]["content"].native)
            bag = bags[0]["bag_value"]
            bag["encryption_algorithm"] = _slow(bag["encryption_algorithm"], rounds)
            bags[0]["bag_value"] = bag
            parts[1]["content"] = OctetString(bags.dump(force=True))
        whole = Pfx({"version": "v3", "auth_safe": {"content_type": "data", "content": parts.dump(force=True)}})
    path = tmp_path / "slow.p12"
    path.write_bytes(whole.dump(force=True))
    began = monotonic()
    with pytest.raises(BadInput) as caught:
        keyfile.open_key_file(path, PHRASE)
    assert caught.value.code == "key_file_damaged"
    assert monotonic() - began < 5


def _slow(algorithm: EncryptionAlgorithm, rounds: int) -> EncryptionAlgorithm:
    algorithm["parameters"]["key_derivation_func"]["parameters"]["iteration_count"] = rounds
    return EncryptionAlgorithm.load(algorithm.dump(force=True))


def test_other_files_are_no_key_files(stick: Path, tmp_path: Path) -> None:
    whole = stick.read_bytes()
    for other in (b"%PDF-1.7", b"{}", whole + b"\0", b"\0" * (pkcs12.LIMIT + 1), b"\x30\x03\x02\x01\x03"):
        path = tmp_path / "other"
        path.write_bytes(other)
        with pytest.raises(BadInput):
            keyfile.open_key_file(path, PHRASE)


def test_a_changed_file_does_not_open(stick: Path, tmp_path: Path) -> None:
    raw = bytearray(stick.read_bytes())
    for place in (len(raw) // 3, len(raw) // 2, len(raw) - 90):
        changed = bytearray(raw)
        changed[place] ^= 1
        path = tmp_path / "changed.p12"
        path.write_bytes(changed)
        with pytest.raises((Refused, BadInput)):
            keyfile.open_key_file(path, PHRASE)


def test_a_missing_stick(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        keyfile.open_key_file(tmp_path / "gone" / "Miriam.p12", PHRASE)
    assert caught.value.code == "key_file_missing"


def test_an_existing_file_is_never_replaced(world: World, stick: Path) -> None:
    before = stick.read_bytes()
    with pytest.raises(Refused) as caught:
        keyfile.save(world.dele, PHRASE, stick)
    assert caught.value.code == "file_exists"
    assert stick.read_bytes() == before


def test_a_stick_that_is_not_there_leaves_nothing(world: World, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        pkcs12.write(tmp_path / "gone" / "key.p12", b"bytes")
    assert caught.value.code == "key_file_not_written"


@pytest.fixture
def mine(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key file that may be written over; it and those over it are quick to open."""
    monkeypatch.setattr(pkcs12, "ROUNDS", 1000)
    path = tmp_path / "Miriam Feldt.p12"
    keyfile.save(world.miriam, PHRASE, path)
    return path


def hang(monkeypatch: pytest.MonkeyPatch, owner: object, act: str, last: str) -> threading.Event:
    """Let an act that ends in this name hang until the stick is back; nobody waits long for it."""
    back, real = threading.Event(), getattr(owner, act)

    def wait(*paths: Path) -> object:
        if paths[-1].name == last or paths[0].name == last:
            back.wait(20)
        return real(*paths)

    monkeypatch.setattr(drives, "PATIENCE", 0.3)
    monkeypatch.setattr(owner, act, wait)
    return back


def over() -> None:
    for each in threading.enumerate():
        if each.name == "drive":
            each.join(20)


def test_a_new_one_that_comes_too_late_does_not_keep_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    back = hang(monkeypatch, Path, "hardlink_to", "Miriam.p12")
    with pytest.raises(drives.NoAnswer) as told:
        pkcs12.write(tmp_path / "Miriam.p12", b"bytes")
    assert told.value.safe == "Nothing here has changed."
    back.set()
    over()
    assert list(tmp_path.iterdir()) == []


def test_over_its_own_file_with_the_same_phrase_nothing_is_left_beside(world: World, mine: Path) -> None:
    before = mine.read_bytes()
    assert keyfile.save_over(world.miriam, PHRASE, mine) is None
    assert mine.read_bytes() != before
    assert [each.name for each in mine.parent.iterdir()] == [mine.name]
    assert keyfile.open_key_file(mine, PHRASE).person == world.miriam.person


def test_over_one_with_another_phrase_or_key_that_stays_beside_and_opens_as_before(world: World, mine: Path) -> None:
    other = "another phrase of four words"
    kept = keyfile.save_over(world.miriam, other, mine)
    assert kept == mine.with_name(f"{mine.stem}, earlier.p12")
    assert keyfile.kept_beside(kept).endswith(f"it stays beside it as {mine.stem}, earlier.p12.")
    assert keyfile.open_key_file(kept, PHRASE).person == world.miriam.person
    assert keyfile.open_key_file(mine, other).person == world.miriam.person
    assert keyfile.save_over(world.dele, other, mine) == mine.with_name(f"{mine.stem}, earlier 2.p12")
    assert keyfile.open_key_file(mine, other).person == world.dele.person


@pytest.mark.parametrize("when", ["written", "read back", "named"])
def test_a_stick_pulled_in_mid_write_leaves_the_one_from_before(
    world: World, mine: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    before = mine.read_bytes()

    def pulled(*_: object) -> bytes:
        raise OSError(errno.EIO, "gone")

    owner, act = {"written": (drives, "settle"), "read back": (Path, "read_bytes"), "named": (os, "replace")}[when]
    with monkeypatch.context() as patch:
        patch.setattr(owner, act, pulled)
        with pytest.raises(EnvironmentFault) as told:
            keyfile.save_over(world.miriam, PHRASE, mine)
    assert told.value.code == "key_file_not_written"
    assert mine.read_bytes() == before
    assert [each.name for each in mine.parent.iterdir()] == [mine.name]


def test_a_stick_that_gives_other_bytes_back_is_noticed(
    world: World, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = mine.read_bytes(), Path.read_bytes
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda path: real(path)[:-1])
        with pytest.raises(EnvironmentFault):
            keyfile.save_over(world.miriam, PHRASE, mine)
    assert mine.read_bytes() == before


def test_when_it_hangs_over_an_earlier_one_both_that_may_be_there_are_named(
    world: World, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = mine.read_bytes()
    back = hang(monkeypatch, os, "replace", mine.name)
    with pytest.raises(drives.NoAnswer) as told:
        keyfile.save_over(world.miriam, PHRASE, mine)
    assert told.value.safe.startswith(f"{mine.name} is the key file from before or the new one, each whole.")
    assert mine.read_bytes() == before
    back.set()
    over()
    assert keyfile.open_key_file(mine, PHRASE).person == world.miriam.person


def test_what_is_no_key_file_is_not_written_over(world: World, tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    report.write_bytes(b"%PDF" + bytes(pkcs12.LIMIT))
    with pytest.raises(Refused) as told:
        keyfile.save_over(world.miriam, PHRASE, report)
    assert told.value.code == "file_exists"


def test_guessing_is_as_slow_at_the_integrity_check_as_at_the_encryption(stick: Path) -> None:
    from asn1crypto.pkcs12 import Pfx

    file = Pfx.load(stick.read_bytes())
    assert file["mac_data"]["iterations"].native == pkcs12.ROUNDS >= 600_000


def test_nothing_secret_is_shown(world: World) -> None:
    pair = pkcs12.KeyPair(world.tom.key, world.tom.certificate, world.tom.chain)
    assert repr(pair) == "KeyPair()"


def test_a_key_that_does_not_fit_its_certificate_is_not_taken(world: World) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
    from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

    own = x509.load_der_x509_certificate(world.tom.certificate)
    assert certificates.actor(world.tom.certificate) == world.tom.actor
    locked = BestAvailableEncryption(PHRASE.encode())
    with pytest.raises(ValueError, match="match"):
        serialize_key_and_certificates(b"x", world.dele.key, own, None, locked)
    bare = serialize_key_and_certificates(b"x", world.dele.key, None, None, locked)
    with pytest.raises(BadInput):
        pkcs12.unlock(bare, PHRASE)
