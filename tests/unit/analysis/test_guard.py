"""Likely identifiers are pointed out, what is no secret is not, and nothing makes it stumble."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerreview.analysis.guard import Identifier, Likely, likely_identifiers

VISIT = date(2026, 11, 17)
KNOWN = ("Tom Ashdown-Reyes", "Miriam Feldt", "Dele Akintola", "Quillbeck Primary", "St Hild's C of E Primary")


def found(text: str) -> list[tuple[str, str]]:
    return [(each.kind.value, each.words) for each in likely_identifiers(text, VISIT, KNOWN)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mrs H- was kind to all.", "Mrs H"),
        ("As Mr Sunderby said", "Mr Sunderby"),
        ("Miss O'Brien-Smith and others", "Miss O'Brien-Smith"),
        ("Dr. Anwar Malik leads", "Dr. Anwar Malik"),
        ("led by J. Okafor in Year 4", "J. Okafor"),
        ("a pupil called Jayden Smith said", "Jayden Smith"),
        ("the teacher named Priya", "Priya"),
    ],
)
def test_names(text: str, words: str) -> None:
    assert found(text) == [("name", words)]


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (Identifier.PUPIL_NUMBER, "number H801200001001 stands here", "H801200001001"),
        (Identifier.EMAIL, "write to p.lindqvist@quillbeck.sch.uk.", "p.lindqvist@quillbeck.sch.uk"),
        (Identifier.TELEPHONE, "ring 01632 960101 today", "01632 960101"),
        (Identifier.TELEPHONE, "ring (01632) 960 101 today", "(01632) 960 101"),
        (Identifier.TELEPHONE, "ring +44 7700 900123 today", "+44 7700 900123"),
        (Identifier.BIRTH_DATE, "on 3 May 2016 she", "3 May 2016"),
        (Identifier.BIRTH_DATE, "on 3rd September 2018", "3rd September 2018"),
        (Identifier.BIRTH_DATE, "03/05/2016", "03/05/2016"),
        (Identifier.BIRTH_DATE, "3.5.16 in the list", "3.5.16"),
        (Identifier.BIRTH_DATE, "2016-05-03", "2016-05-03"),
        (Identifier.BIRTH_DATE, "date of birth 1 June 1999", "1 June 1999"),
    ],
)
def test_numbers_addresses_and_dates(kind: Identifier, text: str, words: str) -> None:
    assert found(text) == [(kind.value, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr Ashdown-Reyes, Mrs Feldt and Dr Akintola agreed.",
        "Dr Hild's page of St Hild's C of E Primary",
        "The deputy headteacher with the reading leader.",
        "Published data as at 2 November 2026, visit on 17 November 2026, due 29 January 2027.",
        "Between 08:30 and 08:45, 17% to 12%, URN 900101, 2025/26, Y3-Y6, 0.5 of 100000",
        "A801200001001 has the wrong check letter, and so has B801200001001.",
        "Plan B. Reading is next. Group A. They moved on. Reviewer B. Agreed.",
        "Key Stage 2 mathematics, Pupil Premium, Early Years Foundation Stage.",
        "Pupils miss out. Miss nothing. The practice named Read Write Inc works.",
        "31/02/2016 and 99.99.2016 are no dates",
        "",
    ],
)
def test_what_may_stand(text: str) -> None:
    assert found(text) == []


def test_several_in_their_order_each_once() -> None:
    text = "Mr Sunderby (01632 960101, sunderby@example.org), born 3 May 2016."
    assert [kind for kind, _ in found(text)] == ["name", "telephone", "email", "birth_date"]


def test_the_digest_belongs_to_the_words_and_the_record() -> None:
    here = Likely(Identifier.NAME, "Mrs H", 3)
    assert here.digest("a") == Likely(Identifier.NAME, "mrs  h", 40).digest("a")
    assert len({here.digest("a"), here.digest("b"), Likely(Identifier.NAME, "Mrs K", 3).digest("a")}) == 3


@given(st.text(max_size=300))
def test_any_text_at_all(text: str) -> None:
    for each in likely_identifiers(text, VISIT, KNOWN):
        assert text[each.start : each.end] == each.words
