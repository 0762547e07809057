"""The played term's reports and tables before other people's tools."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo_term import Term
from tests.interop import verapdf

pytestmark = pytest.mark.xdist_group("demo")

EXPECTED = {"FULL": 3, "SUMMARY": 1, "GRADES": 1}
"""How many signatures a report of each level bears."""


def said(*command: str | Path) -> str:
    """What a tool prints; the test is skipped, saying so, where it is missing."""
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_signature_is_valid_and_trusted_by_the_networks_certificate(term: Term, tmp_path: Path) -> None:
    said("certutil", "-d", f"sql:{tmp_path}", "-N", "--empty-password")
    said("certutil", "-d", f"sql:{tmp_path}", "-A", "-n", "network", "-t", "CT,C,C", "-i", term.certificate)
    heads = {each.replace("-", " ") for each in term.people}
    found = 0
    for report in term.paths("report"):
        expected = next(count for level, count in EXPECTED.items() if f" {level} v1" in report.name)
        told = said("pdfsig", "-nssdir", f"sql:{tmp_path}", report)
        assert told.count("Signature is Valid.") == expected, report.name
        assert told.count("Certificate is Trusted.") == expected, report.name
        names = re.findall(r"Signer Certificate Common Name: (.*)", told)
        assert len(set(names)) == expected
        assert {name.casefold().replace("-", " ") for name in names} <= heads
        assert "Total document signed" in told
        found += expected
    assert found == 24


def test_every_report_says_which_version_of_which_school_it_is(term: Term) -> None:
    for report in term.paths("report"):
        day, school, level = re.fullmatch(r"(\S+) (.+) triad review (\w+) v1\.pdf", report.name).groups()  # type: ignore[union-attr]
        text = said("pdftotext", "-layout", report, "-")
        assert school in text
        assert str(int(day[-2:])) in text
        assert ("Annex to the full report" in text) == (level == "FULL")
        pages = int(re.findall(r"Pages: +(\d+)", said("pdfinfo", report))[0])
        assert pages == {"FULL": 3, "SUMMARY": 2, "GRADES": 1}[level], report.name


def test_frictionless_finds_the_boards_tables_as_described(term: Term) -> None:
    package = term.folder / "board" / "datapackage.json"
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", package], capture_output=True, text=True, cwd=package.parent
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("VALID") == len(json.loads(package.read_bytes())["resources"]) == 4


@pytest.mark.heavy
def test_verapdf_passes_every_report(term: Term, tmp_path: Path) -> None:
    reports = {f"{number}": path.read_bytes() for number, path in enumerate(term.paths("report"))}
    broken = verapdf.judge(reports, tmp_path)
    assert len(broken) == 2 * len(reports)
    assert {which: rules for which, rules in broken.items() if rules} == {}


@pytest.mark.heavy
def test_libreoffice_opens_every_twin_and_the_workbook(term: Term, tmp_path: Path) -> None:
    office = [*term.paths("twin"), *term.paths("workbook")]
    said(
        "soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf",
        "--outdir", tmp_path, *office,
    )  # fmt: skip
    for document in office:
        text = said("pdftotext", "-layout", tmp_path / f"{document.stem}.pdf", "-")
        assert "Quillbeck Primary" in text if document.suffix == ".xlsx" else "Next steps" in text
