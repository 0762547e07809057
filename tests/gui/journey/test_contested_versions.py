"""The host contests a paragraph (USERS S4): his comment prints beside it, and a second version is told of."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from pypdfium2 import PdfDocument

from peerreview.domain.reviews import Meaning
from peerreview.services import leading, opening, reporting, signing
from tests.gui.journey import contested as case
from tests.gui.journey.person import Person
from tests.gui.journey.reed import Reed
from tests.integration.services.world import World

pytestmark = pytest.mark.heavy


def test_a_comment_stands_beside_its_paragraph_and_a_second_version_is_told_of(triad: Reed) -> None:
    reed, world = triad, triad.world
    case.draft_sent(world)
    case.marked_answered_and_signed(world)
    tom_signs_and_shares(reed)
    beside_its_paragraph(world)
    the_lead_has_it(reed, 1)
    case.passed_on(world, date(2026, 12, 2), "tom", "dele")
    dele_makes_version_2(reed)
    case.miriam_signs(world, "2", date(2026, 12, 9))
    tom_signs_and_tells(reed)
    both_versions_stand(reed)
    the_lead_has_it(reed, 2)


def tom_signs_and_shares(reed: Reed) -> None:
    with reed.sit("tom", datetime.fromisoformat("2026-12-02 09:00")) as tom:
        tom.choose("Sign", "Quillbeck")
        tom.choose("Check for accuracy", "Go to this page")
        tom.says(case.DIFFERENTLY, case.BECAUSE)
        assert case.BECAUSE not in case.fields(tom)
        tom.step("what both have said")
        tom.choose("Sign", "Go to this page")
        with tom.task("sign; the comment stands", 12):
            tom.choose("Sign: I have read it; my comment stands")
            tom.says("Version 1: signed by all")
        tom.choose("Go on to sharing")
        share_with_the_lead(tom, reed)


def share_with_the_lead(tom: Person, reed: Reed) -> None:
    with tom.task("share with the lead", 15):
        tom.choose("Share with them", "Lead headteacher")
        tom.says("You are about to send the full report on Quillbeck Primary")
        tom.choose("Send …", "Make a file")
        reed.choose_folder()
        tom.says("Full report, version")


def the_lead_has_it(reed: Reed, version: int) -> None:
    """On the lead's page, and before the questions of the quality check, which version it is and what stands beside."""
    with reed.opened("bernadette") as app:
        opening.bring_in(app.ports, app.signer, reed.newest())
        [line] = [each for each in leading.show(app.ports, app.signer).lines if each.state == "came"]
    assert (line.version, line.may_check) == (version, True)
    assert [(title, words) for title, _, words in line.differences] == [(case.HEADLINE, case.DIFFERENTLY)]


def dele_makes_version_2(reed: Reed) -> None:
    with reed.sit("dele", datetime.fromisoformat("2026-12-09 09:00")) as dele:
        case.go_to_quillbeck(dele)
        dele.press("ctrl+3")
        dele.choose("Main points", "Go to this page")
        with dele.task("the date", 10):
            dele.go("One sentence")
            dele.press("ctrl+a")
            dele.type(case.PLAN_RIGHT)
            dele.until(lambda: case.stands_there(dele, case.PLAN_RIGHT))
        with dele.task("version 2", 30):
            dele.press("ctrl+4")
            dele.choose("Sign", "Go to this page")
            dele.says("The review has changed since this version was made.")
            dele.choose("Make version 2")
            dele.on("Why is there a new version?")
            dele.type(case.WHY)
            dele.choose("Keep")
            dele.says("Version 2: waiting for signatures", "It replaces version 1; both are kept.")
            dele.says("Version 2 is the newest. This one stays readable and can still be checked.")
        with dele.task("what changed", 8):
            dele.choose("What changed")
            dele.says("What version 2 says otherwise than version 1", case.PLAN_AMISS, case.PLAN_RIGHT)
            dele.step("what changed")
            dele.press("Escape")
            dele.gone("What version 2 says otherwise")
        dele.choose("Sign: a fair record")
        dele.says("Signed. Now with")
        dele.step("version 2")


def tom_signs_and_tells(reed: Reed) -> None:
    with reed.sit("tom", datetime.fromisoformat("2026-12-10 09:00")) as tom:
        case.go_to_quillbeck(tom)
        tom.press("ctrl+4")
        tom.choose("Sign", "Go to this page")
        with tom.task("sign version 2; the comment stands", 12):
            tom.choose("Sign: I have read it; my comment stands")
            tom.says("Version 2: signed by all")
        tom.choose("Share", "Go to this page")
        tom.says("Version 2 replaces version 1", "They got the earlier version, and have to be told.")
        with tom.task("tell them", 6):
            tom.choose("Copy a message", "Lead headteacher")
            tom.says("Copied. Paste it into an e-mail.")
        tom.step("who has to be told")
        what_is_pasted(tom)
        share_with_the_lead(tom, reed)
        tom.gone("They got the earlier version, and have to be told.")


def what_is_pasted(tom: Person) -> None:
    """What came onto the clipboard: which version they got, which replaces it, and what changed, unquoted."""
    tom.press("ctrl+k")
    tom.on("Where to")
    tom.press("ctrl+v")
    tom.until(lambda: tom.focus is not None and "Dear Bernadette" in tom.focus.text)
    pasted = tom.focus.text if tom.focus else ""
    tom.press("Escape")
    tom.gone("Where to")
    told = (
        "the report on Quillbeck Primary",
        "(version 1, full report) is replaced by version 2",
        case.WHY,
        case.STRENGTH,
    )
    assert not [words for words in told if words not in pasted]
    assert not [words for words in (case.PLAN_AMISS, case.PLAN_RIGHT) if words in pasted]


def beside_its_paragraph(world: World) -> None:
    """On the page, the ninety words stand to the right of the sentence they are about, at its height."""
    _, pdf = signing.pdf(*world.desk("tom"), world.review, "1")
    state = signing.versions(*world.desk("tom"), world.review)[0]
    assert [each.meaning for each in state.signers if each.name == case.TOM] == [Meaning.COMMENT_STANDS]
    said = [reporting.model(*world.desk("tom"), world.review).headline]
    assert [each.words for piece in said if piece for each in piece.beside] == [case.DIFFERENTLY]
    world.close()
    page = PdfDocument(pdf)[0].get_textpage()
    sentence, comment = (page.get_charbox(page.search(words).get_next()[0]) for words in ("Reading support", "We see"))
    assert comment[0] > sentence[0] + 150
    assert abs(comment[3] - sentence[3]) < 30


def both_versions_stand(reed: Reed) -> None:
    """Each can be read and checked; the second names the first, and the message names what changed."""
    with reed.opened("tom") as app:
        files = [signing.pdf(app.ports, app.signer, reed.world.review, number) for number in ("1", "2")]
    for name, pdf in files:
        path = reed.stick / name
        path.write_bytes(pdf)
        assert reed.ask("tom", "verify", str(path))["intact"]
    first, second = (" ".join(case.pages(pdf)) for _, pdf in files)
    assert case.PLAN_AMISS in first
    assert "replaces" not in first
    assert case.PLAN_RIGHT in second
    assert "This version replaces version 1" in second
    assert case.WHY in second
