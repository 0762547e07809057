"""The played term's review files before age and openssl, and what is in no file that leaves somebody's hands.

Everything is opened once, with Debian's own age, by each recipient's key: what follows looks at the plain archives.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest

from peerreview.bundles.recognition import recognise
from peerreview.demo import script
from peerreview.demo.company import slug
from peerreview.services import noting, reviews
from tests.demo_term import Term

pytestmark = pytest.mark.xdist_group("demo")

MANIFEST, SIGNATURE = "META-INF/ASiCManifest.xml", "META-INF/signature.p7s"
PRIVATE, SHARED = re.compile(rb"kestrel-(\d+)"), re.compile(rb"bittern-(\d+)")


@dataclass(frozen=True)
class Opened:
    """A review file with its line of the index, and what is in it."""

    line: dict[str, Any]
    members: Mapping[str, bytes]

    @property
    def readers(self) -> set[str]:
        """Who can read it."""
        return {self.line["from"], *self.line["to"]}


@pytest.fixture(scope="module")
def opened(term: Term) -> list[Opened]:
    """Every review file that is made for somebody, as age opens it."""
    age = tool("age")

    def plain(line: dict[str, Any]) -> Opened:
        archives = set()
        for person in line["to"]:
            key = term.folder / "keys" / f"{person}.age"
            done = subprocess.run([age, "-d", "-i", key, term.folder / line["path"]], capture_output=True)
            assert done.returncode == 0, (line, done.stderr)
            archives.add(done.stdout)
        (archive,) = archives
        with ZipFile(io.BytesIO(archive)) as file:
            return Opened(line, {name: file.read(name) for name in file.namelist()})

    lines = list(term.lines("bundle", "request", "streams", "documents", "receipt"))
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(plain, lines))


def tool(name: str) -> str:
    """The path of an outside tool; the test is skipped, saying so, where it is missing."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def test_age_opens_every_file_for_each_of_its_recipients(opened: list[Opened]) -> None:
    assert {each.line["bundle_kind"] for each in opened} == {"request", "streams", "documents", "receipt"}
    assert all({"mimetype", "manifest.json", MANIFEST, SIGNATURE} <= set(each.members) for each in opened)


def test_age_opens_no_file_for_anybody_else(term: Term, opened: list[Opened]) -> None:
    age = tool("age")
    for each in opened[::9]:
        stranger = next(person for person in term.people if person not in each.line["to"])
        key = term.folder / "keys" / f"{stranger}.age"
        done = subprocess.run([age, "-d", "-i", key, term.folder / each.line["path"]], capture_output=True)
        assert done.returncode != 0


def test_openssl_accepts_every_signature(term: Term, opened: list[Opened], tmp_path: Path) -> None:
    openssl = tool("openssl")

    def judge(number_and_file: tuple[int, Opened]) -> None:
        number, each = number_and_file
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "manifest").write_bytes(each.members[MANIFEST])
        (folder / "signature").write_bytes(each.members[SIGNATURE])
        done = subprocess.run(
            [
                openssl, "cms", "-verify", "-cades", "-CAfile", term.certificate, "-inform", "DER", "-binary",
                "-in", folder / "signature", "-content", folder / "manifest", "-out", folder / "out",
            ],
            capture_output=True,
        )  # fmt: skip
        # somebody who asks to join has no certificate of the network yet
        assert (done.returncode == 0) == (each.line["bundle_kind"] != "request"), (each.line, done.stderr)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(judge, enumerate(opened)))


def test_private_words_are_in_no_file_but_their_owners_profile(term: Term, opened: list[Opened]) -> None:
    """Neither the marker nor any other private note: not in a review file, a report, a twin, a table, a profile."""
    for each in opened:
        for name, data in each.members.items():
            assert not PRIVATE.search(readable(data)), (each.line["path"], name)
    for path in term.folder.rglob("*"):
        assert not path.is_file() or not PRIVATE.search(path.read_bytes()), path
    for path in left(term):
        assert not PRIVATE.search(readable(path.read_bytes())), path
    owners: dict[int, str] = {}
    for number, review in enumerate(script.read().reviews, 1):
        owners |= {2 * number - 1: slug(review.writer), 2 * number: slug(review.fellow)}
    found = defaultdict(set)
    for person in term.people:
        for data in held(term, person):
            for marker in PRIVATE.findall(data):
                found[int(marker)].add(person)
    assert found == {number: {owner} for number, owner in owners.items()}
    private = [note.text.partition(": ")[2].encode() for review in script.read().reviews for note in review.notes
               if note.private]  # fmt: skip
    assert len(private) == 6
    for each in opened:
        assert not any(words in data for words in private for data in each.members.values()), each.line["path"]


def test_reviewers_words_go_to_reviewers_alone(term: Term, opened: list[Opened]) -> None:
    """Not to the host, not to the lead as lead, not to the board, and into no report."""
    reviewers = {
        str(number).encode(): {slug(review.writer), slug(review.fellow)}
        for number, review in enumerate(script.read().reviews, 1)
    }
    seen = set()
    for each in opened:
        for name, data in each.members.items():
            for marker in SHARED.findall(readable(data)):
                assert each.readers <= reviewers[marker], (each.line["path"], name)
                seen.add(marker)
    assert seen == set(reviewers)
    for path in left(term):
        assert not SHARED.search(readable(path.read_bytes())), path
    for person in term.people:
        for data in held(term, person):
            assert all(person in reviewers[marker] for marker in SHARED.findall(data)), person


def test_no_note_and_no_hidden_grade_reaches_the_host(term: Term, opened: list[Opened]) -> None:
    hosts = {slug(school.head): school.urn for school in script.read().schools}
    for each in opened:
        streams = [name for name in each.members if name.startswith("changes/")]
        if any(name.startswith("changes/reviewers-") for name in streams):
            (review,) = (name.removeprefix("changes/").removesuffix(".jsonl") for name in streams if "review-" in name)
            app = term.app(each.line["from"])
            urn = reviews.open_review(app.ports, app.signer, review).urn
            assert not any(hosts.get(person) == urn for person in each.readers), each.line["path"]
        assert not any(name.startswith(("changes/private-", "changes/desk-")) for name in streams)


def test_what_is_searched_for_is_really_there(term: Term) -> None:
    """The same search finds what may be found: a private note where it belongs, and a report's own words."""
    tom = term.app("tom-ashdown-reyes")
    assert noting.search(tom.ports, tom.signer, "kestrel")
    full = next(path for path in term.paths("report") if "Quillbeck Primary triad review FULL" in path.name)
    assert b"settled, purposeful school" in readable(full.read_bytes())
    twin = next(path for path in term.paths("twin") if "Quillbeck" in path.name)
    assert b"settled, purposeful school" in readable(twin.read_bytes())
    book = term.paths("workbook")[0]
    assert b"Quillbeck Primary" in readable(book.read_bytes())
    assert recognise(full) == "pdf"


def left(term: Term) -> Iterator[Path]:
    """Every file outside the profiles and review files."""
    for line in term.index:
        if line["kind"] not in ("profile", "bundle"):
            yield term.folder / line["path"]


def held(term: Term, person: str) -> Iterator[bytes]:
    """Everything that somebody's profile holds, as readable bytes: values, documents, blobs, settings' streams."""
    app = term.app(person)
    with app.ports.store.begin() as work:
        for name in work.streams():
            stream = work.stream(name)
            yield json.dumps([value.value for value in stream.values.values()]).encode()
            for kind in ("version", "approval", "attachment", "release") if name.startswith("review-") else ():
                for record in stream.records(kind):
                    for field in ("pdf", "blob"):
                        data = work.blob(str(record.get(field, "")))
                        if data:
                            yield readable(data)
        for each in work.documents():
            document = work.document(each.kind, each.id, each.number)
            if document:
                yield readable(document.body)


@cache
def readable(data: bytes) -> bytes:
    """The words in a file: of a PDF its pages' text and attachments too, of an archive its members."""
    if data.startswith(b"%PDF"):
        return data + _pdf(data)
    if data.startswith(b"PK"):
        with ZipFile(io.BytesIO(data)) as file:
            words = b"".join(re.sub(rb"<[^>]*>", b" ", file.read(name)) for name in file.namelist())
            return re.sub(rb"\s+", b" ", words)
    return data


def _pdf(data: bytes) -> bytes:
    told = subprocess.run([tool("pdftotext"), "-", "-"], input=data, capture_output=True, check=True).stdout
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream) and _plain(each)]
    return re.sub(rb"\s+", b" ", told) + b"".join(streams)


def _plain(stream: pikepdf.Object) -> bool:
    return stream.get("/Subtype") != pikepdf.Name.Image
