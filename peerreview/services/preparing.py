"""Getting ready: focus, own views, context, last time, questions, attachments, sharing plan (USERS §2.2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from peerreview.analysis.review import text
from peerreview.domain.reviews import Audience, Level, Step
from peerreview.errors import BadInput, Refused
from peerreview.identity.signer import Signer
from peerreview.journal.compose import Edit
from peerreview.journal.place import between

from . import dossier
from .ports import Ports
from .reviews import step_edits
from .writing import of, write, write_in

ATTACHMENT_MOST = 20 * 1024 * 1024
"""The largest attachment, in bytes."""

ATTACHED = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What may be attached: the media type by the ending of a file's name."""


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


def ask(ports: Ports, signer: Signer, review: str, words: str, section: str = "") -> str:
    """Add a key question for the call; gives its record id."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        last = max((text(each, "place") for each in held.stream.records("key_question")), default="") or None
        record = ports.ids()
        edits = of("key_question", record, text=words, place=between(last, None))
        edits += of("key_question", record, section=section) if section else []
        write_in(ports, work, signer, review, edits)
        work.commit()
        return record


def last_time(ports: Ports, signer: Signer, review: str, steps: Iterable[str]) -> None:
    """Type (or bring) the open next steps of last time, one text each."""
    edits: list[Edit] = []
    for words in steps:
        edits += of("last_step", ports.ids(), text=words)
    write(ports, signer, review, edits)


def close_last(ports: Ports, signer: Signer, review: str, record: str, outcome: str, words: str = "") -> None:
    """Say what became of a next step of last time: closed, kept, changed or dropped."""
    edits = of("last_step", record, outcome=outcome)
    edits += of("last_step", record, words=words) if words else []
    write(ports, signer, review, edits)


def attach(ports: Ports, signer: Signer, review: str, path: Path, title: str = "") -> str:
    """Attach a document (PDF, DOCX, XLSX; 20 MB at most); gives its record id."""
    size = path.stat().st_size
    media = ATTACHED.get(path.suffix.lower())
    if media is None:
        raise BadInput(
            "Only PDF, Word and Excel files can be attached.",
            "Nothing has changed.",
            "Save it as one of these.",
            code="attachment_kind",
        )
    if size > ATTACHMENT_MOST:
        raise BadInput(
            "This document is larger than 20 MB.",
            "Nothing has changed.",
            "Save a smaller copy.",
            code="attachment_size",
        )
    record = ports.ids()
    with ports.store.begin() as work:
        blob = work.put_blob(path.read_bytes())
        edits = of("attachment", record, title=title or path.stem, media=media, size=size, blob=blob)
        write_in(ports, work, signer, review, edits)
        work.commit()
    return record


def attached(ports: Ports, signer: Signer, review: str, record: str) -> tuple[str, bytes]:
    """An attached document as it was given: (file name, bytes)."""
    with ports.store.begin() as work:
        found = dossier.open_in(ports, work, signer, review).stream.record("attachment", record)
        data = work.blob(text(found, "blob")) if found else None
        if found is None or data is None:
            raise Refused("This document has not come yet.", todo="Open the file it is in.", code="no_attachment")
        suffix = next((each for each, media in ATTACHED.items() if media == text(found, "media")), "")
        return f"{text(found, 'title')}{suffix}", data


def remove(ports: Ports, signer: Signer, review: str, kind: str, record: str) -> None:
    """Take a question, an attachment or a step of last time off the page (the history keeps it)."""
    write(ports, signer, review, of(kind, record, gone=True))
