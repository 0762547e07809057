"""What came and what went; sending again; a file to the wrong person: asked back, removed, and said so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from peerreview.bootstrap import create_profile
from peerreview.domain.ledger import Sending
from peerreview.domain.reviews import Audience
from peerreview.errors import EnvironmentFault, Refused
from peerreview.services import (
    board,
    documents,
    home,
    joining,
    noting,
    opening,
    post,
    recalling,
    reviews,
    sending,
    sharing,
    stamping,
    went,
)
from peerreview.services.posting import Sent
from tests.integration.services.test_joining import listed
from tests.integration.services.world import STAMP_PHRASE, UNLOCK, World

At = Callable[[str], World]


@pytest.fixture
def lent(at: At) -> tuple[World, str, Sent]:
    """Tom's full report has gone to Bernadette in a file."""
    world = at("signed")
    tom = world.desk("tom")
    made = sharing.share(*tom, world.review, Audience.LEAD_HEAD)
    return world, made.record, sending.report(*tom, world.review, made.record, world.out)


def test_what_went_says_to_whom_at_which_level_and_when_it_arrived(lent: tuple[World, str, Sent]) -> None:
    world, release, sent = lent
    [line] = [each for each in post.show(*world.desk("tom")).went if each.bundles == sent.bundles]
    assert (line.what, line.to) == ("Full report, Quillbeck Primary", (("Bernadette Oyelaran", None),))
    assert line.waiting_for == ("Bernadette Oyelaran",)
    opening.bring_in(*world.desk("bernadette"), sent.paths[0])
    owed = post.show(*world.desk("bernadette")).owed
    assert (world.people["tom"], "Tom Ashdown-Reyes") in owed
    receipt = sending.receipts(*world.desk("bernadette"), [world.people["tom"]], world.file("word"))
    assert world.people["tom"] not in dict(post.show(*world.desk("bernadette")).owed)
    opening.bring_in(*world.desk("tom"), receipt.paths[0])
    [line] = [each for each in post.show(*world.desk("tom")).went if each.bundles == sent.bundles]
    assert line.waiting_for == ()
    [shared] = [each for each in sharing.releases(*world.desk("tom"), world.review) if each.record == release]
    assert "Arrived with Bernadette Oyelaran (" in shared.log[0]


def test_one_act_sends_the_same_again(lent: tuple[World, str, Sent], tmp_path: Path) -> None:
    world, _, sent = lent
    tom = world.desk("tom")
    second = post.again(*tom, sent.bundles[0])
    assert second.paths[0].parent == sent.paths[0].parent
    assert second.paths[0] != sent.paths[0]
    assert opening.bring_in(*world.desk("bernadette"), second.paths[0]).adds
    stick = tmp_path / "stick"
    stick.mkdir()
    third = post.again(*tom, sent.bundles[0], stick)
    assert third.paths[0].parent == stick
    third.paths[0].unlink()
    stick.rmdir()
    with pytest.raises(Refused) as fault:
        post.again(*tom, third.bundles[0])
    assert fault.value.code == "no_folder"


def test_the_very_file_goes_to_another_place_or_it_is_said_that_it_is_gone(
    lent: tuple[World, str, Sent], tmp_path: Path
) -> None:
    world, _, sent = lent
    tom, [made] = world.desk("tom"), sent.paths
    stick = tmp_path / "stick"
    stick.mkdir()
    [line] = [each for each in post.show(*tom).went if each.bundles == sent.bundles]
    assert line.files == sent.paths
    for _ in range(2):  # a second time it is there already
        [there] = post.copy(*tom, sent.bundles, stick)
        assert there == stick / made.name
        assert there.read_bytes() == made.read_bytes()
    assert [path.name for path in stick.iterdir()] == [made.name]
    [line] = [each for each in post.show(*tom).went if each.bundles == sent.bundles]
    assert line.copies == (str(stick),)
    assert f"Copied to {stick}." in went.sentence(line)
    assert recalling.astray(*tom, sent.bundles).copies == (str(stick),)
    (stick / made.name).write_bytes(b"something else of that name")
    with pytest.raises(Refused) as fault:
        post.copy(*tom, sent.bundles, stick)
    assert fault.value.code == "name_taken"
    assert (stick / made.name).read_bytes() == b"something else of that name"
    with pytest.raises(EnvironmentFault):
        post.copy(*tom, sent.bundles, tmp_path / "pulled out")
    made.write_bytes(made.read_bytes()[:-1])
    with pytest.raises(Refused) as fault:
        post.copy(*tom, sent.bundles, tmp_path)
    assert fault.value.code == "not_there"
    made.unlink()
    [line] = [each for each in post.show(*tom).went if each.bundles == sent.bundles]
    assert (line.files, line.again) == ((), True)


def test_a_welcome_file_names_nobody_and_is_made_again_for_all(at: At, tmp_path: Path) -> None:
    world = at("joined")
    gwen, place = world.desk("gwen"), tmp_path / "place"
    place.mkdir()
    sent = joining.send_network(*gwen, place)
    [path] = sent.paths
    assert path.name.endswith("Marram Vale welcome file 2.prb")
    assert sent.sentence.startswith("Made for all members: ")
    assert sent.message.startswith("Dear colleagues,")
    again = post.again(*gwen, sent.bundles[0])
    assert again.paths[0].name.endswith("Marram Vale welcome file 2, 2.prb")
    one = joining.send_network(*gwen, place, [world.people["tom"]])
    assert one.paths[0].name.endswith("for Tom Ashdown-Reyes.prb")
    assert "for Tom" in post.again(*gwen, one.bundles[0]).paths[0].name


def test_sent_to_the_wrong_person(lent: tuple[World, str, Sent], tmp_path: Path) -> None:
    world, release, sent = lent
    tom, lead = world.desk("tom"), world.desk("bernadette")
    opening.bring_in(*lead, sent.paths[0])
    assert len(board.held(*lead)) == 1
    stick = tmp_path / "stick"
    stick.mkdir()
    post.copy(*tom, sent.bundles, stick)
    known = recalling.astray(*tom, sent.bundles)
    assert known.holders[0].name == "Bernadette Oyelaran"
    assert "Sandlark Primary" in known.holders[0].place
    assert any(each.startswith("Report, ") for each in known.holds)
    assert "Please do not read it or pass it on." in known.message
    ask = recalling.ask_back(*tom, sent.bundles, world.file("ask"))
    assert ask.message == known.message
    looked = opening.look(*lead, ask.paths[0])
    assert not looked.clean  # she sees first what will go, as something to come
    assert "If you bring this in, what came with it is removed from this computer." in looked.said
    assert "safe copies" not in looked.said
    assert len(board.held(*lead)) == 1
    brought = opening.bring_in(*lead, ask.paths[0])
    assert any("What came with it is removed from this computer." in each for each in brought.said)
    assert board.held(*lead) == ()
    with pytest.raises(Refused) as fault:
        opening.bring_in(*lead, sent.paths[0])
    assert fault.value.code == "asked_back"
    word = sending.receipts(*lead, [world.people["tom"]], world.file("word"))
    said = opening.bring_in(*tom, word.paths[0]).sentence
    assert "Asked back, Full report, Quillbeck Primary: removed by Bernadette Oyelaran (" in said
    [line] = [each for each in post.show(*tom).went if each.bundles == sent.bundles]
    assert line.gone == ("Bernadette Oyelaran",)
    assert line.kept_out == ()
    assert dict(line.to)["Bernadette Oyelaran"]  # that she had opened it is known, though it is gone
    assert line.asked
    assert line.files == ()
    with pytest.raises(Refused) as fault:
        post.copy(*tom, sent.bundles, tmp_path)
    assert fault.value.code == "asked_back"
    page = recalling.note(*tom, sent.bundles, tmp_path)
    assert page.read_bytes().startswith(b"%PDF")
    with pypdfium2.PdfDocument(page) as document:
        said = "".join(part.get_textpage().get_text_range() for part in document)
    assert "The same file was also copied to" in " ".join(said.split())
    assert page.name.startswith("Sent to the wrong person")
    [shared] = [each for each in sharing.releases(*tom, world.review) if each.record == release]
    assert shared.log[0].endswith("Removed by Bernadette Oyelaran.")


def test_who_never_brought_it_in_is_not_said_to_have_removed_it(lent: tuple[World, str, Sent], tmp_path: Path) -> None:
    world, _, sent = lent
    tom, lead = world.desk("tom"), world.desk("bernadette")
    opening.bring_in(*lead, recalling.ask_back(*tom, sent.bundles, world.file("ask")).paths[0])
    word = sending.receipts(*lead, [world.people["tom"]], world.file("word"))
    said = opening.bring_in(*tom, word.paths[0]).sentence
    assert "never brought in, and kept out now, by Bernadette Oyelaran (" in said
    [line] = [each for each in post.show(*tom).went if each.bundles == sent.bundles]
    assert (line.gone, line.kept_out) == ((), ("Bernadette Oyelaran",))
    assert went.sentence(line).endswith("Never brought in by Bernadette Oyelaran, and kept out now.")
    with pypdfium2.PdfDocument(recalling.note(*tom, sent.bundles, tmp_path)) as document:
        page = " ".join("".join(part.get_textpage().get_text_range() for part in document).split())
    assert "never kept out since" in page


def test_what_was_asked_back_does_not_count_as_there(at: At, tmp_path: Path) -> None:
    """An attachment that was removed with a file goes with the next one again."""
    world = at("shared")
    tom, dele = world.desk("tom"), world.desk("dele")
    paper = tmp_path / "SEF.pdf"
    paper.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40)
    documents.attach(*tom, world.review, paper)
    first = sending.working_copy(*tom, world.review, [world.people["dele"]], world.file("first"))
    opening.bring_in(*dele, first.paths[0])
    opening.bring_in(*dele, recalling.ask_back(*tom, first.bundles, world.file("ask")).paths[0])
    word = sending.receipts(*dele, [world.people["tom"]], world.file("word"))
    opening.bring_in(*tom, word.paths[0])
    second = sending.working_copy(*tom, world.review, [world.people["dele"]], world.file("second"))
    opening.bring_in(*dele, second.paths[0])
    [view] = reviews.open_review(*dele, world.review).attachments
    with world.app("dele").ports.store.begin() as work:
        assert work.blob(view.blob) == paper.read_bytes()


def test_stopping_gives_the_files_to_ask_back(lent: tuple[World, str, Sent]) -> None:
    world, _, sent = lent
    tom = world.desk("tom")
    sharing.stop(*tom, world.review, Audience.LEAD_HEAD)
    assert recalling.of_audience(*tom, world.review, Audience.LEAD_HEAD) == (sent.bundles,)
    assert recalling.of_audience(*tom, world.review, Audience.BOARD) == ()


def asked_by_another(world: World, sent: Sent) -> Path:
    """The file by which Dele, who borrows the number of Tom's file, asks for it back."""
    ports, signer = world.desk("dele")
    mine = sending.working_copy(ports, signer, world.review, [world.people["miriam"]], world.file("mine"))
    with ports.store.begin() as work:  # he borrows the number of Tom's file
        [line] = [each for each in work.sendings() if each.bundle == mine.bundles[0]]
        work.log_sending(
            type(line)(sent.bundles[0], "documents", (world.people["bernadette"],), "Full report", line.at)
        )
        work.commit()
    return recalling.ask_back(ports, signer, sent.bundles, world.file("borrowed")).paths[0]


def test_only_ones_own_files_can_be_asked_back(lent: tuple[World, str, Sent]) -> None:
    """Dele cannot make Bernadette's app remove what Tom sent her."""
    world, _, sent = lent
    lead = world.desk("bernadette")
    opening.bring_in(*lead, sent.paths[0])
    opening.bring_in(*lead, asked_by_another(world, sent))
    assert len(board.held(*lead)) == 1
    assert opening.bring_in(*lead, sent.paths[0]).sentence.startswith("This file was brought in before")


def test_who_asks_for_the_same_number_does_not_bring_it_back(lent: tuple[World, str, Sent]) -> None:
    """Tom asked for it before Bernadette opened it; what Dele then asks changes nothing."""
    world, _, sent = lent
    lead = world.desk("bernadette")
    opening.bring_in(*lead, recalling.ask_back(*world.desk("tom"), sent.bundles, world.file("ask")).paths[0])
    opening.bring_in(*lead, asked_by_another(world, sent))
    with pytest.raises(Refused) as fault:
        opening.bring_in(*lead, sent.paths[0])
    assert fault.value.code == "asked_back"


def test_what_rests_on_it_keeps_it_and_no_word_goes_back(at: At) -> None:
    world = at("shared")
    dele, miriam = world.desk("dele"), world.desk("miriam")
    noting.add(*dele, world.review, "books: corrections taken up in most")
    sent = sending.working_copy(*dele, world.review, [world.people["miriam"]], world.file("copy"))
    brought = opening.bring_in(*miriam, sent.paths[0])
    ask = recalling.ask_back(*dele, sent.bundles, world.file("ask"))
    came = {each.arrival: each for each in post.show(*miriam).came}
    assert came[brought.arrival].stays == ""
    assert came[brought.arrival].what.startswith("1 note from Dele Akintola added to Quillbeck Primary.")
    noting.add(*miriam, world.review, "walk: resting on it")
    came = {each.arrival: each for each in post.show(*miriam).came}
    assert came[brought.arrival].stays
    with pytest.raises(Refused) as fault:
        opening.bring_in(*miriam, ask.paths[0])
    assert fault.value.code == "rests_on_it"
    with world.app("miriam").ports.store.begin() as work:
        assert ask.bundles[0] not in {each.bundle for each in work.receipts_owed(world.people["dele"])}


def test_what_waits_for_others_is_there_too(at: At) -> None:
    world = at("drafted")
    view = post.show(*world.desk("dele"))
    lines = home.show(*world.desk("dele"))
    expected = [each for each in (*lines.my_school, *lines.reviewing, *lines.triads) if not each.mine]
    assert view.with_others == tuple(expected)


def test_a_request_and_an_invitation_are_there_until_they_are_answered_and_saved_again_as_they_were(
    at: At, tmp_path: Path
) -> None:
    """Carys is invited, asks, and is admitted; either side loses its file on the way and saves the very same."""
    world = at("joined")
    gwen, carys = world.desk("gwen"), listed(world)
    invited = joining.invite(*gwen, [carys.id, world.people["tom"]], world.out, "four plain words here")
    [made] = invited.sent.paths
    [line] = [each for each in post.show(*gwen).went if each.bundles == invited.sent.bundles]
    assert (line.what, line.joining, line.again) == ("Invitation to Marram Vale", True, True)
    assert went.sentence(line).endswith("No word yet from Carys Bevan-Holt and Tom Ashdown-Reyes.")
    raw = made.read_bytes()
    assert post.again(*gwen, invited.sent.bundles[0]).paths == (made,)  # it lies there: nothing is written
    made.unlink()
    again = post.again(*gwen, invited.sent.bundles[0])
    assert again.sentence.endswith("It opens with the phrase that was shown then, and with no other.")
    assert [path.read_bytes() for path in again.paths] == [raw]
    with create_profile(tmp_path / "carys", UNLOCK, name=carys.name, sources=world.sources) as app:
        offer = joining.read_invitation(app.ports, made, "four plain words here")
        asked = joining.request(app.ports, app.signer, offer, carys.id, tmp_path / "asked.prb")
        signer = app.renew_signer()
        [mine] = post.show(app.ports, signer).went
        assert mine.what == "Request to join from Carys Bevan-Holt"
        assert went.sentence(mine).startswith("File for Gwen Hathersage made on ")
        assert went.sentence(mine).endswith("Not answered yet.")
        raw = asked.paths[0].read_bytes()
        asked.paths[0].unlink()
        [path] = post.again(app.ports, signer, asked.bundles[0]).paths
        assert path.read_bytes() == raw
        world.clock.on(date(2026, 11, 5))
        opening.look(*gwen, path)
        opening.bring_in(*gwen, path)
        [line] = [each for each in post.show(*gwen).went if each.bundles == invited.sent.bundles]
        assert line.waiting_for == ("Tom Ashdown-Reyes",)
        assert "Request came from Carys Bevan-Holt (Thu 5 November" in went.sentence(line)
        joining.admit(*gwen, world.stamp, STAMP_PHRASE)
        welcome = joining.send_network(*gwen, tmp_path / "welcome.prb", [carys.id])
        opening.bring_in(app.ports, signer, welcome.paths[0])
        [mine] = post.show(app.ports, app.renew_signer()).went
        assert went.sentence(mine).endswith("Answered: listed since Thu 5 November 2026.")
        assert mine.stays == "It is answered: nothing more has to go."
        with pytest.raises(Refused) as fault:
            post.again(app.ports, app.signer, asked.bundles[0])
        assert fault.value.code == "not_again"


def test_an_invitation_without_the_stamp_that_stands_is_not_saved_again(at: At, tmp_path: Path) -> None:
    world = at("joined")
    gwen, carys = world.desk("gwen"), listed(world)
    invited = joining.invite(*gwen, [carys.id], world.out, "four plain words here")
    for place in ("c", "d"):
        (tmp_path / place).mkdir()
    stamping.renew(*gwen, (tmp_path / "c", tmp_path / "d"), "another plain phrase")
    [line] = [each for each in post.show(*gwen).went if each.bundles == invited.sent.bundles]
    assert line.stays.startswith("Our network has another stamp since")
    with pytest.raises(Refused) as fault:
        post.again(*gwen, invited.sent.bundles[0])
    assert fault.value.code == "not_again"
    news = joining.send_network(*gwen, world.file("news"))
    assert post.show(*gwen).went[0].what == "Marram Vale welcome file 4, with the new stamp"
    assert news.bundles == post.show(*gwen).went[0].bundles


def test_what_an_earlier_version_made_and_did_not_keep_is_said(at: At) -> None:
    world = at("joined")
    gwen = world.desk("gwen")
    with gwen[0].store.begin() as work:
        work.log_sending(Sending("ab" * 16, "invitation", (), "Invitation to Marram Vale", world.clock()))
        work.commit()
    [line] = [each for each in post.show(*gwen).went if each.bundles == ("ab" * 16,)]
    assert went.sentence(line).startswith("File made on ")
    assert (line.again, line.stays) == (False, "An earlier version did not keep it: make it where it was made.")


def test_what_is_not_shared_any_more_is_not_sent_again(lent: tuple[World, str, Sent]) -> None:
    world, _, sent = lent
    tom = world.desk("tom")
    sharing.stop(*tom, world.review, Audience.LEAD_HEAD)
    [line] = [each for each in post.show(*tom).went if each.bundles == sent.bundles]
    assert line.stays.startswith("You have stopped sharing this report")
    recalling.ask_back(*tom, sent.bundles, world.file("ask"))
    [line] = [each for each in post.show(*tom).went if each.bundles == sent.bundles]
    assert line.stays.startswith("You have asked for it back")
    with pytest.raises(Refused) as fault:
        post.again(*tom, sent.bundles[0])
    assert fault.value.happened == line.stays


def test_a_report_that_went_twice_is_asked_back_in_both_files(lent: tuple[World, str, Sent], tmp_path: Path) -> None:
    world, _, sent = lent
    tom, lead = world.desk("tom"), world.desk("bernadette")
    second = post.again(*tom, sent.bundles[0])
    for path in (*sent.paths, *second.paths):
        opening.bring_in(*lead, path)
    ask = recalling.ask_back(*tom, second.bundles, world.file("ask"))
    assert [each.asked is not None for each in post.show(*tom).went[:3]] == [False, True, True]
    with lead[0].store.begin() as work:  # a safe copy was saved by hand
        work.set_setting("copied to", str(tmp_path))
        work.commit()
    opening.bring_in(*lead, ask.paths[0])
    assert board.held(*lead) == ()
    [came, *_] = post.show(*lead).came
    assert not came.taken_out
    again = recalling.ask_back(*tom, second.bundles, world.file("again"))
    said = opening.look(*lead, again.paths[0]).said
    assert "What it brought was taken out here before." in said


def test_what_came_in_another_file_too_is_not_said_to_be_removed(at: At, tmp_path: Path) -> None:
    world = at("shared")
    dele, miriam = world.desk("dele"), world.desk("miriam")
    noting.add(*dele, world.review, "books: corrections taken up in most")
    first, second = (
        sending.working_copy(*dele, world.review, [world.people["miriam"]], world.file(name)) for name in ("a", "b")
    )
    for sent in (first, second):
        opening.bring_in(*miriam, sent.paths[0])
    ask = recalling.ask_back(*dele, second.bundles, world.file("ask"))
    for act in (opening.look, opening.bring_in):
        with pytest.raises(Refused) as fault:
            act(*miriam, ask.paths[0])
        assert fault.value.code == "came_in_another"
    with world.app("miriam").ports.store.begin() as work:
        assert ask.bundles[0] not in {each.bundle for each in work.receipts_owed(world.people["dele"])}
    with miriam[0].store.begin() as work:
        work.set_setting("copied to", str(tmp_path))
        work.commit()
    ask = recalling.ask_back(*dele, first.bundles, world.file("both"))
    said = opening.look(*miriam, ask.paths[0]).said
    assert "stays, as does what was saved or printed, and so do safe copies made before." in said
