"""A network's root: two files, one phrase, opened for each act."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

from peerreview.domain.people import Person, Role
from peerreview.errors import BadInput, EnvironmentFault, Refused
from peerreview.identity import certificates, keyfile
from peerreview.identity.root import Root, file_name, new_root, open_root

if TYPE_CHECKING:
    from .conftest import World

AT = datetime(2026, 9, 7, 9, 30, tzinfo=UTC)
PHRASE = "maple lantern kestrel cobalt"


def test_either_file_opens_the_same_root(world: World) -> None:
    for stamp in world.stamps:
        root = open_root(stamp, PHRASE)
        assert root == world.root
        assert root.signer().sign_cms(b"network", AT)
    assert world.stamps[0].read_bytes() == world.stamps[1].read_bytes()


def test_no_third_file_is_left(world: World) -> None:
    assert [[path.name for path in stamp.parent.iterdir()] for stamp in world.stamps] == [[world.stamps[0].name]] * 2


def test_a_wrong_phrase_opens_nothing(world: World) -> None:
    with pytest.raises(Refused) as caught:
        open_root(world.stamps[0], "maple lantern kestrel cabbage")
    assert caught.value.code == "wrong_phrase"
    assert "cabbage" not in str(caught.value)


def test_a_persons_key_file_is_no_root(world: World, tmp_path: Path) -> None:
    keyfile.save(world.tom, PHRASE, tmp_path / "Tom.p12")
    with pytest.raises(BadInput) as caught:
        open_root(tmp_path / "Tom.p12", PHRASE)
    assert caught.value.code == "not_a_root"


def test_both_copies_in_one_place_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        new_root("Marram Vale", AT, (tmp_path, tmp_path / "." / ""), PHRASE)
    assert caught.value.code == "root_one_place"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("obstacle", ["missing", "taken"])
def test_without_the_second_copy_there_is_no_first(tmp_path: Path, obstacle: str) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    if obstacle == "taken":
        second.mkdir()
        (second / "Marram Vale stamp.p12").write_bytes(b"older")
    with pytest.raises((Refused, EnvironmentFault)):
        new_root("Marram Vale", AT, (first, second), PHRASE)
    assert list(first.iterdir()) == []
    if obstacle == "taken":
        assert (second / "Marram Vale stamp.p12").read_bytes() == b"older"


def test_the_second_copy_is_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stick that takes bytes and gives others back is noticed before anything relies on it."""
    from peerreview.identity import pkcs12

    whole_write = pkcs12.write

    def forgetful(path: Path, raw: bytes) -> None:
        whole_write(path, raw if path.parent.name == "first" else raw[:-1])

    monkeypatch.setattr(pkcs12, "write", forgetful)
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    with pytest.raises(BadInput):
        new_root("Marram Vale", AT, (tmp_path / "first", tmp_path / "second"), PHRASE)
    assert [list(folder.iterdir()) for folder in tmp_path.iterdir()] == [[], []]


def test_no_secret_is_shown(world: World) -> None:
    assert repr(world.root) == "Root(name='Marram Vale')"


def test_what_a_membership_certificate_says(world: World) -> None:
    certificate = certificates.load(world.tom.certificate)
    root = certificates.load(world.root.certificate)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign
    purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert set(purposes) == {ExtendedKeyUsageOID.EMAIL_PROTECTION, ObjectIdentifier("1.3.6.1.5.5.7.3.36")}
    assert certificate.not_valid_after_utc == root.not_valid_after_utc
    assert certificate.not_valid_before_utc == root.not_valid_before_utc < AT
    assert root.not_valid_after_utc - AT > timedelta(days=25 * 365)
    assert certificates.issued_by(world.tom.certificate, world.root.certificate)
    assert certificates.person_id(world.tom.certificate) == "1" * 32


def test_a_root_may_sign_certificates_and_no_further_roots(world: World) -> None:
    extensions = certificates.load(world.root.certificate).extensions
    usage, limits = (extensions.get_extension_for_class(kind) for kind in (x509.KeyUsage, x509.BasicConstraints))
    assert usage.value.key_cert_sign
    assert (limits.critical, limits.value.ca, limits.value.path_length) == (True, True, 0)


def test_another_root_of_the_same_name_did_not_issue_it(world: World, other_root: Root) -> None:
    assert not certificates.issued_by(world.tom.certificate, other_root.certificate)
    assert not certificates.issued_by(world.tom.certificate, world.dele.certificate)


def test_a_very_long_name_is_cut_on_the_certificate(world: World) -> None:
    person = Person("5" * 32, "Carys " + "Bevan-Holt " * 20, Role.HEAD)
    issued = world.root.issue(person, world.tom.key.public_key())
    assert certificates.common_name(issued) == person.name[:64]


@pytest.mark.parametrize(
    ("network", "name"),
    [("Marram Vale", "Marram Vale stamp.p12"), ("A/B: C..", "AB C stamp.p12"), ("...", "Network stamp.p12")],
)
def test_a_stamps_file_is_named_for_its_network(network: str, name: str) -> None:
    assert file_name(network) == name
