"""A good day, the report: checked in one key, signed by three, shared in one tick (USERS S1, step 6, and its check)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from peerreview.domain.exchange import DocumentKind
from peerreview.reports.verifying import release_data
from peerreview.services import noting, opening, verifying
from tests.gui.journey import good_day as day
from tests.gui.journey.person import LONG
from tests.gui.journey.reed import Reed

pytestmark = pytest.mark.heavy

NOTES = tuple(day.words_of(line) for line in (*day.MIRIAMS, *day.DELES, *day.LIVE))
UNFINISHED = ("unfinished", "incomplete", "not done", "still to", "missing")


def test_a_draft_is_checked_in_one_key_and_signed_by_both_reviewers(quillbeck: Callable[[str], Reed]) -> None:
    reed = quillbeck("drafted")
    assert len(day.COMMENT.split()) == 40
    with (
        reed.sit("tom", day.at("2026-11-19 18:30")) as tom,
        day.budget(tom, "host", "checks the draft", keys=100, fields=1),
    ):
        tom.choose("Check", "Quillbeck")
        tom.on("All accurate")
        with tom.task("a comment", 60):
            tom.go("Host school's comment")
            tom.type(day.COMMENT)
        with tom.task("all accurate, in one key", 1):
            tom.press("ctrl+Return")
            tom.says("The check is done.")
        tom.step("all accurate")
        with tom.task("send it back", 30):
            checked = reed.send()
    with (
        reed.sit("dele", day.at("2026-11-20 08:30"), checked) as dele,
        day.budget(dele, "report writer", "signs", keys=70, fields=0),
    ):
        with dele.task("make the report and sign it", 30):
            dele.says("Sign the report")
            dele.choose("Sign", "Quillbeck")
            dele.says("Ready to sign")
            dele.choose("Make the report for signing")
            dele.says("Version 1: waiting for signatures", within=LONG)
            dele.choose("Sign: a fair record")
            dele.says("Signed. Now with Tom Ashdown-Reyes and Miriam Feldt.")
        dele.step("signed by its writer")
        with dele.task("send it on to Miriam", 30):
            signed = reed.send("Tom Ashdown-Reyes")
    with (
        reed.sit("miriam", day.at("2026-11-20 12:30"), signed) as miriam,
        day.budget(miriam, "fellow reviewer", "signs", keys=70, fields=0),
    ):
        with miriam.task("sign as fellow reviewer", 30):
            miriam.says("Sign the report")
            miriam.choose("Sign", "Quillbeck")
            miriam.choose("Sign: a fair record")
            miriam.says("Signed. Now with Tom Ashdown-Reyes.")
        with miriam.task("send it on to Tom", 30):
            reed.send("Dele Akintola")


def test_the_last_signature_and_sharing_by_the_plan(quillbeck: Callable[[str], Reed]) -> None:
    reed = quillbeck("going_round")
    with (
        reed.sit("tom", day.at("2026-11-20 15:00")) as tom,
        day.budget(tom, "host", "signs and shares", keys=60, fields=0),
    ):
        with tom.task("sign", 30):
            tom.choose("Sign", "Quillbeck")
            tom.choose("Sign: a fair record")
            tom.says("Version 1: signed by all")
        tom.choose("Go on to sharing")
        with tom.task("share with everybody in the plan", 20):
            tom.choose("Share with all of them")
            tom.says("You are about to send the report on Quillbeck Primary", "Full report: Bernadette Oyelaran")
            tom.choose("Send …")
            reed.choose_folder()
            tom.says("Shared with", "version 1: Lead headteacher", "version 1: Board's team", within=LONG)
        tom.step("shared")
    [review] = reed.ask("tom", "review", "list")
    assert reed.ask("tom", "review", "show", review["id"])["steps"]["signed"] == "2026-11-20"
    signed_by_three(reed, reed.newest(".pdf"))
    what_each_disk_holds(reed, *(next(reed.stick.glob(f"*{name}*.prb")) for name in ("Bernadette", "Gwen")))


def test_the_parts_together_stay_within_what_each_person_has() -> None:
    assert {who: sum(parts.values()) <= day.BUDGET[who] for who, parts in day.MINUTES.items()} == {
        "host": True, "report writer": True, "fellow reviewer": True,
    }  # fmt: skip


def signed_by_three(reed: Reed, pdf: Path) -> None:
    """The governors' copy: unchanged, and signed by all three by Friday."""
    with reed.opened("tom") as app:
        verdict = verifying.verify_here(app.ports, app.signer, pdf)
    assert verdict.good
    assert len(verdict.signers) == 3
    assert max(f"{each.when:%Y-%m-%d}" for each in verdict.signers) == "2026-11-20"
    the_pages(pdf.read_bytes(), full=True)


def the_pages(pdf: bytes, *, full: bool) -> None:
    """Two sides, and an annex to the full report; next steps on the first; nothing calls a section unfinished."""
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in PdfDocument(pdf)]
    assert [page for page in pages[2:] if "Annex to the full report" in page] == pages[2:]
    assert len(pages) == (3 if full else 2)
    assert all(step[:30] in pages[0] for step in day.NEXT_STEPS)
    assert "".join(pages).count("Not looked at this time") == len(day.NOT_LOOKED_AT)
    assert not [words for words in UNFINISHED if words in "".join(pages).lower()]


def what_each_disk_holds(reed: Reed, to_lead: Path, to_board: Path) -> None:
    """Notes stay with the reviewers, a private word with its writer, the comment with those who get the full report."""
    for who, file, full in (("bernadette", to_lead, True), ("gwen", to_board, False)):
        with reed.opened(who) as app:
            opening.bring_in(app.ports, app.signer, file)
            with app.ports.store.begin() as work:
                [held_there] = work.documents(DocumentKind.RELEASE)
                report = work.document(held_there.kind, held_there.id, held_there.number)
        the_pages(report.body, full=full)
        told = release_data(report.body).decode()
        assert not [words for words in (*NOTES, day.ONLY_ME) if words in told]
        assert (day.COMMENT in told) is full
    held = {who: day.disk(reed, who) for who in ("pat", "tom", "miriam", "dele", "bernadette", "gwen")}
    with_notes = {who for who, disk in held.items() if any(note.encode() in disk for note in NOTES)}
    assert with_notes == {"miriam", "dele"}
    assert {who for who, disk in held.items() if day.ONLY_ME.encode() in disk} == {"miriam"}
    found = {}
    for who in ("pat", "tom", "miriam"):
        with reed.opened(who) as app:
            found[who] = len(noting.search(app.ports, app.signer, "reading"))
    assert found["miriam"]
    assert (found["pat"], found["tom"]) == (0, 0)
