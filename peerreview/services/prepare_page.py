"""What the host fills in and brings, drawn from the dossier: answers, questions, last time, documents."""

from __future__ import annotations

from collections.abc import Sequence

from peerreview.analysis.review import text
from peerreview.handbook.model import ItemKind, Section, SectionKind

from .dossier import Dossier
from .last_time import asks
from .review_views import AttachmentView, LastStepView
from .section_views import AnswerView, QuestionView

_ANSWERED = frozenset(
    {
        ItemKind.TEXT,
        ItemKind.CHOICE,
        ItemKind.SEVERAL,
        ItemKind.NUMBER,
        ItemKind.DATE,
        ItemKind.TABLE,
        ItemKind.ACKNOWLEDGEMENT,
    }
)


def answers(held: Dossier, sections: Sequence[Section]) -> tuple[AnswerView, ...]:
    """What the host fills in, in these sections."""
    return tuple(
        AnswerView(
            code=item.code,
            label=item.label,
            kind=str(item.kind),
            words=item.words,
            field=held.field("answer", item.code, "rows" if item.kind is ItemKind.TABLE else "value"),
            shown=item.code in held.shown,
        )
        for section in sections
        for item in section.items
        if item.kind in _ANSWERED or (item.kind is ItemKind.GRADE and section.kind is SectionKind.CONTEXT)
    )


def questions(held: Dossier) -> tuple[QuestionView, ...]:
    """Key questions of the call, then questions that were asked on the day (reviewers only)."""
    planned = tuple(
        QuestionView(each.id, held.field("key_question", each.id, "text"), text(each, "section"))
        for each in held.stream.records("key_question")
    )
    stream = held.reviewers
    asked = stream.records("asked") if stream else ()
    kept = {each.id for each in held.stream.records("good_question")}
    return planned + tuple(
        QuestionView(
            record=each.id,
            text=held.field("asked", each.id, "text", stream),
            section=text(each, "section"),
            asked=True,
            answer=held.field("asked", each.id, "answer", stream),
            validated=held.field("asked", each.id, "validated", stream),
            kept=each.id in kept,
            code=text(each, "question"),
            who=held.name_of(each.author),
        )
        for each in asked
    )


def last_time(held: Dossier) -> tuple[LastStepView, ...]:
    """Next steps of last time."""
    return tuple(
        LastStepView(
            record=each.id,
            text=held.field("last_step", each.id, "text"),
            outcome=held.field("last_step", each.id, "outcome"),
            words=held.field("last_step", each.id, "words"),
            asks=asks(text(each, "outcome")),
        )
        for each in held.stream.records("last_step")
    )


def attachments(held: Dossier) -> tuple[AttachmentView, ...]:
    """Attached documents."""
    return tuple(
        AttachmentView(
            record=each.id,
            title=text(each, "title"),
            media=text(each, "media"),
            size=size if isinstance(size := each.get("size"), int) else 0,
            blob=text(each, "blob"),
            who=held.name_of(each.author),
        )
        for each in held.stream.records("attachment")
    )
