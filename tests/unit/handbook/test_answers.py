"""Answers held against a handbook: what is shown, and what does not fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from peerreview.config import paths
from peerreview.domain.people import Role
from peerreview.handbook import reader
from peerreview.handbook.answers import Answers, Doubt, Finding, findings, shown, table_findings, words_over
from peerreview.handbook.model import Choice, Column, Handbook, Item, ItemKind, Prompt

HOST = (Role.HOST,)
ITEMS = (
    Item("X1", ItemKind.CHOICE, "Kind", fills=HOST, choices=(Choice("a", "A"), Choice("b", "B"))),
    Item("X2", ItemKind.SEVERAL, "Kinds", fills=HOST, relevant="${X1} = 'b'", choices=(Choice("c", "C"),)),
    Item("X3", ItemKind.TEXT, "Why", fills=HOST, relevant="selected(${X2}, 'c')", words=3, constraint=". != 'no'"),
    Item("X4", ItemKind.NUMBER, "How many", fills=HOST, constraint=". >= 6"),
    Item("X5", ItemKind.DATE, "When", fills=HOST),
    Item("X6", ItemKind.GRADE, "Grade", fills=HOST, scale="triad"),
)


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    pack = reader.load(paths.forms() / "triad-p")
    context, results, *rest = pack.sections
    infant = replace(results, relevant="${phase} = 'infant'")
    prompts = (Prompt("X0", "Why so many?", "${X4} > 10"),)
    return replace(pack, sections=(replace(context, items=ITEMS, prompts=prompts), infant, *rest))


@pytest.mark.parametrize(
    ("answers", "there", "hidden"),
    [
        ({}, {"X1", "A", "P2", "P2.1"}, {"X0", "X2", "X3", "P1", "P1.1", "P1.own"}),
        ({"phase": "infant"}, {"P1", "P1.1", "P1.own"}, {"X2"}),
        ({"X1": "b"}, {"X2"}, {"X3"}),
        ({"X1": "b", "X2": ("c",)}, {"X2", "X3"}, set()),
        ({"X1": "a", "X2": ("c",)}, {"X1"}, {"X2", "X3"}),
        ({"X4": "11"}, {"X0"}, set()),
    ],
)
def test_what_is_shown_follows_the_answers(
    handbook: Handbook, answers: Answers, there: set[str], hidden: set[str]
) -> None:
    found = shown(handbook, answers)
    assert there <= found
    assert not hidden & found


@pytest.mark.parametrize(
    ("code", "given", "found"),
    [
        ("X1", "b", ()),
        ("X1", "z", (Finding("X1", Doubt.NOT_A_CHOICE),)),
        ("X2", ("c", "q"), (Finding("X2", Doubt.NOT_A_CHOICE),)),
        ("X3", "three words only", ()),
        ("X3", "there are four words", (Finding("X3", Doubt.TOO_LONG, over=1),)),
        ("X3", "no", (Finding("X3", Doubt.CONSTRAINT),)),
        ("X3", "", ()),
        ("X4", "6.0", ()),
        ("X4", "5", (Finding("X4", Doubt.CONSTRAINT),)),
        ("X4", "six", (Finding("X4", Doubt.NOT_A_NUMBER), Finding("X4", Doubt.CONSTRAINT))),
        ("X5", "2026-11-17", ()),
        ("X5", "17 November", (Finding("X5", Doubt.NOT_A_DATE),)),
        ("X6", "2", ()),
        ("X6", "not_looked_at", ()),
        ("X6", "4", (Finding("X6", Doubt.NOT_A_CHOICE),)),
    ],
)
def test_what_does_not_fit_is_found(handbook: Handbook, code: str, given: str, found: tuple[Finding, ...]) -> None:
    assert findings(handbook, handbook.items[code], {code: given}) == found


def test_rows_of_a_table() -> None:
    columns = (Column("what", "What", words=2), Column("on", "On", ItemKind.DATE))
    item = Item("T", ItemKind.TABLE, "Table", fills=HOST, columns=columns, rows=2)
    assert table_findings(item, [{"what": "two words", "on": "2026-11-17"}, {"what": ""}]) == ()
    assert table_findings(item, [{"what": "three words now"}, {"on": "soon"}, {}]) == (
        Finding("T", Doubt.TOO_MANY_ROWS, over=1),
        Finding("T", Doubt.TOO_LONG, over=1, column="what"),
        Finding("T", Doubt.NOT_A_DATE, column="on"),
    )


def test_words_over_counts_as_people_do() -> None:
    assert words_over("Year 3 – Year 6, two walks", 4) == 2
    assert words_over("as long as you like", 0) == 0
