"""Getting ready: focus, own views, context, sharing plan (USERS §2.2); what else is prepared has modules of its own."""

from __future__ import annotations

from collections.abc import Collection

from peerreview.domain.reviews import Audience, Level, Step
from peerreview.errors import BadInput
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit

from . import dossier
from .ports import Ports
from .reviews import step_edits
from .writing import of, write, write_in


def focus(ports: Ports, signer: Signer, review: str, sections: Collection[str]) -> None:
    """Choose the sections to look at; the others start as not looked at this time and never count as unfinished."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        areas = held.handbook.areas
        unknown = set(sections) - {section.code for section in areas}
        if unknown:
            raise BadInput(
                f"This handbook has no section {sorted(unknown)[0]}.", "Nothing has changed.", code="no_section"
            )
        edits = [
            Edit("self_view", section.code, "focus", section.code in sections or section.every_time)
            for section in areas
        ]
        write_in(ports, work, signer, review, edits)
        work.commit()


def own_view(ports: Ports, signer: Signer, review: str, section: str, grade: str, words: str = "") -> None:
    """Give the school's own view of a section, with one to three sentences where it is a focus."""
    given = {"grade": grade} | ({"words": words} if words else {})
    write(ports, signer, review, of("self_view", section, **given))


def answer(ports: Ports, signer: Signer, review: str, item: str, words: str) -> None:
    """Fill in an item of the context."""
    write(ports, signer, review, of("answer", item, value=words))


def plan(
    ports: Ports, signer: Signer, review: str, audience: Audience, level: Level | None, agreed_with: str = ""
) -> None:
    """Set what one audience gets (None: nothing), and with whom in the trust that was agreed."""
    edits = of("sharing", str(audience), level=str(level) if level else "none", on=ports.clock().date().isoformat())
    edits += of("sharing", str(audience), agreed_with=agreed_with) if agreed_with else []
    write(ports, signer, review, edits)


def share_self_evaluation(ports: Ports, signer: Signer, review: str) -> None:
    """Mark the self-evaluation as shared today; later changes are marked, not forbidden."""
    write(ports, signer, review, step_edits(ports, Step.SHARED))
