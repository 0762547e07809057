"""Four things stop a signature and no fifth; everything else is signed with a reason, which is printed."""

from __future__ import annotations

from datetime import date

from peerreview.analysis import released, stops
from peerreview.analysis.draft import Surroundings, draft
from peerreview.analysis.stops import Finding, Place
from peerreview.domain.reviews import Step
from tests.unit.analysis.quillbeck import DELE, MIRIAM, TOM, Play, drafted, of, point_id, prepared, visited


def checked() -> Play:
    """The host has marked everything as accurate."""
    play = drafted()
    from peerreview.analysis.paragraphs import check

    for each in check(play.review, released.build(play.review, 1)):
        play.by(TOM, *of("check_mark", each.paragraph.code, verdict="accurate", of=each.paragraph.digest))
    play.step(TOM, Step.CHECKED, date(2026, 12, 1))
    return play


def stopping(play: Play, *, due: bool = False, strangers: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    return stops.stops(play.review, released.build(play.review, 1), due=due, strangers=strangers)


def reasons(play: Play, number: int = 1) -> dict[str, Finding]:
    return {each.code: each for each in stops.reasons(play.review, released.build(play.review, number), number)}


def test_a_good_review_is_stopped_by_nothing_and_asks_for_nothing() -> None:
    assert stopping(checked()) == ()
    assert reasons(checked()) == {}


def test_a_likely_identifier_stops_until_it_was_looked_at_and_is_never_asked_again() -> None:
    play = checked()
    play.by(DELE, *of("main_point", point_id(4), text="Mrs H- leads on reading and shares one afternoon."))
    (found,) = stopping(play)
    assert found.code.startswith(stops.LIKELY)
    assert found.sentence == "This may name someone: Mrs H. Reports speak of roles."
    assert (found.stop, found.place) == (True, Place("main_point", point_id(4), "text"))
    play.by(TOM, *of("looked_at", found.digest[:32], finding=found.digest, answer="A book's character."))
    assert stopping(play) == ()
    play.by(DELE, *of("main_point", point_id(4), text="In the book club Mrs H- is a favourite."))
    assert stopping(play) == ()  # the same words in the same place
    play.by(DELE, *of("report", "report", headline="Mrs H- again, elsewhere."))
    assert [each.place for each in stopping(play)] == [Place("report", "report", "headline")]


def test_every_text_that_is_shared_is_looked_at() -> None:
    places = [
        ("main_point", point_id(0), "text", DELE), ("main_point", point_id(0), "evidence", DELE),
        ("main_point", point_id(0), "reason", DELE), ("next_step", point_id(2), "owner", DELE),
        ("next_step", point_id(2), "know", DELE), ("report", "report", "met", DELE),
        ("report", "report", "practice", DELE), ("report", "report", "support_wanted", TOM),
        ("comment", "comment", "words", TOM), ("agreed", "O", "words", DELE),
        ("difference", f"P2.{MIRIAM}", "words", MIRIAM), ("key_question", "e1" * 16, "text", DELE),
        ("last_step", "f2" * 16, "words", TOM), ("agreed", "P2", "reason", DELE), ("reason", "1.length", "words", DELE),
    ]  # fmt: skip
    for kind, record, field, author in places:
        play = checked()
        play.by(author, *of(kind, record, **{field: "Told by Mr Sunderby in the hall"}))
        found = [each.place for each in stopping(play) if each.code.startswith(stops.LIKELY)]
        assert found == [Place(kind, record, field)]
    play = drafted()
    play.by(TOM, *of("check_mark", "R3", verdict="differently", words="As Mr Sunderby said", of="00" * 32))
    assert Place("check_mark", "R3", "words") in [each.place for each in stopping(play)]


def test_names_of_those_who_sign_and_of_schools_may_stand() -> None:
    play = checked()
    play.by(DELE, *of("report", "report", headline="Mr Ashdown-Reyes and Mrs Feldt of Tansy Bank agreed at Quillbeck."))
    assert stopping(play) == ()


def test_the_host_is_heard_first() -> None:
    no_draft = visited()
    assert [each.code for each in stopping(no_draft)] == [stops.UNHEARD]
    assert [each.code for each in stopping(no_draft, due=True)] == [stops.UNHEARD]  # a draft that was never sent
    waiting = drafted()
    assert [each.code for each in stopping(waiting)] == [stops.UNHEARD]
    assert stopping(waiting, due=True) == ()
    assert "host_silent" in reasons(waiting)
    marked = checked()
    marked.by(TOM, *of("check_mark", "R3", verdict="correction", words="Not settled yet.", of="00" * 32))
    assert [(each.code, each.place) for each in stopping(marked, due=True)] == [
        (stops.UNHEARD, Place("check_answer", "R3", "outcome"))
    ]


def test_no_next_step_at_all_and_a_signer_who_is_somebody_else() -> None:
    play = checked()
    for place in (2, 3):
        play.by(DELE, *of("main_point", point_id(place), starred=False))
    assert stops.NO_STEP in [each.code for each in stopping(play)]
    (found,) = stopping(checked(), strangers=("Miriam Feldt",))
    assert found.code == stops.STRANGER
    assert "Miriam Feldt" in found.sentence


def test_there_is_no_fifth_stop() -> None:
    """Whatever else is missing or wrong can be signed with a reason."""
    play = prepared()
    play.by(DELE, *of("main_point", point_id(0), tag="next_step", section="P2", text="Begin.", starred=True))
    play.step(DELE, Step.DRAFT, date(2026, 11, 19))
    assert stopping(play, due=True) == ()
    found = reasons(play)
    assert {"no_headline", "ungraded:P2", "ungraded:P4", "ungraded:O", "host_silent"} <= set(found)
    assert not any(each.stop for each in found.values())


def test_length_evidence_said_aloud_and_the_rest_ask_for_a_reason() -> None:
    play = checked()
    play.by(DELE, *of("report", "report", headline="word " * 655))
    play.by(DELE, *of("main_point", point_id(0), ways=["LWALK"], said=False))
    play.by(DELE, *of("main_point", point_id(4), ways=[]), *of("main_point", point_id(2), ways=["DATA"]),
            *of("main_point", point_id(1), ways=["DATA"]), *of("main_point", point_id(5), ways=["DATA"]))  # fmt: skip
    play.by(MIRIAM, *of("next_step", point_id(3), owner=""))
    play.by(TOM, *of("agreed", "P2", confirmed=False))
    for place in (10, 11):
        fields = {"tag": "next_step", "section": "P2", "text": f"Also {place}.", "starred": True, "said": True}
        play.by(DELE, *of("main_point", point_id(place), ways=["DATA", "GOV"], **fields))
    found = reasons(play)
    over = draft(play.review, Surroundings(date(2026, 12, 3))).words - 650
    assert found["length"].sentence == f"The report is {over} words over its length of 650."
    assert found["thin:P4"].sentence == (
        "Disadvantaged pupils and pupils with additional needs rests on one kind of evidence (data discussion)."
    )
    assert found["thin:P4"].place == Place("agreed", "P4", "reason")
    assert "(joint learning walk)" in found[f"one_way:{point_id(0)}"].sentence
    assert "no evidence that was noted" in found[f"one_way:{point_id(4)}"].sentence
    assert f"one_way:{point_id(5)}" not in found  # a question is no finding
    assert found[f"unsaid:{point_id(0)}"].place == Place("main_point", point_id(0), "said")
    assert found[f"incomplete:{point_id(3)}"].place == Place("next_step", point_id(3), "owner")
    assert found["many:next_steps"].sentence == "4 next steps are starred, and 3 are printed."
    assert "unconfirmed:P2" in found
    assert {"changed:R3"} <= set(found)


def test_two_versions_that_nobody_chose_between() -> None:
    play = checked()
    knew = play.stream.clone()
    play.by(DELE, *of("main_point", point_id(0), text="One way of saying it."))
    play.by(MIRIAM, *of("main_point", point_id(0), text="Another way of saying it."), on=knew)
    found = reasons(play)[f"two_versions:main_point:{point_id(0)}"]
    assert found.place == Place("main_point", point_id(0), "text")


def test_a_reason_is_given_where_it_was_met_or_at_the_signing_and_printed() -> None:
    play = checked()
    play.by(DELE, *of("main_point", point_id(4), ways=["SUBJ"], reason="Only those leaders could speak of it."))
    play.by(DELE, *of("main_point", point_id(0), said=False))
    assert reasons(play)[f"one_way:{point_id(4)}"].reason == "Only those leaders could speak of it."
    assert reasons(play)[f"unsaid:{point_id(0)}"].reason == ""
    play.by(DELE, *of("reason", f"1.unsaid:{point_id(0)}", words="The bell rang."))
    assert reasons(play)[f"unsaid:{point_id(0)}"].reason == "The bell rang."
    assert reasons(play, number=2)[f"unsaid:{point_id(0)}"].reason == ""
    printed = draft(play.review, Surroundings(date(2026, 12, 3)), number=1).reasons
    assert "“Several subject leaders are in their…” rests on one kind of evidence (subject or phase leader talk). " \
        "Only those leaders could speak of it." in printed  # fmt: skip
    assert any(line.endswith("was not said aloud on the day. The bell rang.") for line in printed)


def test_a_reason_for_what_is_no_longer_so_is_not_printed() -> None:
    play = checked()
    play.by(DELE, *of("reason", f"1.unsaid:{point_id(0)}", words="The bell rang."))
    assert draft(play.review, Surroundings(date(2026, 12, 3))).reasons == ()


def test_what_changed_after_the_host_read_it_is_pointed_out_unless_the_host_asked_for_it() -> None:
    play = checked()
    play.by(DELE, *of("report", "report", headline="Another headline."))
    assert "changed:R3" in reasons(play)
    asked = checked()
    asked.by(TOM, *of("check_mark", "R3", verdict="correction", words="It is not settled."))
    asked.by(
        DELE, *of("report", "report", headline="A purposeful school."), *of("check_answer", "R3", outcome="changed")
    )
    assert stopping(asked) == ()
    assert "changed:R3" not in reasons(asked)
