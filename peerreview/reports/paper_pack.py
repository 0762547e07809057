"""The paper pack: two A4 sides that everybody carries on the visit, whatever is in it.

Side one: whom to tell of a worry, the timetable, the key questions. Side two: the prompts of the chosen sections with
ruled space for notes. It is set in the largest size that fits; what would not fit in the smallest is cut at a word
and ends with an ellipsis, for the whole of it stands in the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import PageBreak, Spacer

from peerreview.domain import dates
from peerreview.domain.paper_pack import PackContact, PackSection, PaperPack

from .archive import PRODUCER, Facts, finish
from .blocks import Line, Listing, heading, table
from .fitting import RULE, Fit, fitted, ruled
from .flow import Cell, Grid, Row, rich, text
from .fonts import PRESS, markup, printable, register
from .press import press
from .style import ACCENT, HEIGHT, SOFT, WIDTH
from .tagging import Element

TITLE = "Paper pack"
_TIME, _WHO = 78.0, 150.0  # points, columns of the timetable
_LEAST_LINES = 3
_FOOT = 110  # letters
_SECTIONS, _CONTACTS, _LEAST = 12, 8, 12
_STOP = "Stop. Write nothing about it here. Go now, in person; write it on this school’s own form before you leave."
_UNKNOWN = "not typed yet: ask at the office on arrival"
_NOTES_OF = "Notes: roles only, nobody’s name; what you saw, where, how often. No grades on paper."


def make_pack(pack: PaperPack) -> bytes:
    """The pack as a tagged PDF/A-3a on exactly two sides; the same pack gives the same bytes."""
    when = dates.plain(pack.visited) if pack.visited else "no date yet"
    name = f"{pack.school}: {pack.occasion}, {when}"
    with PRESS:
        register()
        root = Element("Document")
        first = fitted(lambda fit, root: _day(pack, fit, root), root)
        second = fitted(lambda fit, root: _prompts(pack, fit, root), root, keep=_room_for(len(pack.sections)))
        pages = press([*first, PageBreak(), *second], name[:_FOOT], f"Made {dates.plain(pack.made)}", pack.language)
    return finish(pages, root, Facts(printable(f"{TITLE}: {name}"), PRODUCER, pack.language, pack.made))


def _day(pack: PaperPack, fit: Fit, root: Element) -> list[Any]:
    """Side one, with space to write under each question as far as there is any."""
    styles = fit.styles
    story = [*_contacts(pack.contacts, fit, root), *_head(pack, fit, root)]
    if pack.slots:
        story += [*heading(root, "The day", styles), _timetable(pack, fit, root)]
    if not pack.questions:
        return story
    story += heading(root, "Key questions", styles)
    questions = Listing(root, WIDTH, styles, ordered=True)
    asked = fit.most(pack.questions, _LEAST)
    lines = fit.lines_for(len(asked))
    for each in asked:
        questions.add(
            lambda body, width, each=each: [  # type: ignore[misc]
                text(fit.cut(each), styles.strong, body.add("P")),
                *ruled(lines, width),
            ]
        )
    return [*story, questions.grid()]


def _contacts(contacts: Sequence[PackContact], fit: Fit, root: Element) -> list[Any]:
    styles = fit.styles
    title = text("Worried about a child or an adult’s conduct?", styles.heading, root.add("H1"))
    stop = text(_STOP, styles.strong, root.add("P"))
    entries = root.add("L")
    lines = []
    for each in contacts[:_CONTACTS]:
        body = entries.add("LI").add("LBody")
        said = ", ".join(part for part in (each.name or _UNKNOWN, each.where) if part)
        lines.append(rich(f"{markup(each.duty)}: <b>{markup(fit.cut(said))}</b>", styles.body, body.add("P")))
    last = text("Immediate danger: 999.", styles.strong, root.add("P"))
    content = [title, Spacer(0, 2), stop, Spacer(0, 3), *lines, Spacer(0, 3), last]
    return [Grid([WIDTH], [Row([Cell(content)], above=8, below=8, fill=SOFT, bar=True)], inset=12)]


def _head(pack: PaperPack, fit: Fit, root: Element) -> list[Any]:
    styles = fit.styles
    when = dates.formal(pack.visited) if pack.visited else "No date yet"
    story = [
        Spacer(0, styles.gap * 0.8),
        text(fit.cut(pack.school), styles.title, root.add("H1")),
        text(f"{pack.occasion}, {when}", styles.lead, root.add("P")),
    ]
    if pack.people:
        story.append(text(fit.cut("; ".join(pack.people)), styles.small, root.add("P")))
    return story


def _timetable(pack: PaperPack, fit: Fit, root: Element) -> Grid:
    slots = fit.most(pack.slots, _LEAST)
    lines = [Line((each.time, fit.cut(each.title), fit.cut(each.who))) for each in slots]
    if left := len(pack.slots) - len(slots):
        lines.append(Line(("…", f"{left} more in the program", "")))
    return table(root, ("Time", "What", "Who"), lines, [_TIME, WIDTH - _TIME - _WHO, _WHO], fit.styles)


def _prompts(pack: PaperPack, fit: Fit, root: Element) -> list[Any]:
    """Side two: each section's prompts and its share of the space for notes."""
    styles = fit.styles
    story: list[Any] = [
        Grid([WIDTH], [Row([Cell([text(_NOTES_OF, styles.small, root.add("P"))])], below=4, rule=ACCENT)])
    ]
    sections = pack.sections[:_SECTIONS] or (PackSection("", "Notes", ()),)
    lines = fit.lines_for(len(sections))
    for each in sections:
        story += heading(root, f"{each.code} {fit.cut(each.title)}".strip(), styles)
        if each.prompts:
            prompts = Listing(root, WIDTH, styles)
            for prompt in fit.most(each.prompts):
                prompts.add(lambda body, _width, prompt=prompt: [text(fit.cut(prompt), styles.body, body.add("P"))])  # type: ignore[misc]
            story.append(prompts.grid())
        story += ruled(lines)
    return story


def _room_for(sections: int) -> float:
    """Points of side two that stay free for handwriting, whatever the prompts ask for."""
    return min(float(HEIGHT) * 0.45, max(1, sections) * _LEAST_LINES * RULE)
