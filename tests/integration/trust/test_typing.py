"""What was typed is never lost and never in the way: whatever it says, whoever one was, whenever it is settled."""

from __future__ import annotations

import pytest

from peerreview.domain.people import Person, Role
from peerreview.journal.buffer import Entry
from peerreview.services import joining, noting, reviews, typing
from peerreview.services.moments import stamp
from peerreview.services.views import FieldView
from peerreview.services.writing import of, write
from tests.integration.trust.marram import Desk, Vale, clock, fresh

PHRASE = "amber candle drift elbow"


def report(vale: Vale, name: str, who: str = "miriam") -> FieldView:
    desk = vale[who]
    return reviews.open_review(desk.ports, desk.signer, vale.review).report[name]


def point(vale: Vale, record: str) -> FieldView:
    miriam = vale["miriam"]
    points = reviews.open_review(miriam.ports, miriam.signer, vale.review).points
    return next(each.text for each in points if each.record == record)


def type_in(desk: Desk, field: FieldView, text: str) -> None:
    typing.keep(desk.ports, desk.signer, field.stream, field.kind, field.record, field.field, text, field.saw)


@pytest.mark.parametrize("text", ["too long " * 100, "two\nlines"])
def test_words_that_a_field_cannot_hold_are_kept_and_hold_nothing_up(vale: Vale, text: str) -> None:
    miriam = vale["miriam"]
    type_in(miriam, report(vale, "met"), text)
    type_in(miriam, report(vale, "headline"), "Reading is strong.")
    miriam.reopen()
    assert report(vale, "headline").text == "Reading is strong."
    (kept,) = typing.kept(miriam.ports, miriam.signer)
    assert (kept.field, kept.text) == ("met", text)
    assert "cannot be kept as it is" in kept.why
    vale.pass_on("miriam", "dele")
    assert report(vale, "headline", "dele").text == "Reading is strong."
    typing.let_go(miriam.ports, miriam.signer, kept)
    assert typing.kept(miriam.ports, miriam.signer) == ()


def test_a_field_left_empty_is_cleared(vale: Vale) -> None:
    miriam = vale["miriam"]
    write(miriam.ports, miriam.signer, vale.review, of("report", "report", tells_by="2026-11-20"))
    type_in(miriam, report(vale, "tells_by"), "")
    assert typing.settle(miriam.ports, miriam.signer).kept == ()
    assert report(vale, "tells_by").value is None


def test_of_a_field_that_no_program_knows_the_words_are_kept(vale: Vale) -> None:
    miriam = vale["miriam"]
    entry = Entry(vale.review, "report", "report", "colour", miriam.person, (), "green", stamp(clock()))
    miriam.ports.typing.keep(entry)
    miriam.reopen()
    assert [each.text for each in typing.kept(miriam.ports, miriam.signer)] == ["green"]


def test_what_is_kept_is_shown_and_is_no_recovery(vale: Vale) -> None:
    miriam = vale["miriam"]
    type_in(miriam, report(vale, "met"), "two\nlines")
    miriam.reopen()
    assert miriam.app.recovered.fields == 0
    assert not miriam.app.recovered.sentence
    assert [each.text for each in miriam.app.recovered.kept] == ["two\nlines"]


def test_typing_on_while_the_field_is_settled_makes_no_second_version(vale: Vale) -> None:
    miriam = vale["miriam"]
    field = report(vale, "headline")
    for text in ("Reading", "Reading is", "Reading is strong."):
        type_in(miriam, field, text)  # the page still shows what stood there when typing began
        typing.settle(miriam.ports, miriam.signer)
    found = report(vale, "headline")
    assert (found.text, found.versions) == ("Reading is strong.", ())


def test_a_colleagues_version_that_came_while_typing_stays_beside_it(vale: Vale) -> None:
    dele, miriam = vale["dele"], vale["miriam"]
    record = fresh()
    write(miriam.ports, miriam.signer, vale.review, of("main_point", record, text="first"))
    vale.pass_on("miriam", "dele")
    field = point(vale, record)
    type_in(miriam, field, "Miriam's")
    typing.settle(miriam.ports, miriam.signer)
    write(dele.ports, dele.signer, vale.review, of("main_point", record, text="Dele's"))
    vale.pass_on("dele", "miriam")
    type_in(miriam, field, "Miriam's words")
    typing.settle(miriam.ports, miriam.signer)
    assert {version.value for version in point(vale, record).versions} == {"Dele's", "Miriam's words"}


def test_typing_from_before_joining_is_settled_afterwards(vale: Vale) -> None:
    """Carys takes private notes, joins, and goes on in them: the id she had before is hers."""
    carys = vale.begin("carys", "Carys Bevan-Holt")
    signer = carys.signer
    with carys.ports.store.begin() as work:
        stream = noting.private_in(carys.ports, work, signer)
        work.commit()
    note, before = fresh(), carys.person
    where = stream, "private_note", note, "text"
    typing.keep(carys.ports, carys.signer, *where, "before", ())
    _ask_to_join(vale, carys)
    carys.reopen()
    assert carys.person != before
    assert private(carys, stream, note) == "before"
    typing.keep(carys.ports, carys.signer, *where, "before and after", ())
    assert typing.settle(carys.ports, carys.signer).kept == ()
    assert private(carys, stream, note) == "before and after"


def private(desk: Desk, stream: str, note: str) -> object:
    with desk.ports.store.begin() as work:
        record = work.stream(stream).record("private_note", note)
        return record and record.get("text")


def _ask_to_join(vale: Vale, carys: Desk) -> None:
    gwen = vale["gwen"]
    person = Person(fresh(), "Carys Bevan-Holt", Role.HEAD, "900103")
    vale.publish(people=(*joining.show(gwen.ports, gwen.signer).people, person))
    path = vale.path("invitation")
    joining.invite(gwen.ports, gwen.signer, [person.id], path, PHRASE)
    view = joining.read_invitation(carys.ports, path, PHRASE)
    joining.request(carys.ports, carys.signer, view, person.id, vale.path("request"))
