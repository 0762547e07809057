"""The check for accuracy as it stands: paragraph by paragraph, the host's mark and the writer's answer (USERS U26)."""

from __future__ import annotations

from hashlib import sha256

from peerreview.domain.release import Release
from peerreview.domain.reviews import Level, Step, Verdict
from peerreview.handbook.model import Handbook

from . import release_data
from .dossier import Dossier, text
from .review_views import CheckView, ParagraphView


def check(held: Dossier) -> CheckView:
    """The whole check. A mark other than accurate waits until it is answered."""
    release = release_data.build(held.stream, held.handbook, 1, Level.FULL)
    views = tuple(_view(held, record, title, words) for record, title, words in paragraphs(held.handbook, release))
    marks = [
        each
        for each in held.stream.records("check_mark")
        if text(each, "verdict") in (Verdict.CORRECTION, Verdict.DIFFERENTLY)
    ]
    answers = {each.id: each for each in held.stream.records("check_answer")}
    waiting = sum(1 for mark in marks if mark.id not in answers or not text(answers[mark.id], "outcome"))
    return CheckView(
        open=held.step_taken(Step.DRAFT) is not None,
        paragraphs=views,
        waiting=waiting,
        unmarked=sum(1 for view in views if not view.verdict.text),
        comment=held.field("comment", "comment", "words"),
        done=held.step_taken(Step.CHECKED) is not None,
    )


def paragraphs(handbook: Handbook, release: Release) -> tuple[tuple[str, str, str], ...]:
    """What can be marked: (record id, title, words), in the order of the report."""
    titles = {field.code: field.title for field in handbook.report.fields}
    found = [(step.code, f"Next step {place}", step.text) for place, step in enumerate(release.steps, 1)]
    found += [(code, titles.get(code, code), words) for code, words in sorted(release.paragraphs.items())]
    overall = handbook.overall
    if overall and release.overall_why:
        found.append((overall.code, overall.title, release.overall_why))
    found += [(point.code, f"Strength {place}", point.text) for place, point in enumerate(release.strengths, 1)]
    found += [(point.code, "Other main point", point.text) for point in release.others]
    return tuple(found)


def words_digest(words: str) -> str:
    """What a mark or an answer is `of`: the SHA-256 of the paragraph as it then read."""
    return sha256(words.encode()).hexdigest()


def _view(held: Dossier, record: str, title: str, words: str) -> ParagraphView:
    mark = held.stream.record("check_mark", record)
    verdict = text(mark, "verdict") if mark else ""
    outcome = held.field("check_answer", record, "outcome")
    return ParagraphView(
        record=record,
        title=title,
        text=words,
        verdict=held.field("check_mark", record, "verdict"),
        words=held.field("check_mark", record, "words"),
        outcome=outcome,
        because=held.field("check_answer", record, "because"),
        answered=verdict in ("", Verdict.ACCURATE) or bool(outcome.text),
        stale=mark is not None and text(mark, "of") not in ("", words_digest(words)),
    )
