"""The reviewer's reading on two A4 sides: what the school says, what is known, last time, the questions."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import PageBreak, Spacer

from peerreview.domain import dates
from peerreview.domain.paper_pack import ReadClaim, ReadingSheet

from .archive import PRODUCER, Facts, finish
from .blocks import Line, Listing, heading, labelled, table
from .fitting import Fit, fitted, ruled
from .flow import Grid, rich, text
from .fonts import PRESS, markup, printable, register
from .press import press
from .style import WIDTH
from .tagging import Element

TITLE = "For reading before the visit"
_SHARES = (0.3, 0.3, 0.4)
_FOOT = 110  # letters
_LEAST, _LEAST_FACTS = 3, 12


def make_sheet(sheet: ReadingSheet) -> bytes:
    """The sheet as a tagged PDF/A-3a on exactly two sides; the same sheet gives the same bytes."""
    when = dates.plain(sheet.visited) if sheet.visited else "no date yet"
    name = f"{sheet.school}: {sheet.occasion}, {when}"
    with PRESS:
        register()
        root = Element("Document")
        first = fitted(lambda fit, root: _claims(sheet, fit, root), root)
        second = fitted(lambda fit, root: _known(sheet, fit, root), root)
        pages = press([*first, PageBreak(), *second], name[:_FOOT], f"Made {dates.plain(sheet.made)}", sheet.language)
    return finish(pages, root, Facts(printable(f"{TITLE}: {name}"), PRODUCER, sheet.language, sheet.made))


def _claims(sheet: ReadingSheet, fit: Fit, root: Element) -> list[Any]:
    """Side one: the school's own view of each section, what it asks of its colleagues, the questions of the call."""
    styles = fit.styles
    when = dates.formal(sheet.visited) if sheet.visited else "No date yet"
    story: list[Any] = [
        text(fit.cut(sheet.school), styles.title, root.add("H1")),
        text(f"{TITLE}. {sheet.occasion}, {when}", styles.lead, root.add("P")),
        *heading(root, "What the school says", styles),
    ]
    for claim in sheet.claims:
        story += _claim(claim, fit, root)
    if sheet.others:
        story.append(text(f"The other sections: {fit.cut('; '.join(sheet.others))}.", styles.small, root.add("P")))
    story += [Spacer(0, 3), text(sheet.scale, styles.small, root.add("P"))] if sheet.scale else []
    for label, words in fit.most(sheet.context, _LEAST):
        story += [Spacer(0, styles.gap * 0.6), labelled(label, fit.cut(words), styles, root.add("P"))]
    story += heading(root, "Key questions", styles)
    if sheet.questions:
        questions = Listing(root, WIDTH, styles, ordered=True)
        for each in fit.most(sheet.questions, _LEAST):
            questions.add(lambda body, _width, each=each: [text(fit.cut(each), styles.body, body.add("P"))])  # type: ignore[misc]
        story.append(questions.grid())
    return [*story, *ruled(fit.lines)]


def _claim(claim: ReadClaim, fit: Fit, root: Element) -> list[Any]:
    styles = fit.styles
    mark = f" ({claim.mark})" if claim.mark else ""
    story: list[Any] = [
        Spacer(0, styles.gap * 0.4),
        rich(
            f"<b>{markup(fit.cut(claim.section))}: {markup(claim.grade)}</b>{markup(mark)}", styles.body, root.add("P")
        ),
    ]
    return [*story, text(fit.cut(claim.words), styles.body, root.add("P"))] if claim.words else story


def _known(sheet: ReadingSheet, fit: Fit, root: Element) -> list[Any]:
    """Side two: the data card, last time's next steps, which documents there are, space for one's own questions."""
    styles = fit.styles
    story: list[Any] = heading(root, "The school in figures", styles)
    if sheet.facts:
        story.append(_facts(sheet, fit, root))
    else:
        story.append(text("Nothing is here yet.", styles.small, root.add("P")))
    story += heading(root, "Last time’s next steps", styles)
    if sheet.last_time:
        steps = Listing(root, WIDTH, styles, ordered=True)
        for each in fit.most(sheet.last_time, _LEAST):
            said = f"{each.outcome}: {each.words}" if each.outcome and each.words else each.outcome or each.words
            steps.add(
                lambda body, _width, each=each, said=said: [  # type: ignore[misc]
                    text(fit.cut(each.text), styles.body, body.add("P")),
                    *([text(fit.cut(said), styles.small, body.add("P"))] if said else []),
                ]
            )
        story.append(steps.grid())
    else:
        story.append(text("Nothing is here from last time.", styles.small, root.add("P")))
    if sheet.documents:
        story += heading(root, "Documents in the program", styles)
        story.append(text(fit.cut("; ".join(sheet.documents)), styles.body, root.add("P")))
    return [*story, *heading(root, "My own questions", styles), *ruled(fit.lines)]


def _facts(sheet: ReadingSheet, fit: Fit, root: Element) -> Grid:
    lines = [
        Line((fit.cut(each.fact), fit.cut(each.value), fit.cut(each.source)))
        for each in fit.most(sheet.facts, _LEAST_FACTS)
    ]
    return table(root, ("Fact", "What", "From"), lines, [WIDTH * share for share in _SHARES], fit.styles)
