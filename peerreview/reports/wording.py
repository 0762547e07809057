"""The words that stand around the model's own: labels, headings, sentences, the same in the PDF and the Word twin.

USERS §4 binds; the pack's word for a grade comes with the model.
"""

from __future__ import annotations

from peerreview.domain import dates
from peerreview.domain.grades import Comparison
from peerreview.domain.report import ReportModel, ReportPerson, ReportView
from peerreview.domain.reviews import Level

NEXT_STEPS, STRENGTHS, SIGNATURES, VISIT = "Next steps", "Strengths", "Signatures", "The visit"
FIRST_STEP, WHO_WHEN, KNOW = "First step", "Who, by when", "How we will know"
ANNEX = "Annex to the full report"
POINTS, RESTS, REASONS = (
    "Areas to watch and other main points",
    "What the next steps and strengths rest on",
    "Signed with a reason, and notes on this version",
)
POINT_COLUMNS = ("Main point", "Section", "Evidence", "Seen in")
REST_COLUMNS = ("Next step or strength", "Section", "Evidence", "Seen in")
_COMPARED = {
    Comparison.HIGHER: "↑ Higher",
    Comparison.SAME: "= Same",
    Comparison.LOWER: "↓ Lower",
    Comparison.NONE: "–",
}


def title(model: ReportModel) -> str:
    """The document's title: Quillbeck Primary: Triad review, 17 November 2026."""
    return f"{model.school}: {model.title}, {dates.plain(model.visited)}"


def occasion(model: ReportModel) -> str:
    """Triad review, Tuesday 17 November 2026."""
    return f"{model.title}, {dates.formal(model.visited)}"


def edition(model: ReportModel) -> str:
    """Full report, version 1."""
    words = {Level.VIEWS: f"{model.grade_word.capitalize()}s only", Level.SUMMARY: "Summary", Level.FULL: "Full report"}
    return f"{words[model.level]}, version {model.number}"


def facts(model: ReportModel) -> str:
    """The school's phase and register number."""
    return " · ".join(part for part in (model.phase, f"URN {model.urn}" if model.urn else "") if part)


def person(one: ReportPerson) -> str:
    """Name, role, organisation."""
    return ", ".join(part for part in (one.name, one.role, one.organisation) if part)


def visit(model: ReportModel) -> list[tuple[str, str]]:
    """Who was there and who was met, each with its label; nothing when only signers are known, whom the boxes name."""
    if not (model.focus or model.met or any(not one.signs for one in model.people)):
        return []
    pairs = [("Who was there", "; ".join(map(person, model.people))), ("Who was met", model.met)]
    return [(label, words) for label, words in pairs if words]


def view_columns(model: ReportModel) -> tuple[str, ...]:
    """The heads of the table of grades."""
    word = model.grade_word
    return ("Section", f"School’s own {word}", f"Agreed {word}", "Compared with own", "Seen in")


def view_cells(view: ReportView) -> tuple[str, ...]:
    """One line of the table of grades."""
    compared = _COMPARED[Comparison(view.compared)] if view.compared in set(Comparison) else view.compared
    return (f"{view.section} {view.title}".strip(), view.own, view.agreed, compared, seen(view.ways))


def overall(model: ReportModel) -> tuple[str, str]:
    """A label, and why the overall grade is what it is; the label tells the grade unless a line of the table does."""
    told = not model.overall or any(not view.section for view in model.views)
    label = "Overall:" if told else f"Overall: {model.overall}."
    return (label, model.overall_why) if model.overall_why or not told else ("", "")


def seen(ways: str) -> str:
    """A count of kinds of evidence in words; anything else stays as it is."""
    if not ways.isdigit():
        return ways
    return "1 way" if int(ways) == 1 else f"{int(ways)} ways"


def scale(model: ReportModel) -> str:
    """What the overall grade rests on, what a grade is and is not, and which end of the scale is which."""
    rests = f"The overall {model.grade_word} rests on {model.rests_on}." if model.rests_on else ""
    return " ".join(part for part in (rests, model.scale_note, model.direction_note) if part)


def statement(model: ReportModel) -> list[str]:
    """R12: the pack's statement, which version this replaces, and of which file it is an extract."""
    lines = list(model.statement)
    if model.replaces:
        lines.append(f"This version replaces {model.replaces}.")
    if model.of_full:
        lines.append(f"This is an extract of the full report. Its check code: {model.of_full}")
    return lines


def made(model: ReportModel) -> str:
    """When it was made and how long it is."""
    length = f", {model.words} of {model.word_budget} words" if model.words else ""
    return f"Made {dates.plain(model.made)}{length}."
