"""The school's action plan, grown from the next steps at the workshop, and the action check next term (HANDBOOK §0.7).

It is a living page outside the signatures: the host's, but all who reviewed may write progress and its evidence.
"""

from __future__ import annotations

from peerreview.analysis.review import text
from peerreview.domain.progress import Progress
from peerreview.errors import BadInput
from peerreview.identity.signer import Signer
from peerreview.journal.canonical import JsonValue

from . import dossier
from .ports import Ports
from .writing import of, write, write_in


def add(ports: Ports, signer: Signer, review: str, serves: str = "", **fields: JsonValue) -> str:
    """Add an action that serves a next step (a main point's record id); gives its record id.

    Without fields it begins with what is known: the next step's words, owner, day and how we will know.
    """
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        step = next((each for each in held.review.points if each.record == serves), None)
        if serves and step is None:
            raise BadInput("This next step is not in the review.", "Nothing has changed.", code="no_point")
        known: dict[str, JsonValue] = {}
        if step is not None:
            known = {"change": step.text, "steps": step.first, "owner": step.owner, "know": step.know}
            known |= {"due": step.due} if step.due else {}
        record = ports.ids()
        write_in(ports, work, signer, review, of("action", record, serves=serves, **(known | fields)))
        work.commit()
        return record


def change(ports: Ports, signer: Signer, review: str, record: str, **fields: JsonValue) -> None:
    """Change an action: change, steps, owner, help, start, due, know."""
    write(ports, signer, review, of("action", record, **fields))


def check(ports: Ports, signer: Signer, review: str, record: str, progress: str, effect: str = "") -> None:
    """Check an action: not started, under way, done, done and making a difference; one line of evidence.

    That it makes a difference is said with evidence of effect, given now or before.
    """
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        action = held.stream.record("action", record)
        if action is None:
            raise BadInput("This action is not in the plan any more.", "Nothing has changed.", code="no_action")
        if progress == Progress.MAKES_A_DIFFERENCE and not (effect.strip() or text(action, "effect")):
            raise BadInput(
                "Please say what it changed: one line of evidence.", "Nothing has changed.", code="no_evidence"
            )
        edits = of("action", record, progress=progress, checked=held.today.isoformat())
        edits += of("action", record, effect=effect) if effect else []
        write_in(ports, work, signer, review, edits)
        work.commit()


def remove(ports: Ports, signer: Signer, review: str, record: str) -> None:
    """Take an action off the page (the history keeps it)."""
    write(ports, signer, review, of("action", record, gone=True))
