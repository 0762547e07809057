"""Nobody is known by a circumstance: very small groups, lone roles, allegations; and what reports say stays free."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from peerreview.analysis.guard import Identifier, Likely, instead, likely_identifiers, reworded

VISIT = date(2026, 11, 17)
TERM = Path(__file__).parents[3] / "resources" / "demo" / "term.yaml"


def found(text: str, pupils: int = 412) -> list[tuple[Identifier, str]]:
    return [(each.kind, each.words) for each in likely_identifiers(text, VISIT, pupils=pupils)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We met three pupils who left.", "three pupils"),
        ("5 children in Year 3 do not read yet.", "5 children"),
        ("Two disadvantaged pupils were absent.", "Two disadvantaged pupils"),
        ("only one pupil is behind", "only one pupil"),
        ("for a single Year 4 boy", "a single Year 4 boy"),
        ("fewer than five pupils", "five pupils"),
        ("two or three children", "two or three children"),
        ("four of the Y6 girls", "four of the Y6 girls"),
    ],
)
def test_groups_of_five_or_fewer(text: str, words: str) -> None:
    assert found(text) == [(Identifier.SMALL_GROUP, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Six pupils talked with us, and eleven children read.",
        "Year 5 pupils and Years 3 and 4 pupils; Y5 pupils; Key Stage 2 pupils",
        "Subject leaders compare three pupils' books across subjects.",
        "Four in five pupils read at home; nine out of ten pupils agree.",
        "Two pupil groups, one pupil survey, two pupil talks and three pupil voice sessions",
        "Two classes of pupils; five minutes for pupils; two leaders and pupils; three weeks of pupil talk",
        "12 to 15 pupils, 0.5 of pupils, 105 pupils, 5% of pupils",
        "One can see pupils thinking. Each pupil, every child, no pupil, most pupils.",
        "groups of four pupils took turns",
    ],
)
def test_what_is_no_small_group(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A pupil said the adult hit him.", "hit him"),
        ("It was alleged that it happened.", "alleged"),
        ("An adult grabbed a child in the corridor.", "grabbed a child"),
        ("There was a safeguarding incident at play.", "safeguarding incident"),
        ("A pupil disclosed something to us.", "disclosed"),
        ("there were bruises", "bruises"),
        ("She is afraid of her dad at night", "afraid of her dad"),
        ("touched the younger pupil", "touched the younger pupil"),
    ],
)
def test_words_of_an_allegation(text: str, words: str) -> None:
    assert found(text) == [(Identifier.ALLEGATION, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Safeguarding is taken seriously and child protection training is up to date.",
        "Writing hit the mark; targets were hit. Governors pushed for clearer figures.",
        "Pupils say bullying is rare and behaviour is kind. Boys neglect to use capitals.",
        "A touch of humour, drag and drop, kicking a ball, a bit of reading",
        "Pupils shook hands. The grape harvest topic. Therapist. The visit to the police station.",
    ],
)
def test_what_is_no_allegation(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words", "better"),
    [
        ("The Y1 teacher models well.", "The Y1 teacher", "an adult in Key Stage 1"),
        ("Seen with the Year 5 teaching assistant.", "the Year 5 teaching assistant", "an adult in Key Stage 2"),
        ("Reception teacher plans alone", "Reception teacher", "an adult in the early years"),
        ("the SENCO has a plan", "the SENCO", "a member of staff"),
        ("A talk with the site manager", "the site manager", "a member of staff"),
    ],
)
def test_lone_roles_only_where_pupils_are_few(text: str, words: str, better: str) -> None:
    assert found(text, pupils=96) == [(Identifier.LONE_ROLE, words)]
    assert instead(Likely(Identifier.LONE_ROLE, words, 0)) == better
    assert found(text, pupils=100) == found(text, pupils=0) == []


def test_several_holders_of_a_role_are_nobody() -> None:
    assert found("Y1 teachers, SENCOs of three schools, site managers, teaching assistants, Key Stage 1", 60) == []


@pytest.mark.parametrize(
    ("text", "words", "better", "becomes"),
    [
        ("The Y1 teacher models.", "The Y1 teacher", "an adult in Key Stage 1", "An adult in Key Stage 1 models."),
        ("Good. Mrs H was kind.", "Mrs H", "a teacher", "Good. A teacher was kind."),
        ("Ring (01632 960101) today", "01632 960101", "", "Ring today"),
        ("Write to p@q.uk, soon", "p@q.uk", "", "Write to, soon"),
        ("We saw Mrs H, not Mrs Hill.", "Mrs H", "a teacher", "We saw a teacher, not Mrs Hill."),
        ("Line one\nMrs H\nline three", "Mrs H", "a teacher", "Line one\na teacher\nline three"),
    ],
)  # fmt: skip
def test_another_word_in_its_place(text: str, words: str, better: str, becomes: str) -> None:
    assert reworded(text, words, better) == becomes


def test_each_kind_has_an_offer_but_an_allegation() -> None:
    offers = {kind: instead(Likely(kind, "three pupils", 0)) for kind in Identifier}
    assert {kind for kind, offer in offers.items() if offer is None} == {Identifier.ALLEGATION}
    assert instead(Likely(Identifier.SMALL_GROUP, "5 children", 0)) == "some children"


def test_the_demonstration_raises_nothing_false() -> None:
    """What the invented term prints is read as a report of a middling and, for what pupils do, of a tiny school."""
    shown = [
        (text, each.words)
        for text in _texts(yaml.safe_load(TERM.read_text(encoding="utf-8")).get("reviews"))
        for each in likely_identifiers(text, VISIT, pupils=412)
    ]
    assert shown == []


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _texts(each)
    elif isinstance(part, str):
        yield part
