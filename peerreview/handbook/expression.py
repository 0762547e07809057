"""The closed subset of XLSForm expressions that a handbook may use: parsed once, printed in one normal form, evaluated.

    expression := conjunction ("or" conjunction)*
    conjunction := test ("and" test)*
    test := "(" expression ")" | "not(" expression ")" | "selected(" name "," literal ")" | value operator value
    value := name | number | 'text' | "text" | word count
    name := "${code}" | "." (the item's own answer)
    operator := = | != | < | <= | > | >=

A word count is `count-selected(normalize-space(name))`, which any XLSForm tool understands; `count-words(name)` is read
as the same and printed so. Words are counted as people count them (`peerreview.domain.words`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import Final

from peerreview.domain import words

Answer = str | Sequence[str] | None
"""What was answered: text (numbers, dates and codes too), several codes, or nothing."""

_DEEPEST: Final = 20


class ExpressionError(ValueError):
    """The text is not in the subset: `what` is wrong at character `at` (0 for the first)."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(f"{what} (at character {at + 1})")
        self.what = what
        self.at = at


class Operator(StrEnum):
    """Comparisons. All but = and != compare numbers, or two dates."""

    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True)
class Name:
    """The answer to another item; the empty code is the item's own answer, written "."."""

    code: str

    def __str__(self) -> str:
        return f"${{{self.code}}}" if self.code else "."


@dataclass(frozen=True)
class Number:
    """A number, kept as it was written."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Text:
    """A text; it cannot hold both kinds of quotation mark."""

    text: str

    def __str__(self) -> str:
        return f'"{self.text}"' if "'" in self.text else f"'{self.text}'"


@dataclass(frozen=True)
class WordCount:
    """How many words an answer has."""

    of: Name

    def __str__(self) -> str:
        return f"count-selected(normalize-space({self.of}))"


Value = Name | Number | Text | WordCount


@dataclass(frozen=True)
class Compare:
    """`left operator right`."""

    left: Value
    operator: Operator
    right: Value

    def __str__(self) -> str:
        return f"{self.left} {self.operator} {self.right}"


@dataclass(frozen=True)
class Selected:
    """Whether a code is among those chosen."""

    name: Name
    code: Text

    def __str__(self) -> str:
        return f"selected({self.name}, {self.code})"


@dataclass(frozen=True)
class Not:
    """The opposite."""

    test: Expression

    def __str__(self) -> str:
        return f"not({self.test})"


@dataclass(frozen=True)
class And:
    """Both."""

    left: Expression
    right: Expression

    def __str__(self) -> str:
        left = f"({self.left})" if isinstance(self.left, Or) else str(self.left)
        right = f"({self.right})" if isinstance(self.right, And | Or) else str(self.right)
        return f"{left} and {right}"


@dataclass(frozen=True)
class Or:
    """Either or both."""

    left: Expression
    right: Expression

    def __str__(self) -> str:
        right = f"({self.right})" if isinstance(self.right, Or) else str(self.right)
        return f"{self.left} or {right}"


Expression = Compare | Selected | Not | And | Or


@lru_cache(maxsize=1024)
def parse(text: str) -> Expression:
    """The expression in `text`; ExpressionError when it is outside the subset."""
    return _Parser(text).whole()


def at_most_words(limit: int) -> Compare:
    """The constraint that an answer has at most `limit` words."""
    return Compare(WordCount(Name("")), Operator.AT_MOST, Number(str(limit)))


def names(expression: Expression) -> tuple[Name, ...]:
    """Every name in the expression, in the order written."""
    match expression:
        case Compare(left, _, right):
            values = (value.of if isinstance(value, WordCount) else value for value in (left, right))
            return tuple(value for value in values if isinstance(value, Name))
        case Selected(name, _):
            return (name,)
        case Not(test):
            return names(test)
        case And(left_test, right_test) | Or(left_test, right_test):
            return names(left_test) + names(right_test)


def compared_codes(expression: Expression) -> tuple[tuple[Name, str], ...]:
    """Each name that is compared with a literal text, and that text: what a choice's codes are checked against."""
    match expression:
        case Compare(Name() as name, _, Text(text)) | Compare(Text(text), _, Name() as name):
            return ((name, text),)
        case Selected(name, code):
            return ((name, code.text),)
        case Not(test):
            return compared_codes(test)
        case And(left, right) | Or(left, right):
            return compared_codes(left) + compared_codes(right)
        case _:
            return ()


def holds(expression: Expression, answer: Callable[[str], Answer]) -> bool:
    """Whether the expression is true; `answer` gives the answer to a code, and to the empty code the item's own."""
    match expression:
        case Or(left, right):
            return holds(left, answer) or holds(right, answer)
        case And(left, right):
            return holds(left, answer) and holds(right, answer)
        case Not(test):
            return not holds(test, answer)
        case Selected(name, code):
            given = answer(name.code) or ()
            return code.text in (given.split() if isinstance(given, str) else given)
        case Compare(left_value, operator, right_value):
            return _compare(_text(left_value, answer), operator, _text(right_value, answer))


def _text(value: Value, answer: Callable[[str], Answer]) -> str:
    match value:
        case Number(text) | Text(text):
            return text
        case WordCount(of):
            return str(words.count(_text(of, answer)))
        case Name(code):
            given = answer(code) or ""
            return given if isinstance(given, str) else " ".join(given)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _compare(left: str, operator: Operator, right: str) -> bool:
    low, high = _number(left), _number(right)
    if operator is Operator.EQUAL or operator is Operator.UNEQUAL:
        same = left == right if low is None or high is None else low == high
        return same is (operator is Operator.EQUAL)
    if low is not None and high is not None:
        order = (low > high) - (low < high)
    elif _DATE.fullmatch(left) and _DATE.fullmatch(right):
        order = (left > right) - (left < right)
    else:
        return False  # as in XPath: what is not a number is neither less nor more
    match operator:
        case Operator.LESS:
            return order < 0
        case Operator.AT_MOST:
            return order <= 0
        case Operator.MORE:
            return order > 0
        case Operator.AT_LEAST:
            return order >= 0


_TOKEN: Final = re.compile(
    r"\s*(?:(?P<name>\$\{\s*[A-Za-z][A-Za-z0-9_.-]*\s*\})|(?P<number>-?[0-9]+(?:\.[0-9]+)?)|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<mark><=|>=|!=|[=<>(),.])|(?P<word>[a-z][a-z-]*))"
)


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def _tokens(text: str) -> Iterator[_Token]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if not found:
            start = at + len(text[at:]) - len(text[at:].lstrip())
            raise ExpressionError(f"“{text[start : start + 12]}” is not understood", start)
        yield _Token(found.lastgroup or "", found.group(found.lastgroup or 0), found.start(found.lastgroup or 0))
        at = found.end()
    yield _Token("end", "the end", end)


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._next = 0
        self._depth = 0

    def whole(self) -> Expression:
        expression = self._expression()
        if self._token.kind != "end":
            raise self._instead_of("“and” or “or”")
        return expression

    @property
    def _token(self) -> _Token:
        return self._tokens[self._next]

    def _take(self, text: str) -> bool:
        if self._token.text != text or self._token.kind not in ("mark", "word"):
            return False
        self._next += 1
        return True

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise self._instead_of(f"“{text}”")

    def _instead_of(self, wanted: str) -> ExpressionError:
        return ExpressionError(f"{wanted} is expected, not “{self._token.text}”", self._token.at)

    def _expression(self) -> Expression:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ExpressionError("too many brackets within each other", self._token.at)
        expression = self._conjunction()
        while self._take("or"):
            expression = Or(expression, self._conjunction())
        self._depth -= 1
        return expression

    def _conjunction(self) -> Expression:
        expression = self._test()
        while self._take("and"):
            expression = And(expression, self._test())
        return expression

    def _test(self) -> Expression:
        if self._take("("):
            return self._closed(self._expression())
        if self._take("not"):
            self._expect("(")
            return self._closed(Not(self._expression()))
        if self._take("selected"):
            self._expect("(")
            name = self._name()
            self._expect(",")
            code = self._value()
            if not isinstance(code, Text):
                self._next -= 1
                raise self._instead_of("a code in quotation marks")
            return self._closed(Selected(name, code))
        left = self._value()
        if self._token.text not in tuple(Operator):
            raise self._instead_of("a comparison (= != < <= > >=)")
        operator = Operator(self._token.text)
        self._next += 1
        return Compare(left, operator, self._value())

    def _closed(self, expression: Expression) -> Expression:
        self._expect(")")
        return expression

    def _value(self) -> Value:
        token = self._token
        if token.kind == "number":
            self._next += 1
            return Number(token.text)
        if token.kind == "text":
            self._next += 1
            return Text(token.text[1:-1])
        if self._take("count-words"):
            self._expect("(")
            count = WordCount(self._name())
            self._expect(")")
            return count
        if self._take("count-selected"):
            for word in ("(", "normalize-space", "("):
                self._expect(word)
            count = WordCount(self._name())
            self._expect(")")
            self._expect(")")
            return count
        return self._name()

    def _name(self) -> Name:
        token = self._token
        if token.kind == "name":
            self._next += 1
            return Name(token.text[2:-1].strip())
        if self._take("."):
            return Name("")
        raise self._instead_of("${code}, “.”, a number or a text in quotation marks")
