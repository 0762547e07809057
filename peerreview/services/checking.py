"""The check for accuracy: the draft goes to the host, who marks; the writer answers each mark (USERS U26, S4)."""

from __future__ import annotations

from collections.abc import Collection

from peerreview.analysis.paragraphs import grade_code, mark_digest, mark_on
from peerreview.domain.people import Role
from peerreview.domain.reviews import Outcome, Step, Verdict
from peerreview.errors import BadInput, Refused
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit

from . import dossier, reporting
from .checking_page import checked
from .dossier import Dossier
from .ports import Ports
from .reviews import step_edits
from .writing import of, write, write_in


def send_draft(ports: Ports, signer: Signer, review: str) -> None:
    """Open the check: from now on the host may mark. The report writer does so; the file goes by `sending`."""
    reporting.model(ports, signer, review)  # a draft that cannot be laid out is not sent
    write(ports, signer, review, step_edits(ports, Step.DRAFT))


def mark(ports: Ports, signer: Signer, review: str, paragraph: str, verdict: Verdict, words: str = "") -> None:
    """Mark one paragraph: accurate, a factual correction, or seen differently (both with words).

    A host who finds an agreed grade accurate has confirmed it: that is not asked a second time. A paragraph may be
    marked again once the writer has answered; then the answer is asked for again.
    """
    if verdict is not Verdict.ACCURATE and not words.strip():
        raise BadInput("Please say what should be different.", "Nothing has changed.", code="no_words")
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        _open(held)
        present = {each.paragraph.code: each.paragraph for each in checked(held)}
        if paragraph not in present:
            raise BadInput("This paragraph is not in the draft any more.", "Nothing has changed.", code="no_paragraph")
        edits = of("check_mark", paragraph, verdict=str(verdict), of=present[paragraph].digest)
        edits += of("check_mark", paragraph, words=words) if words else []
        edits += _confirming(held, {paragraph}) if verdict is Verdict.ACCURATE else []
        write_in(ports, work, signer, review, edits)
        work.commit()


def all_accurate(ports: Ports, signer: Signer, review: str, comment: str = "") -> None:
    """Mark every paragraph that has no mark yet as accurate, with a comment if there is one, and finish the check."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        _open(held)
        edits = of("comment", "comment", words=comment) if comment else []
        unmarked = [each.paragraph for each in checked(held) if each.verdict is None]
        for paragraph in unmarked:
            edits += of("check_mark", paragraph.code, verdict=str(Verdict.ACCURATE), of=paragraph.digest)
        edits += _confirming(held, {paragraph.code for paragraph in unmarked})
        write_in(ports, work, signer, review, [*edits, *step_edits(ports, Step.CHECKED)])
        work.commit()


def comment(ports: Ports, signer: Signer, review: str, words: str) -> None:
    """Write the host school's comment."""
    write(ports, signer, review, of("comment", "comment", words=words))


def finish(ports: Ports, signer: Signer, review: str) -> None:
    """Say that the check is done."""
    write(ports, signer, review, step_edits(ports, Step.CHECKED))


def answer(ports: Ports, signer: Signer, review: str, paragraph: str, outcome: Outcome, because: str = "") -> None:
    """Answer one mark: changed, changed in part, or kept because. Nobody but the writer answers, nobody but the host
    marks, so that neither can alter the other's words."""
    if outcome is not Outcome.CHANGED and not because.strip():
        raise BadInput("Please say why.", "Nothing has changed.", code="no_words")
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        if mark_on(held.review, paragraph) is None:
            raise BadInput("The host has not marked this paragraph.", "Nothing has changed.", code="no_mark")
        edits = of("check_answer", paragraph, outcome=str(outcome), of=mark_digest(held.review, paragraph))
        edits += of("check_answer", paragraph, because=because) if because else []
        write_in(ports, work, signer, review, edits)
        work.commit()


def ask_lead(ports: Ports, signer: Signer, review: str, paragraph: str) -> None:
    """Record that the lead headteacher is asked about a mark: the host or the report writer may, at any time.

    The message goes by e-mail or telephone (`ParagraphView.ask_lead`), for the lead does not hold the draft; what the
    lead says binds nobody, and the two sides' words print beside the paragraph unless one of them changes.
    """
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        if held.role not in (Role.HOST, Role.LEAD_REVIEWER):
            raise Refused(
                "The host and the report writer ask the lead headteacher.", "Nothing has changed.", code="not_theirs"
            )
        mark = mark_on(held.review, paragraph)
        if mark is None or mark.verdict is Verdict.ACCURATE:
            raise BadInput("Nothing in this paragraph is seen differently.", "Nothing has changed.", code="no_mark")
        write_in(ports, work, signer, review, of("lead_asked", paragraph, on=held.today.isoformat()))
        work.commit()


def _confirming(held: Dossier, paragraphs: Collection[str]) -> list[Edit]:
    """The edits by which the host confirms the agreed grades among these paragraphs."""
    agreed = [each.id for each in held.stream.records("agreed") if each.get("grade")]
    return [Edit("agreed", each, "confirmed", True) for each in agreed if grade_code(each) in paragraphs]


def _open(held: Dossier) -> None:
    if held.role != Role.HOST:
        raise Refused("The check for accuracy is the host's.", "Nothing has changed.", code="not_the_host")
    if held.step_taken(Step.DRAFT) is None:
        raise Refused(
            "The draft has not been sent yet.",
            "Nothing has changed.",
            "Wait for the report writer's file.",
            code="no_draft",
        )
