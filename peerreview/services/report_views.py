"""What a review shows of its report: findings, length, the check for accuracy, signing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from .views import FieldView, Target


@dataclass(frozen=True)
class SaidView:
    """What one side said of a paragraph in the check: the host's mark, or the report writer's answer."""

    who: str
    words: str
    at: datetime


@dataclass(frozen=True)
class ParagraphView:
    """One paragraph of the draft in the check for accuracy; `stale` when it changed after the host's mark.

    `verdict` and `words` are the host's own fields; `marked` and `marked_words` the mark that counts, which may have
    been typed in from a sheet: `from_sheet` says by whom, `sheet_words` is the typist's field. `rounds` is what was
    said so far, oldest first; `lead_asked` tells who asked the lead headteacher and when, `ask_lead` is the message.
    """

    record: str
    title: str
    text: str
    verdict: FieldView
    words: FieldView
    outcome: FieldView
    because: FieldView
    answered: bool
    stale: bool
    marked: str = ""
    marked_words: str = ""
    from_sheet: str = ""
    sheet_words: FieldView | None = None
    rounds: tuple[SaidView, ...] = ()
    lead_asked: str = ""
    ask_lead: str = ""


@dataclass(frozen=True)
class CheckView:
    """The check for accuracy: `open` once the draft was sent; `waiting` counts marks without an answer.

    `sheet_comment` is the comment typed in from the host's sheet, and `entered` says that it or a mark was.
    """

    open: bool
    paragraphs: tuple[ParagraphView, ...]
    waiting: int
    unmarked: int
    comment: FieldView
    done: bool
    sheet_comment: FieldView | None = None
    entered: str = ""


@dataclass(frozen=True)
class Finding:
    """Something to look at before signing. `code` is stable; a `stop` cannot be signed away, the rest with a reason.

    `fix` are the words of a likely name; `target` is where it is put right. `better` could stand there instead (empty:
    best taken out), where the acting person may change it; None where not.
    """

    code: str
    place: str
    text: str
    stop: bool
    reason: str = ""
    fix: str = ""
    digest: str = ""
    target: Target | None = None
    better: str | None = None


@dataclass(frozen=True)
class MeterView:
    """Length of the report: printed words against the budget, sides of A4."""

    words: int
    budget: int
    sides: float

    @property
    def over(self) -> int:
        """Words too many; 0 when it fits."""
        return max(0, self.words - self.budget)


@dataclass(frozen=True)
class SignerView:
    """Somebody expected to sign: when they did and how, or refused, or who is waited for.

    `aside`: they signed a second copy, which the file that goes round does not hold, and are asked to sign again.
    `reminder` is a line to paste into an e-mail while they are waited for.
    """

    person: str
    name: str
    role: str
    me: bool
    signed: datetime | None
    meaning: str
    refused: bool = False
    words: str = ""
    aside: bool = False
    reminder: str = ""


@dataclass(frozen=True)
class ReportVersionView:
    """One version of the report. `state` is open, signed or not_agreed; `pdf` the digest of the file as it is now."""

    number: str
    state: str
    made: datetime
    pdf: str
    signers: tuple[SignerView, ...]
    replaces: str
    why: str
    changed_since: bool


@dataclass(frozen=True)
class SigningView:
    """The signing screen: versions newest first, who has it now and a line to copy into an e-mail.

    What stands in the way is asked for by itself (`findings.before_signing`), for it lays the pages out. `here`: the
    file that goes round is on this computer and has not been sent on; it `goes_to` one person (id) next, the host last,
    for two who sign at a time sign two copies. From `without_from` on it may be issued without
    those of `without` (person id, name), by leave of `lead`.
    """

    versions: tuple[ReportVersionView, ...]
    may_sign: bool
    meanings: tuple[str, ...]
    with_whom: str
    since: datetime | None
    reminder: str
    here: bool = False
    goes_to: str = ""
    without_from: date | None = None
    without: tuple[tuple[str, str], ...] = ()
    may_issue_without: bool = False
    lead: str = ""
