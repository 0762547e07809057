"""Other people's tools on what we sign: openssl on signatures and key files, age on the emergency sheet."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from peerreview.domain.network import Network
from peerreview.domain.people import Person, Role
from peerreview.identity import keyfile, membership, network_document, recovery
from peerreview.identity.keys import Identity, new_identity
from peerreview.identity.root import Root, new_root

AT = datetime(2026, 11, 17, 16, 30, tzinfo=UTC)
PHRASE = "maple lantern kestrel cobalt"
DATA = b'<asic:ASiCManifest URI="changes/review.jsonl"/>'
TOM = Person("1" * 32, "Tom Ashdown-Reyes", Role.HEAD)


def tool(name: str) -> str:
    """The path of an outside tool; the test is skipped, saying so, where it is missing."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool and hand back what it said."""
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=60)


@dataclass(frozen=True)
class Office:
    """A root, its file, and a member."""

    root: Root
    stamp: Path
    tom: Identity
    folder: Path

    def pem(self, certificate: bytes, name: str = "ca.pem") -> Path:
        """A certificate as openssl wants it."""
        path = self.folder / name
        path.write_bytes(x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM))
        return path

    def openssl(self, signature: bytes, data: bytes, root: bytes) -> subprocess.CompletedProcess[str]:
        """What openssl says of a detached CAdES signature."""
        (self.folder / "signature.p7s").write_bytes(signature)
        (self.folder / "data").write_bytes(data)
        return run(
            tool("openssl"), "cms", "-verify", "-cades", "-CAfile", self.pem(root), "-inform", "DER", "-binary",
            "-in", self.folder / "signature.p7s", "-content", self.folder / "data", "-out", self.folder / "out",
        )  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    sticks = tmp_path_factory.mktemp("stick"), tmp_path_factory.mktemp("safe")
    root = new_root("Marram Vale", AT, sticks, PHRASE)
    tom = new_identity(TOM.id, TOM.name, AT)
    tom = tom.admitted(root.issue(TOM, tom.key.public_key()), root.certificate)
    return Office(root, sticks[0] / "Marram Vale stamp.p12", tom, tmp_path_factory.mktemp("work"))


def test_openssl_accepts_a_members_signature(office: Office) -> None:
    said = office.openssl(office.tom.signer().sign_cms(DATA, AT), DATA, office.root.certificate)
    assert said.returncode == 0, said.stderr
    assert "CAdES Verification successful" in said.stderr
    assert (office.folder / "out").read_bytes() == DATA


def test_openssl_accepts_a_network_document(office: Office) -> None:
    network = Network("a" * 32, "Marram Vale", 1, AT.date(), "", "", people=(TOM,))
    document = network_document.sign(office.root, membership.succeed(office.root, network), AT)
    said = office.openssl(document.signature, document.body, office.root.certificate)
    assert said.returncode == 0, said.stderr


def test_openssl_refuses_changed_data(office: Office) -> None:
    said = office.openssl(office.tom.signer().sign_cms(DATA, AT), DATA + b" ", office.root.certificate)
    assert said.returncode != 0
    assert "Verification failure" in said.stderr


def test_openssl_refuses_another_root_of_the_same_name(office: Office, tmp_path: Path) -> None:
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
    other = new_root("Marram Vale", AT, (tmp_path / "first", tmp_path / "second"), PHRASE)
    said = office.openssl(office.tom.signer().sign_cms(DATA, AT), DATA, other.certificate)
    assert said.returncode != 0


def test_openssl_refuses_a_changed_signature(office: Office) -> None:
    signature = bytearray(office.tom.signer().sign_cms(DATA, AT))
    signature[-5] ^= 1
    assert office.openssl(bytes(signature), DATA, office.root.certificate).returncode != 0


def test_openssl_follows_the_chain(office: Office) -> None:
    root = office.pem(office.root.certificate)
    own = office.pem(office.tom.certificate, "tom.pem")
    assert run(tool("openssl"), "verify", "-x509_strict", "-purpose", "smimesign", "-CAfile", root, own).returncode == 0


def test_openssl_opens_stamp_and_key_file_by_their_phrase_alone(office: Office) -> None:
    key_file = office.folder / "Tom.p12"
    keyfile.save(office.tom, PHRASE, key_file)
    for path, name in ((office.stamp, "Marram Vale"), (key_file, "Tom Ashdown-Reyes")):
        command = (tool("openssl"), "pkcs12", "-in", path, "-nodes", "-passin")
        opened = run(*command, f"pass:{PHRASE}")
        assert opened.returncode == 0, opened.stderr
        assert name in opened.stdout
        assert "BEGIN PRIVATE KEY" in opened.stdout
        refused = run(*command, "pass:sunflower teapot")
        assert refused.returncode != 0
        assert "PRIVATE KEY" not in refused.stdout


def test_a_key_file_that_openssl_made_opens_here(office: Office) -> None:
    ours, theirs, pem = (office.folder / name for name in ("ours.p12", "theirs.p12", "key.pem"))
    keyfile.save(office.tom, PHRASE, ours)
    openssl = tool("openssl")
    run(openssl, "pkcs12", "-in", ours, "-nodes", "-passin", f"pass:{PHRASE}", "-out", pem)
    run(openssl, "pkcs12", "-export", "-in", pem, "-passout", f"pass:{PHRASE}", "-out", theirs)
    assert keyfile.open_key_file(theirs, PHRASE).actor == office.tom.actor


def test_age_reads_and_writes_for_the_emergency_sheet(tmp_path: Path) -> None:
    secret = recovery.new_secret()
    identity, plain, there, back = (tmp_path / name for name in ("identity", "plain", "there.age", "back"))
    identity.write_text(recovery.age_identity(secret) + "\n", "ascii")
    plain.write_bytes(b"store key")
    age = tool("age")
    assert run(age, "-r", recovery.age_recipient(secret), "-o", there, plain).returncode == 0
    assert run(age, "-d", "-i", identity, "-o", back, there).returncode == 0
    assert back.read_bytes() == b"store key"
