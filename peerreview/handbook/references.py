"""What a schema cannot see: codes given twice, names that lead nowhere, expressions that go in circles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from peerreview.domain.grades import NOT_LOOKED_AT, NOT_SEEN
from peerreview.domain.people import Role
from peerreview.domain.reviews import Level

from .expression import Expression, compared_codes, names, parse
from .model import VISIT, Handbook, Item, ItemKind, Section, SectionKind
from .problems import Fault, ValuePath
from .report_layout import Content

PHASE = "phase"
"""The name by which expressions ask for the school's phase."""

LISTS = ("ground_rules", "tags", "shows", "typical", "last_time", "progress", "support", "quality", "before_sharing")
"""The lists of codes and words in a handbook's rules."""

_FREE_OF_ROLES = (ItemKind.GUIDANCE,)
_CHOOSING = (ItemKind.CHOICE, ItemKind.SEVERAL)


def faults(handbook: Handbook) -> tuple[Fault, ...]:
    """Every broken reference of a handbook whose shape is right and whose expressions can be read."""
    return (
        *_repeated(handbook),
        *(fault for place, section in enumerate(handbook.sections) for fault in _section(handbook, section, place)),
        *_kinds_of_section(handbook),
        *_expressions(handbook),
        *_circles(handbook),
        *_calendar(handbook),
        *_lists(handbook),
        *_questions(handbook),
    )


def _repeated(handbook: Handbook) -> Iterator[Fault]:
    sections = list(enumerate(handbook.sections))
    in_flow: list[tuple[ValuePath, str]] = [((PHASE,), PHASE)]
    for place, section in sections:
        in_flow.append((("sections", place), section.code))
        in_flow += ((("sections", place, "prompts", at), each.code) for at, each in enumerate(section.prompts))
        in_flow += ((("sections", place, "items", at), each.code) for at, each in enumerate(section.items))
        for at, item in enumerate(section.items):
            yield from _twice(_codes(("sections", place, "items", at, "choices"), item.choices))
            yield from _twice(_codes(("sections", place, "items", at, "columns"), item.columns))
    in_flow += _codes(("report", "fields"), handbook.report.fields)
    yield from _twice(in_flow)
    for place, scale in enumerate(handbook.scales):
        for at, point in enumerate(scale.points):
            if point.code in (NOT_LOOKED_AT, NOT_SEEN):
                what = f"“{point.code}” is what a section without a grade says"
                yield Fault(("scales", place, "points", at), what, "give the point another code")
        yield from _twice(_codes(("scales", place, "points"), scale.points))
    for name in ("phases", "scales", "activities", "timetable", "deadlines", "questions", "pages"):
        yield from _twice(_codes((name,), getattr(handbook, name)))
    for name in LISTS:
        yield from _twice(_codes(("rules", name), getattr(handbook.rules, name)))
    yield from _twice([(("activities", at), each.prefix) for at, each in enumerate(handbook.activities)])
    yield from _twice([(("report", "fields", at), each.content) for at, each in enumerate(handbook.report.fields)])
    shares = enumerate(handbook.sharing.audiences)
    yield from _twice([(("sharing", "audiences", at), each.audience) for at, each in shares])


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


def _codes(path: ValuePath, coded: Iterable[_Coded]) -> list[tuple[ValuePath, str]]:
    return [((*path, place), each.code) for place, each in enumerate(coded)]


def _twice(placed: Sequence[tuple[ValuePath, str]]) -> Iterator[Fault]:
    first: set[str] = set()
    for path, code in placed:
        if code.casefold() in first:
            yield Fault(path, f"“{code}” stands for something else already", "give each its own")
        first.add(code.casefold())


def _section(handbook: Handbook, section: Section, place: int) -> Iterator[Fault]:
    path: ValuePath = ("sections", place)
    activities = [each.code for each in handbook.activities]
    for at, code in enumerate(section.evidence):
        if code not in activities:
            yield Fault((*path, "evidence", at), f"“{code}” is not an activity of this handbook", _one_of(activities))
    for at, item in enumerate(section.items):
        yield from _item(handbook, item, (*path, "items", at))
    scales = {item.scale for item in section.items if item.kind is ItemKind.GRADE}
    if len(scales) > 1:
        yield Fault((*path, "items"), "the grades of one section stand on different scales", "use one scale")
    scale = handbook.scale(section.scale)
    points = scale.codes() if scale else ()
    for code in section.descriptors:
        if code not in points:
            yield Fault((*path, "descriptors", code), f"“{code}” is not a point of its scale", _one_of(points))
    if section.descriptors or section.kind is SectionKind.AREA:
        for code in points:
            if code not in section.descriptors:
                yield Fault((*path, "descriptors"), f"point “{code}” has no descriptor", f'add a line "{code}": ...')
    if section.kind is SectionKind.AREA:
        yield from _area(section, path)
    if section.kind is SectionKind.OVERALL and not section.agreed:
        yield Fault((*path, "items"), "the overall section has no agreed grade", _filled_by("lead_reviewer"))


def _questions(handbook: Handbook) -> Iterator[Fault]:
    known = {
        "sections": ("a section of this handbook", [each.code for each in handbook.sections]),
        "grades": ("a point of a scale", [code for scale in handbook.scales for code in scale.codes()]),
    }
    for place, question in enumerate(handbook.questions):
        for name, (what, codes) in known.items():
            for at, code in enumerate(getattr(question, name)):
                if code not in codes:
                    yield Fault(("questions", place, name, at), f"“{code}” is not {what}", _one_of(codes))


def _area(section: Section, path: ValuePath) -> Iterator[Fault]:
    for grade, whose, who in (
        (section.own, "the school's own grade", "host"),
        (section.seen, "the reviewers' grade", "lead_reviewer, reviewer"),
        (section.agreed, "the agreed grade", "lead_reviewer"),
    ):
        if not grade:
            yield Fault((*path, "items"), f"{whose} is missing in this area", _filled_by(who))
    if len(section.of_kind(ItemKind.MAIN_POINTS)) != 1:
        yield Fault((*path, "items"), "an area has one list of main points", "write one item of kind main_points")
    if not section.evidence:
        yield Fault((*path, "evidence"), "no activity gives evidence for this area", "name at least one activity")


def _filled_by(roles: str) -> str:
    return f"add an item of kind grade with fills: [{roles}]"


def _item(handbook: Handbook, item: Item, path: ValuePath) -> Iterator[Fault]:
    if item.kind is ItemKind.GRADE and not handbook.scale(item.scale):
        scales = [scale.code for scale in handbook.scales]
        yield Fault((*path, "scale"), f"“{item.scale}” is not a scale of this handbook", _one_of(scales))
    for name, given, kinds in (
        ("scale", item.scale, (ItemKind.GRADE,)),
        ("choices", item.choices, _CHOOSING),
        ("columns", item.columns, (ItemKind.TABLE,)),
        ("rows", item.rows, (ItemKind.TABLE,)),
        ("evidence_min", item.evidence_min, (ItemKind.MAIN_POINTS,)),
    ):
        if given and item.kind not in kinds:
            yield Fault((*path, name), f"“{name}” says nothing for an item of kind {item.kind}", "take it out")
    for name, needed in (("choices", item.kind in _CHOOSING), ("columns", item.kind is ItemKind.TABLE)):
        if needed and not getattr(item, name):
            yield Fault(path, f"an item of kind {item.kind} needs {name}", f"add “{name}: ...”")
    if not item.fills and item.kind not in _FREE_OF_ROLES:
        yield Fault((*path, "fills"), "nobody fills this in", f"name one of: {', '.join(_ROLES)}")


_ROLES = tuple(role.value for role in Role if role not in (Role.GUEST, Role.HEAD))


def _kinds_of_section(handbook: Handbook) -> Iterator[Fault]:
    overall = [at for at, each in enumerate(handbook.sections) if each.kind is SectionKind.OVERALL]
    for at in overall[1:]:
        yield Fault(("sections", at, "kind"), "there is an overall section already", "keep one of them")


def _placed_expressions(handbook: Handbook) -> Iterator[tuple[ValuePath, str, Expression]]:
    """Each expression with its path and the code of what it belongs to."""
    for place, section in enumerate(handbook.sections):
        path: ValuePath = ("sections", place)
        if section.relevant:
            yield (*path, "relevant"), section.code, parse(section.relevant)
        for at, prompt in enumerate(section.prompts):
            if prompt.relevant:
                yield (*path, "prompts", at, "relevant"), prompt.code, parse(prompt.relevant)
        for at, item in enumerate(section.items):
            if item.relevant:
                yield (*path, "items", at, "relevant"), item.code, parse(item.relevant)
            if item.constraint:
                yield (*path, "items", at, "constraint"), item.code, parse(item.constraint)


def _expressions(handbook: Handbook) -> Iterator[Fault]:
    known = {PHASE: tuple(phase.code for phase in handbook.phases)}
    known |= {code: _possible(handbook, item) for code, item in handbook.items.items()}
    for path, code, expression in _placed_expressions(handbook):
        for name in dict.fromkeys(names(expression)):
            if not name.code and path[-1] == "relevant":
                yield Fault(path, "“.” has no answer of its own here", "name an item as ${code}")
            elif name.code and name.code not in known:
                yield Fault(path, f"“{name}” is not an item of this handbook", _one_of(known))
        for name, text in compared_codes(expression):
            codes = known.get(name.code or code, ())
            if codes and text and text not in codes:
                yield Fault(path, f"“{text}” is not an answer that {name} can have", _one_of(codes))


def _possible(handbook: Handbook, item: Item) -> tuple[str, ...]:
    scale = handbook.scale(item.scale)
    return scale.codes() if scale else tuple(choice.code for choice in item.choices)


def _circles(handbook: Handbook) -> Iterator[Fault]:
    """An item is shown when its own and its section's expressions hold; none of them may rest on the item itself."""
    section_of = {item.code: section.code for section in handbook.sections for item in section.items}
    rests: dict[str, set[str]] = {code: {section} for code, section in section_of.items()}
    placed = [each for each in _placed_expressions(handbook) if each[0][-1] == "relevant"]
    for _, code, expression in placed:
        rests.setdefault(code, set()).update(name.code for name in names(expression))
    for path, code, _ in placed:
        if code in _reach(rests, code):
            yield Fault(path, f"whether {code} is shown would rest on {code} itself", "take out one of the references")


def _reach(rests: Mapping[str, Collection[str]], start: str) -> set[str]:
    reached: set[str] = set()
    ahead = [start]
    while ahead:
        for code in rests.get(ahead.pop(), ()):
            if code not in reached:
                reached.add(code)
                ahead.append(code)
    return reached


def _calendar(handbook: Handbook) -> Iterator[Fault]:
    codes = [each.code for each in handbook.deadlines]
    rests = {each.code: {each.counted_from} - {VISIT} for each in handbook.deadlines}
    for place, deadline in enumerate(handbook.deadlines):
        path: ValuePath = ("deadlines", place)
        origin = deadline.counted_from
        if origin and origin != VISIT and origin not in codes:
            yield Fault((*path, "counted_from"), f"“{origin}” is not a deadline", _one_of([VISIT, *codes]))
        elif deadline.code in _reach(rests, deadline.code):
            yield Fault((*path, "counted_from"), "this date would rest on itself", "count it from visit")
        if not origin and (deadline.days or deadline.months):
            yield Fault(path, "days are counted from nothing", "add “counted_from: visit”")
    if handbook.retention.clear_out not in codes:
        what = f"“{handbook.retention.clear_out}” is not a deadline"
        yield Fault(("retention", "clear_out"), what, _one_of(codes))
    activities = [each.code for each in handbook.activities]
    for place, timetable in enumerate(handbook.timetable):
        path = ("timetable", place, "slots")
        for at, slot in enumerate(timetable.slots):
            if slot.activity and slot.activity not in activities:
                what = f"“{slot.activity}” is not an activity of this handbook"
                yield Fault((*path, at, "activity"), what, _one_of(activities))
            if slot.start >= slot.end:
                yield Fault((*path, at), "it ends before it starts", "change start or end")
        for at, (earlier, later) in enumerate(pairwise(timetable.slots), 1):
            if later.start < earlier.end:
                yield Fault((*path, at), "it starts before the part above has ended", "change start or end")


def _lists(handbook: Handbook) -> Iterator[Fault]:
    limits = handbook.limits
    for name, least, most in (
        ("focus_least", limits.focus_least, limits.focus_most),
        ("questions_least", limits.questions_least, limits.questions_most),
    ):
        if least > most:
            yield Fault(("rules", "limits", name), "the least is more than the most", "change one of them")
    for place, field in enumerate(handbook.report.fields):
        if field.at_least > field.at_most:
            yield Fault(("report", "fields", place), "at_least is more than at_most", "change one of them")
    held = [field.content for field in handbook.report.fields]
    for content in (Content.FACTS, Content.VIEWS, Content.NEXT_STEPS, Content.STATEMENT):
        if content not in held:
            yield Fault(("report", "fields"), f"the report has no {content}", f"add a field with content: {content}")
    for place, share in enumerate(handbook.sharing.audiences):
        if _rank(share.least) > _rank(share.usual):
            what = "less is usual than the least that is expected"
            yield Fault(("sharing", "audiences", place), what, "change usual or least")


def _rank(level: Level | None) -> int:
    return -1 if level is None else level.rank


def _one_of(codes: Iterable[str]) -> str:
    return f"write one of: {', '.join(codes)}"
