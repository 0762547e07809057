"""Handbooks and expressions as hypothesis makes them: small, valid, and full of odd words."""

from __future__ import annotations

from itertools import count
from typing import Any

from hypothesis import strategies as st

from peerreview.handbook import building
from peerreview.handbook.expression import (
    And,
    Compare,
    Expression,
    Name,
    Not,
    Number,
    Operator,
    Or,
    Selected,
    Text,
    WordCount,
)
from peerreview.handbook.model import Handbook
from peerreview.handbook.references import LISTS

ROLES = ["host", "lead_reviewer", "reviewer", "observer", "office", "lead_head", "officer"]
LEVELS = [None, "views", "summary", "full"]
LIMITS = (
    *("note", "main_point", "evidence_line", "difference", "quality_note", "action_change", "action_know"),
    *("action_effect", "focus_least", "focus_most", "questions_least", "questions_most", "evidence_kinds"),
    *("percentage_pupils", "small_school_pupils", "issue_without_days"),
)


def _tidied(text: str) -> str:
    return str(building.tidy(text))


codes = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,5}", fullmatch=True)
written = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=12)
lines = st.sampled_from(["", "=1+1", '${phase} it\'s "so"', "<b> & co", "two  words"]) | written.map(_tidied)
said = lines.map(lambda text: text or "words")
short = st.integers(0, 300)


def expressions() -> st.SearchStrategy[Expression]:
    """Any expression of the subset."""
    name = st.builds(Name, codes | st.just(""))
    text = st.builds(Text, st.text(st.characters(codec="ascii", exclude_categories=("Cc",), exclude_characters="'")))
    number = st.builds(Number, st.decimals(-1000, 1000, places=1).map(str) | st.integers(-99, 99).map(str))
    value = name | text | number | st.builds(WordCount, name)
    test = st.builds(Compare, value, st.sampled_from(Operator), value) | st.builds(Selected, name, text)
    return st.recursive(
        test,
        lambda inner: st.builds(Not, inner) | st.builds(And, inner, inner) | st.builds(Or, inner, inner),
        max_leaves=6,
    )


def _optional(draw: st.DrawFn, **fields: st.SearchStrategy[Any]) -> dict[str, Any]:
    """Some of the fields."""
    return {name: draw(field) for name, field in fields.items() if draw(st.booleans())}


def _test(draw: st.DrawFn, known: dict[str, list[str]]) -> str:
    """An expression about what is known: a code that can be answered, or a count of words."""
    name = draw(st.sampled_from(sorted(known)))
    answers = known[name]
    plain = [f"count-words(${{{name}}}) <= 3", f"${{{name}}} > 2", f"not(${{{name}}} = '')"]
    chosen = [f"selected(${{{name}}}, '{code}')" for code in answers] + [f"${{{name}}} != '{code}'" for code in answers]
    tests = draw(st.lists(st.sampled_from(plain + chosen), min_size=1, max_size=3))
    return draw(st.sampled_from([" and ", " or "])).join(tests)


@st.composite
def handbooks(draw: st.DrawFn) -> Handbook:
    """A valid handbook with every kind of section and item."""
    start = draw(st.sampled_from(["P", "x.", "a-b_"]))
    fresh = (f"{start}{number}" for number in count(1))
    points = draw(st.lists(st.sampled_from(["1", "2", "A", "b-2", "3.5"]), min_size=2, max_size=4, unique=True))
    scale = next(fresh)
    activities = [next(fresh) for _ in range(draw(st.integers(1, 3)))]
    phases = [next(fresh), "primary"]
    known: dict[str, list[str]] = {"phase": phases}
    levels = st.sampled_from(LEVELS)
    roles = st.lists(st.sampled_from(ROLES), max_size=3, unique=True)
    choices = st.lists(codes, min_size=1, max_size=3, unique_by=str.casefold)

    def coded(names: list[str]) -> list[dict[str, Any]]:
        return [{"code": name, "label": draw(said)} for name in names]

    def item(kind: str, fills: list[str] | None = None) -> dict[str, Any]:
        made: dict[str, Any] = {"code": next(fresh), "kind": kind, "label": draw(said), "fills": fills or ["host"]}
        made |= _optional(draw, hint=lines, sees=roles, words=short, level=levels)
        made |= _optional(draw, source=st.sampled_from(["typed", "register", "last_review"]))
        answers: list[str] = []
        if kind == "grade":
            made["scale"], answers = scale, points
        if kind in ("choice", "several"):
            answers = draw(choices)
            made["choices"] = coded(answers)
        if kind == "table":
            columns = [{"code": code, "label": draw(said)} for code in draw(choices)]
            for column in columns:
                column |= _optional(draw, kind=st.sampled_from(["text", "number", "date"]), words=short)
            made |= {"columns": columns, **_optional(draw, rows=short)}
        if kind == "main_points":
            made |= _optional(draw, evidence_min=short)
        if draw(st.booleans()):
            made["relevant"] = _test(draw, known)
        if draw(st.booleans()):
            made["constraint"] = draw(st.sampled_from([". != ''", "count-words(.) <= 7", ". > 1 or . = 0"]))
        if kind not in ("guidance", "table", "main_points", "questions", "next_steps"):
            known[made["code"]] = answers
        return made

    def section(kind: str, *items: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {"code": next(fresh), "title": draw(said), "kind": kind, "items": list(items)}
        made |= _optional(draw, summary=lines, every_time=st.booleans(), evidence_note=lines)
        made["prompts"] = [{"code": next(fresh), "text": draw(said)} for _ in range(draw(st.integers(0, 2)))]
        for prompt in made["prompts"]:
            prompt |= {"relevant": _test(draw, known)} if draw(st.booleans()) else {}
        if kind == "area" or draw(st.booleans()):
            made["evidence"] = draw(st.lists(st.sampled_from(activities), min_size=1, unique=True))
        if kind == "area":
            made["descriptors"] = {point: draw(said) for point in points}
        return made

    kinds = ["guidance", "text", "choice", "several", "number", "date", "table", "acknowledgement", "questions"]
    context = section("context", *(item(kind) for kind in draw(st.lists(st.sampled_from(kinds), max_size=4))))
    area = section(
        "area",
        item("grade"),
        item("grade", ["lead_reviewer", "reviewer"]),
        item("grade", ["lead_reviewer"]),
        item("main_points"),
        *(item(kind) for kind in draw(st.lists(st.sampled_from([*kinds, "next_steps"]), max_size=2))),
    )
    if draw(st.booleans()):
        area["relevant"] = f"selected(${{phase}}, '{phases[0]}')"
    sections = [context, area, section("overall", item("grade", ["lead_reviewer"]))]
    limits = {name: draw(short) for name in LIMITS} | {"focus_most": 300, "questions_most": 300}
    fields = [
        {"code": next(fresh), "title": draw(said), "content": content, "level": draw(st.sampled_from(LEVELS[1:]))}
        for content in ("facts", "headline", "views", "next_steps", "annex", "statement")
    ]
    for field in fields:
        field |= _optional(draw, words=short, at_least=st.just(1), at_most=st.integers(1, 9), annex=st.booleans())
    deadlines: list[dict[str, Any]] = [{"code": "visit", "label": draw(said), "who": ["host"], "when": draw(said)}]
    for origin in ("visit", "first", "second")[: draw(st.integers(0, 3))]:
        code = {"visit": "first", "first": "second", "second": "third"}[origin]
        made = {"code": code, "label": draw(said), "who": draw(roles), "when": draw(said), "counted_from": origin}
        deadlines.append(made | _optional(draw, days=st.integers(-30, 30), months=st.integers(0, 9), output=lines))
    slots = [{"start": "08:30", "end": "09:00", "title": draw(said)}, {"start": "09:00", "end": "17:05", "title": "x"}]
    slots[1] |= _optional(draw, who=lines, activity=st.sampled_from(activities), stays=st.booleans())
    pages = [
        {"code": code, "title": draw(said), "text": _tidied("\n".join([*draw(st.lists(lines)), "  end", "x"]))}
        for code in draw(st.lists(codes, max_size=2, unique_by=str.casefold))
    ]
    data = {
        "id": draw(st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True)),
        "version": draw(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,5}", fullmatch=True)),
        "language": draw(st.sampled_from(["en-GB", "cy"])),
        "title": draw(said),
        "valid_from": draw(st.dates()).isoformat(),
        "subject": draw(st.sampled_from(["school", "group"])),
        "phases": coded(phases),
        "words": _optional(draw, view=said, views=said, pupils=said, not_looked_at=said, not_seen=said),
        "scales": [
            {
                "code": scale,
                "direction": draw(st.sampled_from(["up", "down"])),
                "points": [
                    {"code": point, "label": draw(said)} | _optional(draw, descriptor=lines, symbol=lines, board=lines)
                    for point in points
                ],
            }
            | _optional(draw, ends=lines, note=lines)
        ],
        "activities": [
            {"code": code, "label": draw(said), "prefix": f"p{number}"} for number, code in enumerate(activities)
        ],
        "sections": sections,
        "report": {"title": draw(said), "words": draw(short), "pages": 2, "fields": fields}
        | _optional(draw, statement=st.lists(said, max_size=3)),
        "timetable": [{"code": next(fresh), "label": draw(said), "slots": slots}],
        "deadlines": deadlines,
        "questions": [
            {"code": code, "text": draw(said), "stage": draw(st.sampled_from(["start", "dig", "stem"]))}
            | _optional(draw, sections=st.just([sections[0]["code"]]), grades=st.just(points[:1]))
            for code in draw(choices)
        ],
        "sharing": {
            "label": draw(said),
            "audiences": [{"audience": "triad", "label": draw(said), "usual": "full"} | _optional(draw, least=levels)],
        },
        "retention": {"clear_out": deadlines[-1]["code"], "notice": draw(said)},
        "rules": {name: coded(draw(choices)) for name in LISTS}
        | {"limits": limits}
        | _optional(draw, photos=st.booleans()),
        "pages": pages,
    }
    return building.build(data, "generated", lambda path: "")
