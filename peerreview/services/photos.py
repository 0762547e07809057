"""Photos of displays and documents on a note: off unless the network or the host allows them (USERS §1.3).

Only the reduced picture is kept, as a blob of the encrypted store beside the reviewers' journal, and travels with it.
"""

from __future__ import annotations

from pathlib import Path

from peerreview.analysis.review import text
from peerreview.domain.people import Role
from peerreview.errors import BadInput, Refused
from peerreview.identity.signer import Signer

from . import dossier, membership
from .dossier import Dossier
from .ports import Ports, Turn, at_once
from .writing import of, write, write_in


def allowed(held: Dossier) -> bool:
    """Whether photos may be taken: as the host says, or else as the network has it, or else its handbook."""
    said = held.head.get("photos")
    network = membership.network(held.work)
    rule = network.photos if network and network.photos is not None else held.handbook.rules.photos
    return said if isinstance(said, bool) else rule


def allow(ports: Ports, signer: Signer, review: str, on: bool) -> None:
    """The host allows photos of displays and documents, or does not."""
    write(ports, signer, review, of("review", "review", photos=on))


def attach(
    ports: Ports, signer: Signer, review: str, note: str, path: Path, caption: str = "", turn: Turn = at_once
) -> str:
    """Put a photo on a note of one's own; gives its record id. The file itself is read and left where it is."""

    def allowed() -> None:
        with ports.store.begin() as work:
            _require(dossier.open_in(ports, work, signer, review), note)

    turn(allowed)
    photo = ports.photo(path)

    def kept() -> str:
        with ports.store.begin() as work:
            held = dossier.open_in(ports, work, signer, review)
            _require(held, note)
            assert held.reviewers is not None  # its note is there
            record = ports.ids()
            edits = of(
                "photo", record, note=note, blob=work.put_blob(photo.data), original=photo.original,
                width=photo.width, height=photo.height, caption=caption or None,
            )  # fmt: skip
            write_in(ports, work, signer, held.reviewers.id, edits)
            work.commit()
            return record

    return turn(kept)


def picture(ports: Ports, signer: Signer, review: str, record: str) -> bytes:
    """A photo as it is kept (JPEG)."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        found = held.reviewers.record("photo", record) if held.reviewers else None
        data = work.blob(text(found, "blob")) if found else None
        if data is None:
            raise Refused("This photo has not come yet.", todo="Open the file it is in.", code="no_photo")
        return data


def remove(ports: Ports, signer: Signer, stream: str, record: str) -> None:
    """Take a photo off its note; to have it nowhere any more, remove the note for good."""
    write(ports, signer, stream, of("photo", record, gone=True))


def _require(held: Dossier, note: str) -> None:
    if held.role not in (Role.LEAD_REVIEWER, Role.REVIEWER):
        raise Refused("Photos are the reviewers'.", "Nothing has changed.", code="not_a_reviewer")
    if not allowed(held):
        raise Refused(
            "Photos are not allowed in this school.", "Nothing was added.",
            "Write what you saw, or ask the host to allow photos of displays and documents.", code="photos_off",
        )  # fmt: skip
    found = held.reviewers.record("note", note) if held.reviewers else None
    if found is None or found.gone:
        raise BadInput(
            "A photo belongs to a note that the reviewers share.", "Nothing was added.",
            "Choose such a note, or share this one first.", code="no_note",
        )  # fmt: skip
    if found.author != held.person:
        raise Refused(
            "A colleague wrote this note: it stays as they wrote it.", "Nothing was added.",
            "Write your own beside it.", code="not_my_note",
        )  # fmt: skip
