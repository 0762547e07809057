"""The emergency sheet typed back: which word cannot be right is said while it is typed."""

from __future__ import annotations

from peerreview.identity import recovery
from peerreview.services import typed_sheet

WORDS = recovery.words_of(bytes(range(32)))


def test_the_word_that_is_being_typed_is_in_no_doubt_before_a_space_follows() -> None:
    begun = " ".join([*WORDS[:3], "qqqq"])
    assert typed_sheet.look(begun).sentence == "4 of 24 words."
    looked = typed_sheet.look(begun + " ")
    assert looked.wrong == (4,)
    assert looked.sentence == "Word 4 is not on the list: look at it again."
    assert "qqqq" not in looked.sentence


def test_every_wrong_word_is_pointed_out() -> None:
    typed = list(WORDS)
    for place in (2, 7, 24):
        typed[place - 1] = "qqqq"
    looked = typed_sheet.look(" ".join(typed))
    assert looked.wrong == (2, 7, 24)
    assert not looked.whole
    assert all(f"Word {place} is not on the list" in looked.sentence for place in (2, 7, 24))
    assert typed_sheet.look("qqqq " * 24).sentence.endswith("And 20 more.")


def test_a_near_word_is_offered_from_the_public_list() -> None:
    slip = WORDS[0][:2] + WORDS[0][3:]
    assert WORDS[0] in typed_sheet.look(f"{slip} ").sentence


def test_right_words_in_a_wrong_order_and_too_many_are_told_apart() -> None:
    assert typed_sheet.look(" ".join(WORDS)).whole
    turned = typed_sheet.look(" ".join([WORDS[1], WORDS[0], *WORDS[2:]]))
    assert not turned.whole
    assert "do not belong together" in turned.sentence
    assert "the sheet has 24" in typed_sheet.look(" ".join([*WORDS, WORDS[0]])).sentence
    assert typed_sheet.look("").sentence == ""
