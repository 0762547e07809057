"""Other people's tools on our review files: age opens them, unzip and file know them, openssl checks the signature."""

from __future__ import annotations

import base64
import hashlib
import os
import pty
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from peerreview.bundles.reader import read
from peerreview.bundles.writer import write
from peerreview.domain.exchange import BundleKind
from peerreview.identity import certificates
from peerreview.identity.signer import Signer
from tests.unit.bundles.making import AT, archive, contents, person, signer, silent

TOM, MIRIAM = "Tom Ashdown-Reyes", "Miriam Feldt"
MANIFEST, SIGNATURE = "META-INF/ASiCManifest.xml", "META-INF/signature.p7s"


def tool(name: str) -> str:
    """The path of an outside tool; the test is skipped, saying so, where it is missing."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(*command: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([str(part) for part in command], input=stdin, capture_output=True, check=False, timeout=60)


@pytest.fixture
def admitted(tmp_path: Path) -> tuple[Signer, Path]:
    """Tom with a certificate of his network, and the network's own certificate as a file."""
    key = ec.generate_private_key(ec.SECP256R1())
    root = certificates.authority(key, "Marram Vale schools network", AT)
    tom = person(TOM)
    own = certificates.issue(key, root, tom.key.public_key(), certificates.subject(TOM, tom.person))
    path = tmp_path / "network-ca.pem"
    path.write_bytes(certificates.load(root).public_bytes(Encoding.PEM))
    return tom.admitted(own, root).signer(), path


def unpacked(raw: bytes, folder: Path) -> Path:
    (folder / "b.zip").write_bytes(raw)
    with ZipFile(folder / "b.zip") as file:
        file.extractall(folder / "b")
    return folder / "b"


def test_age_opens_our_file_and_finds_an_archive(tmp_path: Path) -> None:
    age = tool("age")
    written = write(contents(MIRIAM, "Dele Akintola"), signer(TOM), tmp_path / "a.prb", progress=silent)
    for name in (MIRIAM, "Dele Akintola"):
        identity = tmp_path / "identity.txt"
        identity.write_text(f"# {name}\n{person(name).ages[0]}\n")
        opened = run(age, "-d", "-i", identity, written.path)
        assert opened.returncode == 0, opened.stderr
        (tmp_path / "a.zip").write_bytes(opened.stdout)
        with ZipFile(tmp_path / "a.zip") as file:
            assert file.testzip() is None
            assert file.namelist()[:2] == ["mimetype", "manifest.json"]
        if shutil.which("unzip"):
            assert run("unzip", "-tqq", tmp_path / "a.zip").returncode == 0
        if shutil.which("file"):
            kind = run("file", "--brief", "--mime-type", tmp_path / "a.zip").stdout
            assert kind.strip() in (b"application/vnd.etsi.asic-e+zip", b"application/zip")
    stranger = tmp_path / "stranger.txt"
    stranger.write_text(person("Gwen Hathersage").ages[0])
    assert run(age, "-d", "-i", stranger, written.path).returncode != 0


def test_we_open_what_age_encrypted(tmp_path: Path) -> None:
    age = tool("age")
    (tmp_path / "a.zip").write_bytes(archive(contents()))
    made = run(age, "-r", person(MIRIAM).recipient, "-o", tmp_path / "a.prb", tmp_path / "a.zip")
    assert made.returncode == 0, made.stderr
    assert read(tmp_path / "a.prb", person(MIRIAM).ages, progress=silent).contents == contents()


def test_age_opens_an_invitation_with_its_phrase(tmp_path: Path) -> None:
    age = tool("age")
    what = contents(kind=BundleKind.INVITATION, recipients=(), streams=(), blobs={})
    phrase = "röd stege, 77"
    written = write(what, signer(TOM), tmp_path / "joining.prb", progress=silent, phrase=phrase)
    child, terminal = pty.fork()
    if child == 0:
        os.execv(age, [age, "-d", "-o", str(tmp_path / "joining.zip"), str(written.path)])
    asked = b""
    while b"passphrase" not in asked.lower():
        asked += os.read(terminal, 1000)
    os.write(terminal, phrase.encode() + b"\n")
    assert os.waitpid(child, 0)[1] == 0
    os.close(terminal)
    with ZipFile(tmp_path / "joining.zip") as file:
        assert file.read("joining/note.json") == b"{}"


def test_openssl_accepts_the_signature(tmp_path: Path, admitted: tuple[Signer, Path]) -> None:
    openssl = tool("openssl")
    hand, root = admitted
    what = contents()
    written = write(what, hand, tmp_path / "a.prb", progress=silent)
    opened = read(written.path, person(MIRIAM).ages, progress=silent, roots=[hand.chain[0]])
    assert opened.verdict.trusted
    import pyrage

    plain = pyrage.decrypt(written.path.read_bytes(), [pyrage.x25519.Identity.from_str(person(MIRIAM).ages[0])])
    folder = unpacked(plain, tmp_path)
    command = [openssl, "cms", "-verify", "-cades", "-CAfile", root, "-inform", "DER", "-binary",
               "-in", folder / SIGNATURE, "-content", folder / MANIFEST, "-out", tmp_path / "out"]  # fmt: skip
    judged = run(*command)
    assert judged.returncode == 0, judged.stderr
    assert b"CAdES Verification successful" in judged.stderr
    with (folder / MANIFEST).open("ab") as file:
        file.write(b" ")
    assert run(*command).returncode != 0


def test_the_manifest_names_every_file_with_its_digest(tmp_path: Path) -> None:
    """As anybody with an XML parser and sha256sum would check it (EN 319 162-1)."""
    folder = unpacked(archive(replace(contents(), extra={"a-b_c.json": b"{}"})), tmp_path)
    space = {"asic": "http://uri.etsi.org/02918/v1.2.1#", "ds": "http://www.w3.org/2000/09/xmldsig#"}
    manifest = ElementTree.parse(folder / MANIFEST).getroot()
    named = {}
    for reference in manifest.findall("asic:DataObjectReference", space):
        value = reference.findtext("ds:DigestValue", None, space)
        assert value is not None
        named[reference.attrib["URI"]] = base64.b64decode(value)
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert set(named) == set(there) - {"mimetype", MANIFEST, SIGNATURE}
    for name, digest in named.items():
        assert hashlib.sha256(there[name].read_bytes()).digest() == digest
    signature = manifest.find("asic:SigReference", space)
    assert signature is not None
    assert signature.attrib["URI"] == SIGNATURE
