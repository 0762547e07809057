"""Expressions: what is read, what is refused and where, and what they mean."""

from __future__ import annotations

import pytest
from hypothesis import given

from peerreview.handbook.expression import Answer, Expression, ExpressionError, holds, names, parse
from tests.unit.handbook.generated import expressions


@given(expressions())
def test_what_is_printed_reads_back_the_same(expression: Expression) -> None:
    assert parse(str(expression)) == expression


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("count-words( ${A2} )<=80", "count-selected(normalize-space(${A2})) <= 80"),
        ("count-selected( normalize-space(.) ) <= 35", "count-selected(normalize-space(.)) <= 35"),
        ('${ phase }="primary"', "${phase} = 'primary'"),
        ("((${a} = 1)) or ((${b} = 2 and ${c} = 3))", "${a} = 1 or ${b} = 2 and ${c} = 3"),
        ("not ( selected( ${a} ,'x') )", "not(selected(${a}, 'x'))"),
    ],
)
def test_the_normal_form(written: str, normal: str) -> None:
    assert str(parse(written)) == normal


@pytest.mark.parametrize(
    ("written", "what", "at"),
    [
        ("", "is expected, not “the end”", 0),
        ("${a}", "a comparison", 4),
        ("a = 1", "${code}", 0),
        ("${a} = 1 ${b} = 2", "“and” or “or”", 9),
        ("(${a} = 1", "“)” is expected", 9),
        ("${a} ~ 1", "“~ 1” is not understood", 5),
        ("selected(${a}, b)", "${code}", 15),
        ("selected(${a}, 2)", "a code in quotation marks", 15),
        ("${a} = concat(1)", "${code}", 7),
        ("${a} + 1 = 2", "is not understood", 5),
        ("'it = 1", "is not understood", 0),
        ("(" * 30 + "${a} = 1" + ")" * 30, "too many brackets", 20),
    ],
)
def test_anything_else_is_refused_at_its_place(written: str, what: str, at: int) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(written)
    assert what in refused.value.what
    assert refused.value.at == at


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("${n} >= 6", True),
        ("${n} < 6", False),
        ("${n} = 12.0", True),
        ("${word} = 'secure'", True),
        ("${word} != 'secure'", False),
        ("${word} > 3", False),
        ("${word} <= 3", False),
        ("${empty} = ''", True),
        ("${empty} > 0", False),
        ("selected(${many}, 'b')", True),
        ("selected(${many}, 'c')", False),
        ("selected(${word}, 'secure')", True),
        ("selected(${empty}, 'x')", False),
        ("count-words(${text}) = 4", True),
        ("count-words(.) <= 2", True),
        (". = 'own words'", True),
        ("${day} >= '2026-09-01'", True),
        ("${day} < '2026-09-01'", False),
        ("${n} = 1 or ${n} = 12 and not(${word} = '')", True),
        ("(${n} = 12 or ${n} = 1) and ${word} = ''", False),
    ],
)
def test_what_an_expression_means(text: str, true: bool) -> None:
    answers: dict[str, Answer] = {
        "n": "12",
        "word": "secure",
        "many": ("a", "b"),
        "text": "books – show it clearly",
        "day": "2026-11-17",
        "": "own words",
    }
    assert holds(parse(text), answers.get) is true


def test_names_are_told_in_order() -> None:
    found = names(parse("not(${a} = ${b}) and selected(., 'x') or count-words(${c}) > 1"))
    assert [name.code for name in found] == ["a", "b", "", "c"]
