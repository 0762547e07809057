"""Three profiles, real files: nothing is overwritten silently, and nothing leaves that should stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from peerreview.bundles import reader
from peerreview.domain.exchange import BundleContents
from peerreview.services import grading, noting, reviews, typing
from peerreview.services.ports import silent
from peerreview.services.settling import choose, waiting
from peerreview.services.writing import of, write
from tests.integration.trust.marram import Desk, Vale, fresh


def opened(desk: Desk, path: Path) -> BundleContents:
    return reader.read(path, desk.identity.ages, progress=silent).contents


def carried(contents: BundleContents) -> bytes:
    return b"\n".join(line for part in contents.streams for line in (*part.values, *part.changes, *part.seals))


def text_of(vale: Vale, who: str, record: str) -> tuple[object, set[object]]:
    desk = vale[who]
    with desk.ports.store.begin() as work:
        found = work.stream(vale.review).record("main_point", record)
        assert found is not None
        return found.get("text"), {version.value for version in found.state("text").heads}


def test_two_edits_of_one_sentence_survive_everywhere_until_one_is_chosen(vale: Vale) -> None:
    miriam, dele = vale["miriam"], vale["dele"]
    record = fresh()
    write(miriam.ports, miriam.signer, vale.review, of("main_point", record, text="few pupils"))
    vale.pass_on("miriam", "dele", "tom")
    for desk, text in ((miriam, "not yet all pupils"), (dele, "some pupils")):
        write(desk.ports, desk.signer, vale.review, of("main_point", record, text=text))
    first, second = vale.copy("miriam", "tom", "dele"), vale.copy("dele", "tom", "miriam")
    vale["tom"].bring_in(second, first)
    dele.bring_in(first)
    miriam.bring_in(second)
    both = {"not yet all pupils", "some pupils"}
    assert [text_of(vale, who, record)[1] for who in ("tom", "dele", "miriam")] == [both] * 3
    (two,) = waiting(dele.ports, dele.signer, vale.review)
    mine = next(version for version in two.field.versions if version.mine)
    choose(dele.ports, dele.signer, two.field, mine.op)
    last = vale.copy("dele", "tom", "miriam")
    for who in ("tom", "miriam"):
        vale[who].bring_in(last)
    assert [text_of(vale, who, record)[1] for who in ("tom", "dele", "miriam")] == [{"some pupils"}] * 3


def test_hidden_views_stay_until_both_are_in(vale: Vale) -> None:
    miriam, dele = vale["miriam"], vale["dele"]
    grading.put_in(miriam.ports, miriam.signer, vale.review, {"P2": "2", "P4": "3"})
    before = opened(dele, vale.copy("miriam", "dele"))
    grading.lock(miriam.ports, miriam.signer, vale.review)
    path = vale.copy("miriam", "dele")
    after = opened(dele, path)
    notes = vale.reviewers("miriam")
    with miriam.ports.store.begin() as work:
        stream = work.stream(notes)
        digests = [placed.op.digest for placed in stream.ops() if placed.op.kind == "hidden_view"]
    assert len(digests) == 2
    for contents in (before, after):
        values = b"\n".join(line for part in contents.streams for line in part.values)
        assert not any(digest.encode() in values for digest in digests)
    dele.bring_in(path)
    grading.put_in(dele.ports, dele.signer, vale.review, {"P2": "1", "P4": "3"})
    grading.lock(dele.ports, dele.signer, vale.review)
    miriam.bring_in(vale.copy("dele", "miriam"))
    grading.show_both(miriam.ports, miriam.signer, vale.review)
    shown = opened(dele, vale.copy("miriam", "dele"))
    values = b"\n".join(line for part in shown.streams for line in part.values)
    assert all(digest.encode() in values for digest in digests)


@pytest.mark.parametrize("to", ["tom", "dele"])
def test_private_words_and_typing_are_in_no_file(vale: Vale, to: str) -> None:
    miriam = vale["miriam"]
    noting.add(miriam.ports, miriam.signer, vale.review, "only me: ELDERBERRY", private=True)
    field = reviews.open_review(miriam.ports, miriam.signer, vale.review).report["met"]
    typing.keep(miriam.ports, miriam.signer, field.stream, "report", "report", "met", "two\nlines DAMSON", ())
    contents = opened(vale[to], vale.copy("miriam", to))
    assert b"ELDERBERRY" not in carried(contents)
    assert b"DAMSON" not in carried(contents)  # it cannot be kept as it is, and so it waits here
    assert all(part.stream.partition("-")[0] in ("review", "reviewers", "triad") for part in contents.streams)
    if to == "tom":
        assert all(not part.stream.startswith("reviewers-") for part in contents.streams)
