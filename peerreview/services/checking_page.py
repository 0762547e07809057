"""The check for accuracy as it stands: paragraph by paragraph, the host's mark and the writer's answer (USERS U26)."""

from __future__ import annotations

from peerreview.analysis import paragraphs, released
from peerreview.analysis.draft import next_number
from peerreview.analysis.paragraphs import Checked
from peerreview.analysis.review import text
from peerreview.domain import dates
from peerreview.domain.reviews import Outcome, Step, Verdict

from .dossier import Dossier
from .moments import date_or_none, moment
from .report_views import CheckView, ParagraphView, SaidView
from .words import OUTCOME_WORDS, VERDICT_WORDS

_SPOKEN = {"check_mark": "verdict", "sheet_mark": "verdict", "check_answer": "outcome"}
_WORDS = {"check_mark": "words", "sheet_mark": "words", "check_answer": "because"}


def check(held: Dossier) -> CheckView:
    """The whole check. A mark other than accurate waits until it is answered."""
    said = rounds(held)
    views = tuple(_view(held, each, said.get(each.paragraph.code, ())) for each in checked(held))
    sheet = held.stream.record("sheet", "sheet")
    return CheckView(
        open=held.step_taken(Step.DRAFT) is not None,
        paragraphs=views,
        waiting=len(paragraphs.waiting(held.review)),
        unmarked=sum(not view.marked for view in views),
        comment=held.field("comment", "comment", "words"),
        done=held.step_taken(Step.CHECKED) is not None,
        sheet_comment=held.field("sheet", "sheet", "comment"),
        entered=paragraphs.entered(held.review, sheet.author) if sheet else "",
    )


def checked(held: Dossier) -> tuple[Checked, ...]:
    """Every paragraph of the draft with its mark and answer."""
    return paragraphs.check(held.review, released.whole(held.review, next_number(held.review)))


def rounds(held: Dossier) -> dict[str, tuple[SaidView, ...]]:
    """What was said of each paragraph, oldest first. Who says a thing better before the other answers has said it
    once; nothing of the other side's is ever put in other words."""
    placed = sorted((each for each in held.stream.ops() if each.op.kind in _SPOKEN), key=lambda each: each.order)
    spoken: dict[str, list[tuple[str, SaidView]]] = {}
    now: dict[tuple[str, str], dict[str, str]] = {}
    for each in placed:
        op, version = each.op, held.stream.version(each)
        if each.id in held.stream.inert:
            continue
        fields = now.setdefault((op.kind, op.record), {})
        fields[op.field] = version.value if isinstance(version.value, str) else ""
        line = _line(held, op.kind, version.author, version.at, fields)
        if line is None:
            continue
        lines = spoken.setdefault(op.record, [])
        if lines and lines[-1][0] == op.kind:
            lines.pop()
        lines.append((op.kind, line))
    return {code: tuple(line for _, line in lines) for code, lines in spoken.items()}


def _line(held: Dossier, kind: str, author: str, at: str, fields: dict[str, str]) -> SaidView | None:
    chosen, words = fields.get(_SPOKEN[kind], ""), fields.get(_WORDS[kind], "")
    if chosen not in (set(Outcome) if kind == "check_answer" else set(Verdict)):
        return None
    label = OUTCOME_WORDS[Outcome(chosen)] if kind == "check_answer" else VERDICT_WORDS[Verdict(chosen)]
    shown = chosen not in (Verdict.ACCURATE, Outcome.CHANGED) and words
    who = held.name_of(author)
    if kind == "sheet_mark":
        who = f"{held.name_of(held.host)} ({paragraphs.entered(held.review, author)})"
    return SaidView(who, f"{label}: {words}" if shown else label, moment(at))


def _view(held: Dossier, found: Checked, said: tuple[SaidView, ...]) -> ParagraphView:
    code = found.paragraph.code
    mark = paragraphs.mark_on(held.review, code)
    return ParagraphView(
        record=code,
        title=found.paragraph.title,
        text=found.paragraph.text,
        verdict=held.field("check_mark", code, "verdict"),
        words=held.field("check_mark", code, "words"),
        outcome=held.field("check_answer", code, "outcome"),
        because=held.field("check_answer", code, "because"),
        answered=found.answered,
        stale=found.stale,
        marked=found.verdict or "",
        marked_words=found.words,
        from_sheet=paragraphs.entered_by(held.review, mark) if mark and mark.sheet else "",
        sheet_words=held.field("sheet_mark", code, "words"),
        rounds=said,
        lead_asked=_asked(held, code),
        ask_lead=_message(held, found, said) if found.verdict not in (None, Verdict.ACCURATE) else "",
    )


def _asked(held: Dossier, code: str) -> str:
    asked = held.stream.record("lead_asked", code)
    on = date_or_none(asked.get("on")) if asked else None
    if asked is None or on is None:
        return ""
    return f"{held.name_of(asked.author)} asked the lead headteacher on {dates.short(on)}."


def _message(held: Dossier, found: Checked, said: tuple[SaidView, ...]) -> str:
    """What goes to the lead headteacher, who does not hold the draft: the paragraph, and both sides word for word."""
    lead = held.triad.record("triad", "triad") if held.triad else None
    name = held.name_of(text(lead, "lead_head")) if text(lead, "lead_head") else ""
    lines = [
        f"Dear {name or 'colleague'},",
        f"in the check for accuracy of the report on {held.school} we see one paragraph differently, and ask for your "
        "view. It is not decided for us: the words of both sides print side by side unless we agree.",
        f"{found.paragraph.title}: {found.paragraph.text}",
        *(f"{line.who}: {line.words}" for line in said),
        held.name_of(held.person),
    ]
    return "\n\n".join(lines)
