"""The pre-visit call: two to four questions worth the day, who walks with whom, read aloud from one page."""

from __future__ import annotations

from collections.abc import Iterable

from peerreview.analysis.review import text
from peerreview.errors import Refused
from peerreview.handbook.model import Handbook, Stage
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit
from peerreview.journal.place import between

from . import dossier, timetable
from .dossier import Dossier
from .ports import Ports
from .review_views import WalkView
from .writing import of, write, write_in


def ask(ports: Ports, signer: Signer, review: str, words: str, section: str = "") -> str:
    """Add a key question for the call; gives its record id."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        record = ports.ids()
        write_in(ports, work, signer, review, _asking(held, [(record, words, section)]))
        work.commit()
        return record


def begin_with(ports: Ports, signer: Signer, review: str) -> int:
    """Begin with the handbook's questions where there is none yet (see `usual`); gives how many were added."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        if held.stream.records("key_question"):
            raise Refused(
                "There are questions here already.", "They have not been touched.", "Change them as you like.",
                code="questions_there",
            )  # fmt: skip
        focus = [each.section.code for each in held.review.graded if each.looked_at and each.section.prompts]
        found = usual(held.handbook, focus)
        write_in(ports, work, signer, review, _asking(held, [(ports.ids(), *each) for each in found]))
        work.commit()
        return len(found)


def usual(handbook: Handbook, focus: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The handbook's questions for these sections: the first prompt of each, filled up with those to start from.

    Each with the code of its section (or nothing); as many as a day is worth.
    """
    limits = handbook.limits
    sections = [section for code in focus if (section := handbook.section(code)) and section.prompts]
    found = [(section.prompts[0].text, section.code) for section in sections][: limits.questions_most]
    start = [(question.text, "") for question in handbook.questions if question.stage is Stage.START]
    return (*found, *start[: max(0, limits.questions_least - len(found))])


def remove(ports: Ports, signer: Signer, review: str, record: str) -> None:
    """Take a question off the page (the history keeps it)."""
    write(ports, signer, review, of("key_question", record, gone=True))


def walks(held: Dossier) -> tuple[WalkView, ...]:
    """The lines of the day in which something is looked at, each with who takes part; the handbook says it first."""
    if held.triad is None or held.visit is None:
        return ()
    return tuple(
        WalkView(
            "–".join(filter(None, (slot.start, slot.end))),
            slot.title,
            held.field("slot", slot.record, "who", held.triad),
        )
        for slot in timetable.of_visit(held.triad, held.visit.id)
        if slot.activity
    )


def _asking(held: Dossier, questions: Iterable[tuple[str, str, str]]) -> list[Edit]:
    """Edits that put questions (record, words, section) at the end."""
    last = max((text(each, "place") for each in held.stream.records("key_question")), default="") or None
    edits: list[Edit] = []
    for record, words, section in questions:
        last = between(last, None)
        edits += of("key_question", record, text=words, place=last)
        edits += of("key_question", record, section=section) if section else []
    return edits
