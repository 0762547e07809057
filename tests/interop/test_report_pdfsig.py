"""Other people's tools agree on a signed report: poppler and NSS, openssl, qpdf."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader

from peerreview.reports.verifying import verify_pdf
from tests.unit.reports import quillbeck
from tests.unit.reports.hands import Network, network, revisions, unsigned
from tests.unit.reports.reading import squeezed, strings
from tests.unit.reports.test_pdf import plain


def tool(*command: str | Path) -> str:
    """What a command says; the test is skipped when it is not installed."""
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="session")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report that all three signed."""
    path = tmp_path_factory.mktemp("signed") / "report.pdf"
    path.write_bytes(revisions()[-1])
    return path


@pytest.fixture(scope="session")
def trusting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An NSS database that trusts the network's root."""
    return database(tmp_path_factory.mktemp("nss"), network())


def database(folder: Path, trusted: Network) -> Path:
    """An NSS database with one trusted root."""
    root = folder / "root.pem"
    root.write_bytes(x509.load_der_x509_certificate(trusted.root).public_bytes(Encoding.PEM))
    tool("certutil", "-d", f"sql:{folder}", "-N", "--empty-password")
    tool("certutil", "-d", f"sql:{folder}", "-A", "-n", "network", "-t", "CT,C,C", "-i", root)
    return folder


def test_poppler_finds_three_valid_signatures_of_people_it_trusts(signed: Path, trusting: Path) -> None:
    said = tool("pdfsig", "-nssdir", f"sql:{trusting}", signed)
    assert said.count("Signature is Valid.") == 3
    assert said.count("Certificate is Trusted.") == 3
    assert said.count("ETSI.CAdES.detached") == 3
    names = re.findall(r"Signer Certificate Common Name: (.*)", said)
    assert sorted(names) == ["Dele Akintola", "Miriam Feldt", "Tom Ashdown-Reyes"]
    assert "Total document signed" in said


def test_poppler_does_not_trust_another_networks_root(signed: Path, tmp_path: Path) -> None:
    said = tool("pdfsig", "-nssdir", f"sql:{database(tmp_path, Network('Another'))}", signed)
    assert said.count("Signature is Valid.") == 3
    assert "Certificate is Trusted." not in said


def test_poppler_sees_a_flipped_bit(trusting: Path, tmp_path: Path) -> None:
    changed = bytearray(revisions()[-1])
    changed[changed.index(b"stream\n", changed.index(b"/Length1")) + 60] ^= 1
    path = tmp_path / "changed.pdf"
    path.write_bytes(changed)
    assert tool("pdfsig", "-nssdir", f"sql:{trusting}", path).count("Digest Mismatch.") == 3
    assert not verify_pdf(bytes(changed), [network().root]).intact


def test_openssl_verifies_each_signature_as_cades(tmp_path: Path) -> None:
    root = tmp_path / "root.pem"
    root.write_bytes(x509.load_der_x509_certificate(network().root).public_bytes(Encoding.PEM))
    pdf = revisions()[-1]
    for number, signature in enumerate(PdfFileReader(io.BytesIO(pdf)).embedded_signatures):
        one, two, three, four = (int(part) for part in signature.byte_range)
        content, cms = tmp_path / f"{number}.bin", tmp_path / f"{number}.p7s"
        content.write_bytes(pdf[one : one + two] + pdf[three : three + four])
        cms.write_bytes(signature.pkcs7_content)
        said = tool(
            "openssl", "cms", "-verify", "-cades", "-CAfile", root, "-inform", "DER", "-in", cms, "-content", content,
            "-binary", "-out", tmp_path / "out",
        )  # fmt: skip
        assert "CAdES Verification successful" in said


def test_qpdf_finds_nothing_wrong(signed: Path) -> None:
    assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", signed)


def test_poppler_reads_every_word_the_tags_and_the_attachment(tmp_path: Path) -> None:
    model = quillbeck.full_report()
    path = tmp_path / "report.pdf"
    path.write_bytes(unsigned())
    printed = squeezed(tool("pdftotext", "-raw", path, "-"))
    assert [text for text in strings(plain(model)) if squeezed(text) not in printed] == []
    facts = tool("pdfinfo", path)
    assert re.search(r"Tagged:\s+yes", facts)
    assert re.search(r"Title:\s+Quillbeck Primary: Triad review, 17 November 2026", facts)
    assert re.search(r"Page size:\s+595\.276 x 841\.89 pts \(A4\)", facts)
    tool("pdfdetach", "-save", "1", "-o", tmp_path / "report.json", path)
    assert (tmp_path / "report.json").read_bytes() == model.data
    fonts = tool("pdffonts", path).splitlines()[2:]
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)  # embedded, subset, to Unicode


def test_the_first_page_tells_the_next_steps_to_poppler_too(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(unsigned())
    first = tool("pdftotext", "-raw", "-l", "1", path, "-")
    assert first.index("Next steps") < first.index("What colleagues found") < first.index("Strengths")
