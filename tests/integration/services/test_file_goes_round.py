"""The file that goes round: who has it, a line to copy, a second copy, issuing without somebody, version 2 (U28)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from peerreview.domain.exchange import DocumentKind
from peerreview.domain.reviews import Audience
from peerreview.errors import BadInput, Refused
from peerreview.journal.compose import Edit
from peerreview.services import findings, opening, replaced, reviews, sending, sharing, signing, verifying, writing
from peerreview.services.report_views import SigningView
from peerreview.services.sharing_views import UntoldView
from tests.integration.services.world import World

At = Callable[[str], World]


def signing_page(world: World, who: str) -> SigningView:
    """The signing screen as somebody sees it."""
    return reviews.open_review(*world.desk(who), world.review).signing


def test_who_has_the_file_now_since_when_and_a_line_to_copy(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    signing.make_version(*dele)
    signing.sign(*dele, "1")
    mine = signing_page(world, "dele")
    assert (mine.here, mine.with_whom) == (True, "Dele Akintola")  # signed, and not sent on
    world.clock.on(date(2026, 11, 20))
    assert signing_page(world, "dele").goes_to == world.people["miriam"]  # to one at a time, to the host last
    world.pass_on("dele", "miriam")
    sent = signing_page(world, "dele")
    assert (sent.here, sent.with_whom) == (False, "Miriam Feldt")
    assert sent.since is not None
    assert sent.since.date() == date(2026, 11, 20)
    assert sent.reminder == (
        "Dear Miriam Feldt, the report on Quillbeck Primary (version 1) has been with you for signing since "
        "Fri 20 November. Could you sign it and send it on, by Thu 3 December if you can? Thank you."
    )
    [tom] = [each for each in sent.versions[0].signers if each.name == "Tom Ashdown-Reyes"]
    assert "waits for your signature since Fri 20 November" not in tom.reminder  # since the last signature
    assert tom.reminder.startswith("Dear Tom Ashdown-Reyes, the report on Quillbeck Primary (version 1) waits for your")
    theirs = signing_page(world, "miriam")
    assert (theirs.here, theirs.may_sign) == (True, True)
    signing.sign(*world.desk("miriam"), world.review, "1")
    assert signing_page(world, "miriam").goes_to == world.people["tom"]


def test_the_others_sign_in_any_order_after_the_writer(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    signing.make_version(*dele)
    signing.sign(*dele, "1")
    world.pass_on("dele", "tom")
    signing.sign(*world.desk("tom"), world.review, "1")  # the host before the fellow reviewer
    world.pass_on("tom", "miriam")
    assert signing.sign(*world.desk("miriam"), world.review, "1").waiting == ()


def test_round_the_table_everybody_signs_on_one_laptop(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    signing.make_version(*dele)
    signing.sign(*dele, "1")
    for who in ("tom", "miriam"):
        signing.sign(world.app("dele").ports, world.guest(who), world.review, "1")
    name, pdf = signing.pdf(*dele, "1")
    path = world.out / name
    path.write_bytes(pdf)
    assert verifying.verify_here(*world.desk("dele"), path).good


def test_a_second_copy_is_said_to_its_signer_and_refused_as_a_pdf_with_the_reason(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    signing.make_version(*dele)
    signing.sign(*dele, "1")
    world.pass_on("dele", "miriam", "tom")
    signing.sign(*world.desk("miriam"), world.review, "1")
    signing.sign(*world.desk("tom"), world.review, "1")  # on a copy of the file that Miriam has signed meanwhile
    world.pass_on("miriam", "dele")
    name, pdf = signing.pdf(*world.desk("tom"), world.review, "1")
    copy = world.out / name
    copy.write_bytes(pdf)
    with pytest.raises(Refused) as refused:
        opening.bring_in(*world.desk("dele"), copy)
    assert refused.value.code == "second_copy"
    assert "second copy" in refused.value.happened
    assert "sign the file that goes round" in refused.value.todo
    world.pass_on("tom", "dele")
    [aside] = [each for each in signing_page(world, "dele").versions[0].signers if each.aside]
    assert aside.signed is None
    world.pass_on("dele", "miriam", "tom")
    who = {"Miriam Feldt": "miriam", "Tom Ashdown-Reyes": "tom"}[aside.name]
    assert signing_page(world, who).may_sign
    assert signing.sign(*world.desk(who), world.review, "1").waiting == ()


def test_issued_without_somebody_by_leave_of_the_lead_with_the_reason_printed(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    signing.make_version(*dele)
    signing.sign(*dele, "1")
    early = signing_page(world, "dele")
    assert early.without_from == date(2026, 12, 17)  # ten working days after Thu 3 December
    assert not early.may_issue_without
    miriam = [world.people["miriam"]]
    with pytest.raises(Refused) as refused:
        signing.issue_without(*dele, miriam, "She is ill", "Bernadette Oyelaran")
    assert refused.value.code == "too_early"
    assert "Thu 17 December 2026" in refused.value.todo
    world.clock.on(date(2026, 12, 17))
    late = signing_page(world, "dele")
    assert late.may_issue_without
    assert late.lead == "Bernadette Oyelaran"
    assert [name for _, name in late.without] == ["Tom Ashdown-Reyes", "Miriam Feldt"]
    for nobody in ([], [world.people["dele"]], [world.people["gwen"]]):
        with pytest.raises(BadInput):
            signing.issue_without(*dele, nobody, "She is ill", "Bernadette Oyelaran")
    with pytest.raises(BadInput):
        signing.issue_without(*dele, miriam, "ill " * 100, "Bernadette Oyelaran")
    made = signing.issue_without(*dele, miriam, "She is ill", "Bernadette Oyelaran")
    signing.sign(*dele, made.number)
    assert signing.sign(world.app("dele").ports, world.guest("tom"), world.review, made.number).waiting == ()
    name, pdf = signing.pdf(*dele, made.number)
    path = world.out / name
    path.write_bytes(pdf)
    verdict = verifying.verify_here(*world.desk("dele"), path)
    assert verdict.good
    assert verdict.changed_since is False
    assert _printed(world, pdf, "Issued without the signature of Miriam Feldt, by leave of Bernadette Oyelaran: She is")


def test_version_2_names_version_1_shows_what_changed_and_whom_to_tell(at: At) -> None:
    world = at("signed")
    first = [sharing.share(*world.desk("tom"), world.review, each) for each in (Audience.LEAD_HEAD, Audience.BOARD)]
    got = sending.report(*world.desk("tom"), world.review, first[0].record, world.file("lead"))
    opening.bring_in(*world.desk("bernadette"), got.paths[0])
    assert _untold(world) == ()
    world.pass_on("tom", "dele")
    dele = (*world.desk("dele"), world.review)
    writing.write(*dele, [Edit("report", "report", "met", "Six pupils, five staff, one governor")])
    for each in findings.standing(findings.before_signing(*dele)):
        findings.say_why(*dele, each, "A wrong number was put right")
    made = signing.make_version(*dele, "Five staff, not four")
    assert [(each.title, each.before, each.after) for each in replaced.changed(*dele, made.number)] == [
        ("Who was met", "Six pupils, four staff, one governor", "Six pupils, five staff, one governor")
    ]
    with pytest.raises(BadInput):
        replaced.changed(*dele, "1")
    signing.sign(*dele, "2")
    world.pass_on("dele", "tom")
    assert _untold(world) == ()  # not before it is signed by all
    signing.sign(world.app("tom").ports, world.guest("miriam"), world.review, "2")
    signing.sign(*world.desk("tom"), world.review, "2")
    waiting = _untold(world)
    assert {each.audience for each in waiting} == {Audience.LEAD_HEAD, Audience.BOARD}
    [lead] = [each for each in waiting if each.audience is Audience.LEAD_HEAD]
    for words in (
        "Dear Bernadette Oyelaran,",
        "the report on Quillbeck Primary that you got on",
        "is replaced by version 2. Version 1 stays readable",
        "Five staff, not four. Changed: Who was met.",
        "Tom Ashdown-Reyes",
    ):
        assert words in lead.message
    [board] = [each for each in waiting if each.audience is Audience.BOARD]
    assert "Five staff" not in board.message  # the summary shows no such thing, and neither does the message
    name, pdf = signing.pdf(*world.desk("tom"), world.review, "2")
    assert _printed(world, pdf, "Version 2 replaces version 1. Five staff, not four. Changed: Who was met")
    name, first = signing.pdf(*world.desk("tom"), world.review, "1")
    path = world.out / name
    path.write_bytes(first)
    verdict = verifying.verify_here(*world.desk("tom"), path)
    assert verdict.good
    assert verdict.changed_since
    released = sharing.share(*world.desk("tom"), world.review, Audience.LEAD_HEAD)
    assert [each.audience for each in _untold(world)] == [Audience.BOARD]
    sent = sending.report(*world.desk("tom"), world.review, released.record, world.file("lead"))
    said = opening.bring_in(*world.desk("bernadette"), sent.paths[0]).sentence
    assert "It replaces version 1, which stays readable." in said
    with world.app("bernadette").ports.store.begin() as work:
        held = [each.number for each in work.documents(DocumentKind.RELEASE) if world.review in each.id]
    assert sorted(held) == [1, 2]


def _untold(world: World) -> tuple[UntoldView, ...]:
    return reviews.open_review(*world.desk("tom"), world.review).sharing.untold


def _printed(world: World, pdf: bytes, words: str) -> bool:
    """Whether the pages say it, wherever their lines break."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    said = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    document.close()
    return words in said
