"""A late head, and two reviewers who disagree (USERS S2): the report, and the lead's quality check, say so."""

from __future__ import annotations

import re
from datetime import date

import pytest
from pypdfium2 import PdfDocument

from peerreview.domain.exchange import DocumentKind
from peerreview.domain.reviews import Audience, Step, Tag
from peerreview.journal.compose import Edit
from peerreview.services import (
    checking,
    grading,
    leading,
    opening,
    points,
    reviews,
    sending,
    sharing,
    signing,
    writing,
)
from tests.gui.journey import late_head as late
from tests.gui.journey.person import LONG
from tests.gui.journey.reed import Reed
from tests.integration.services.world import VISIT, World

pytestmark = pytest.mark.heavy

HEADLINE = "Quillbeck is a settled school with an accurate view of itself."


def test_the_report_says_who_saw_it_differently(triad: Reed) -> None:
    reed, world = triad, triad.world
    late.the_eve(world)
    late.both_show(world)
    the_draft_goes_to_tom(world)
    tom_agrees(reed)
    dele_signs(reed)
    shared_with_the_lead(world)
    bernadette_checks(reed)
    what_is_printed(world)


def the_draft_goes_to_tom(world: World) -> None:
    world.clock.on(VISIT, 16)
    dele = (*world.desk("dele"), world.review)
    for section, grade in {"P2": "2", "P4": "3", "P6": "2", "O": "2"}.items():
        grading.agree(*dele, section, grade, words="Reading carries the school." if section == "O" else "")
    grading.differ(*dele, "P2", late.DIFFERENCE)
    for text, tag, section, ways in (
        ("Reading is taught to one clear plan in every class.", Tag.STRENGTH, "P2", ["BOOKS", "LWALK"]),
        ("Two of last year's three steps are done.", Tag.STRENGTH, "P6", ["DATA", "STAFF"]),
        ("Look again every six weeks at who receives reading support.", Tag.NEXT_STEP, "P4", ["DATA", "SEND"]),
    ):
        made = points.add(*dele, text, tag, section, evidence="Books, walks, talks", ways=ways, starred=True)
        if tag is Tag.NEXT_STEP:
            first = {"first": "Look at the autumn list", "owner": "Reading leader", "know": "The list changes"}
            points.next_step(*dele, made, due=date(2027, 1, 15), **first)
        points.said(*dele, made)
    points.feedback(*dele, heard_by="Headteacher, chair of governors", chair_present=True)
    told = {"headline": HEADLINE, "met": "Six pupils, five staff, one governor"}
    writing.write(*dele, [Edit("report", "report", field, words) for field, words in told.items()])
    for reached in (Step.CALL, Step.VISIT, Step.FEEDBACK):
        reviews.take_step(*dele, reached)
    checking.send_draft(*dele)
    world.pass_on("dele", "tom", "miriam")
    world.close()


def tom_agrees(reed: Reed) -> None:
    with reed.sit("tom", late.at("2026-11-18 09:00")) as tom:
        late.go_to_quillbeck(tom)
        tom.press("ctrl+3")
        tom.says(f"Where {late.DELE} saw it differently", late.DIFFERENCE[:60])
        with tom.task("he agrees with Miriam, and with the rest", 40):
            tom.choose("I agree with all grades")
            tom.gone("I agree with all grades")
        tom.step("the host agrees")
    world = reed.world
    world.clock.on(date(2026, 11, 18), 10)
    checking.all_accurate(*world.desk("tom"), world.review, "A useful day.")
    world.pass_on("tom", "dele", "miriam")
    world.close()


def dele_signs(reed: Reed) -> None:
    with reed.sit("dele", late.at("2026-11-19 08:30")) as dele:
        with dele.task("make the report, and sign it as a fair record", 30):
            dele.choose("Sign", "Quillbeck")
            dele.says("Ready to sign")
            dele.choose("Make the report for signing")
            dele.says("Version 1: waiting for signatures", within=LONG)
            dele.choose("Open the pages")
            dele.says("Page 1 of")
            dele.step("the pages")
            dele.press("Escape")
            dele.gone("Page 1 of")
            dele.choose("Sign: a fair record")
            dele.says("Signed. Now with")
        dele.step("signed by him who differs")


def shared_with_the_lead(world: World) -> None:
    world.clock.on(date(2026, 11, 20))
    world.pass_on("dele", "miriam")
    for who, following in (("miriam", "tom"), ("tom", "dele")):
        signing.sign(*world.desk(who), world.review, "1")
        world.pass_on(who, following)
    tom = (*world.desk("tom"), world.review)
    made = sharing.share(*tom, Audience.LEAD_HEAD)
    sent = sending.report(*tom, made.record, world.file("to the lead"))
    opening.bring_in(*world.desk("bernadette"), sent.paths[0])
    world.close()


def bernadette_checks(reed: Reed) -> None:
    with reed.sit("bernadette", late.at("2026-11-23 16:00")) as lead:
        lead.press("ctrl+k")
        lead.on("Where to")
        lead.type("lead")
        lead.find("Lead headteacher")
        lead.press("Return")
        with lead.task("open the quality check", 30):
            lead.choose("Quality check …", "Quillbeck")
            lead.says(f"{late.DELE} saw it differently", late.DIFFERENCE)
        lead.step("quality check")
        late.assert_no_mean(lead.names())
        lead.press("Escape")
        lead.gone("Each main point has an evidence line")


def what_is_printed(world: World) -> None:
    ports, signer = world.desk("bernadette")
    with ports.store.begin() as work:
        [held] = work.documents(DocumentKind.RELEASE)
        report = work.document(held.kind, held.id, held.number)
    pages = " ".join(
        " ".join(page.get_textpage().get_text_range().replace("￾", "").split()) for page in PdfDocument(report.body)
    )
    assert len(late.DIFFERENCE.split()) == 38
    beside = pages.index(f"{late.DELE} saw it differently")
    assert pages.index("P2 Curriculum, teaching") < beside < pages.index("P3 Behaviour")
    assert all(words in pages for words in (late.DIFFERENCE[:30], HEADLINE))
    assert "10:20" not in pages
    assert not re.search(r"\blate\b", pages)
    late.assert_no_mean([pages])
    term = leading.show(ports, signer)
    [line] = [each for each in term.lines if each.state == "came"]
    assert [each[2] for each in line.differences] == [late.DIFFERENCE]
    late.assert_no_mean([str(term)])
    world.close()
