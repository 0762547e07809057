"""A host without the program: the draft goes as a Word or paper sheet, and the report writer types the answers in.

What is typed in are records of the report writer's, marked as such wherever they are shown, in the history and in the
report. They never stand for the host's hand: where the host has marked a paragraph, nothing can be typed in, and a mark
that the host makes later goes before what was typed in.
"""

from __future__ import annotations

from peerreview.domain.check_sheet import CheckSheet, SheetParagraph
from peerreview.domain.filenames import safe
from peerreview.domain.people import Role
from peerreview.domain.reviews import Step, Verdict
from peerreview.errors import BadInput, Refused
from peerreview.handbook.report_layout import Content
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit

from . import dossier, membership
from .checking_page import checked, rounds
from .deadlines import deadlines
from .dossier import Dossier
from .ports import Ports, UnitOfWork
from .reviews import step_edits
from .writing import of, write_in

_UNCHANGED = "Nothing has changed."


def sheet(ports: Ports, signer: Signer, review: str) -> CheckSheet:
    """The sheet as it would be printed now; a second one also tells what was marked and answered before."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        return _sheet(held)


def word(ports: Ports, signer: Signer, review: str) -> tuple[str, bytes]:
    """The sheet as a Word document (file name and bytes), to be filled in on a screen or on paper."""
    made = sheet(ports, signer, review)
    return _name(made, "docx"), ports.reports.check_sheet_word(made)


def paper(ports: Ports, signer: Signer, review: str) -> tuple[str, bytes]:
    """The sheet as a PDF (file name and bytes), to be printed."""
    made = sheet(ports, signer, review)
    return _name(made, "pdf"), ports.reports.check_sheet_pdf(made)


def enter(ports: Ports, signer: Signer, review: str, paragraph: str, verdict: Verdict, words: str = "") -> None:
    """Type in what the host's sheet says of one paragraph; the words are the host's, the record is the typist's."""
    if verdict is not Verdict.ACCURATE and not words.strip():
        raise BadInput("Please type in what the sheet says should be different.", _UNCHANGED, code="no_words")
    with ports.store.begin() as work:
        held = _open(ports, work, signer, review)
        found = next((each for each in checked(held) if each.paragraph.code == paragraph), None)
        if found is None:
            raise BadInput("This paragraph is not in the draft any more.", _UNCHANGED, code="no_paragraph")
        if found.verdict is not None and not found.sheet:
            raise Refused(
                f"{held.name_of(held.host)} has marked this paragraph in the program, and that mark stands.",
                _UNCHANGED,
                code="marked_by_the_host",
            )
        edits = of("sheet_mark", paragraph, verdict=str(verdict), words=words, of=found.paragraph.digest)
        write_in(ports, work, signer, review, [*edits, *_entered(held)])
        work.commit()


def enter_rest(ports: Ports, signer: Signer, review: str, comment: str = "") -> None:
    """Type in that the sheet finds everything else accurate, with its comment if there is one: the check is done."""
    with ports.store.begin() as work:
        held = _open(ports, work, signer, review)
        edits = _entered(held) + (of("sheet", "sheet", comment=comment) if comment else [])
        for each in checked(held):
            if each.verdict is None:
                marked = of("sheet_mark", each.paragraph.code, verdict=str(Verdict.ACCURATE), of=each.paragraph.digest)
                edits += marked
        note = f"Entered by {held.name_of(held.person)} from {held.name_of(held.host)}’s sheet"
        done = step_edits(ports, Step.CHECKED, note) if held.step_taken(Step.CHECKED) is None else []
        write_in(ports, work, signer, review, [*edits, *done])
        work.commit()


def enter_comment(ports: Ports, signer: Signer, review: str, comment: str) -> None:
    """Type in the comment that stands on the sheet."""
    with ports.store.begin() as work:
        held = _open(ports, work, signer, review)
        if held.field("comment", "comment", "words").text:
            raise Refused(
                f"{held.name_of(held.host)} has written a comment in the program, and that one stands.",
                _UNCHANGED,
                code="commented_by_the_host",
            )
        write_in(ports, work, signer, review, [*of("sheet", "sheet", comment=comment), *_entered(held)])
        work.commit()


def _open(ports: Ports, work: UnitOfWork, signer: Signer, review: str) -> Dossier:
    held = dossier.open_in(ports, work, signer, review)
    if held.role != Role.LEAD_REVIEWER:
        raise Refused("The report writer types in the host's sheet.", _UNCHANGED, code="not_the_writer")
    if held.step_taken(Step.DRAFT) is None:
        raise Refused("The draft has not been sent yet.", _UNCHANGED, "Send the draft first.", code="no_draft")
    return held


def _entered(held: Dossier) -> list[Edit]:
    return of("sheet", "sheet", entered=held.today.isoformat())


def _sheet(held: Dossier) -> CheckSheet:
    on = held.visit_date
    if on is None:
        raise Refused("The day of the visit is not set yet.", _UNCHANGED, "Set it first.", code="no_visit_date")
    due = deadlines(held.handbook, on, held.closure_days, held.stream, held.today)
    said = rounds(held)
    network, layout = membership.network(held.work), held.handbook.report
    comment = layout.field(Content.COMMENT)
    return CheckSheet(
        school=held.school,
        title=layout.title,
        network=network.name if network else "",
        language=held.handbook.language,
        visited=on,
        made=held.today,
        due=next((each.on for each in due if each.code == Step.CHECKED), None),
        host=held.name_of(held.host),
        writer=held.name_of(held.writer),
        comment=comment.title if comment else "Host school’s comment",
        paragraphs=tuple(
            SheetParagraph(
                number,
                each.paragraph.title,
                each.paragraph.text,
                tuple(f"{line.who}: {line.words}" for line in said.get(each.paragraph.code, ())),
            )
            for number, each in enumerate(checked(held), 1)
        ),
    )


def _name(made: CheckSheet, extension: str) -> str:
    return f"{safe(f'{made.visited} {made.school} check for accuracy')}.{extension}"
