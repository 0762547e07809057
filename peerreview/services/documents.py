"""Documents of the school's: attached to a review, shown inside the program, taken off the page, saved to a folder.

They lie encrypted in the store and go to the reviewers with the next working copy. Anybody may have made them, so what
cannot be read is told in a sentence and kept as it was given.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from peerreview.analysis.review import text
from peerreview.config import drives
from peerreview.domain import filenames
from peerreview.domain.papers import EXCEL, LARGEST, PDF, WORD, PaperText
from peerreview.errors import BadInput, EnvironmentFault, Refused
from peerreview.identity.signer import Signer

from . import dossier
from .dossier import Dossier
from .ports import Papers, Ports, Progress, Turn, at_once, silent
from .writing import of, write, write_in

ATTACHED = {".pdf": PDF, ".docx": WORD, ".xlsx": EXCEL}
"""What may be attached: the media type by the ending of a file's name."""

_BEGINS = {PDF: b"%PDF-", WORD: b"PK", EXCEL: b"PK"}
_WITHIN = 1024
"""How a file of the kind begins; a PDF's first words may stand after a little else."""


def attach(
    ports: Ports,
    signer: Signer,
    review: str,
    path: Path,
    title: str = "",
    progress: Progress = silent,
    turn: Turn = at_once,
) -> str:
    """Attach a document (PDF, DOCX, XLSX; 20 MB at most); gives its record id. Raises BadInput for any other file."""
    media = ATTACHED.get(path.suffix.lower())
    if media is None:
        raise _not_attached("Only PDF, Word and Excel files can be attached.", "Save it as one of these.", "kind")
    data = drives.fetch(path, LARGEST, progress)
    if len(data) > LARGEST:
        raise _not_attached(f"“{path.name}” is larger than 20 MB.", "Save a smaller copy.", "size")
    if _BEGINS[media] not in data[: _WITHIN if media == PDF else 2]:
        raise _not_attached(
            f"“{path.name}” is not what its name says, or it is damaged or locked with a password.",
            "Open it in its own program and save it again.",
            "damaged",
        )

    def kept() -> str:
        record = ports.ids()
        with ports.store.begin() as work:
            blob = work.put_blob(data)
            named = title or filenames.safe(path.stem) or "Document"
            edits = of("attachment", record, title=named[:200], media=media, size=len(data), blob=blob)
            write_in(ports, work, signer, review, edits)
            work.commit()
        return record

    return turn(kept)


def take_off(ports: Ports, signer: Signer, review: str, record: str) -> None:
    """Take a document off the page (the history keeps it)."""
    write(ports, signer, review, of("attachment", record, gone=True))


def attached(ports: Ports, signer: Signer, review: str, record: str) -> tuple[str, bytes]:
    """An attached document as it was given: (file name, bytes). Raises Refused while it has not come."""
    with ports.store.begin() as work:
        return _given(dossier.open_in(ports, work, signer, review), record)


@dataclass(frozen=True)
class Saved:
    """Files that were written to a folder, and titles of documents that have not come yet."""

    files: tuple[Path, ...]
    missing: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What happened, for the banner."""
        many = len(self.files)
        done = f"Saved as {self.files[0].name}." if many == 1 else f"{many} documents were saved."
        if self.missing:
            done += f" Not here yet: {'; '.join(self.missing)}."
        return done + (" They lie there unencrypted: take them away when they are no longer needed." if many else "")


def save(
    ports: Ports,
    signer: Signer,
    review: str,
    folder: Path,
    *,
    records: Collection[str] = (),
    progress: Progress = silent,
) -> Saved:
    """Save documents (these, or all) to a folder; no file that lies there is written over: the name gets a number."""
    written: list[Path] = []
    missing: list[str] = []
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        wanted = [each for each in held.stream.records("attachment") if not records or each.id in records]
        for done, each in enumerate(wanted):
            progress("Saving the documents", done, len(wanted))
            if work.blob(text(each, "blob")) is None:
                missing.append(text(each, "title"))
                continue
            name, data = _given(held, each.id)
            written.append(_write(folder, name, data))
    return Saved(tuple(written), tuple(missing))


def read(papers: Papers, media: str, data: bytes) -> PaperText:
    """What a Word document or a workbook says. Slow for a large one: call it in the pool, never with the store."""
    return papers.word(data) if media == WORD else papers.tables(data)


def _given(held: Dossier, record: str) -> tuple[str, bytes]:
    found = held.stream.record("attachment", record)
    data = held.work.blob(text(found, "blob")) if found else None
    if found is None or data is None:
        raise Refused(
            "This document has not come yet.",
            "What is here stays as it is.",
            "Ask the host to send the review again.",
            code="no_attachment",
        )
    suffix = next((each for each, media in ATTACHED.items() if media == text(found, "media")), "")
    return f"{filenames.safe(text(found, 'title'))[: filenames.LIMIT] or 'Document'}{suffix}", data


def _write(folder: Path, name: str, data: bytes) -> Path:
    stem, suffix = Path(name).stem, Path(name).suffix
    for number in range(1, 1000):
        path = folder / (name if number == 1 else f"{stem} ({number}){suffix}")
        try:
            drives.write(path, data, new=True)
        except FileExistsError:
            continue
        except OSError as error:
            raise EnvironmentFault(
                "The documents could not be saved there.",
                "They are all here still.",
                "Choose another folder, or check that there is room.",
                code="not_saved",
            ) from error
        return path
    raise EnvironmentFault("This folder is full of copies.", "Nothing was lost.", "Choose another.", code="not_saved")


def _not_attached(happened: str, todo: str, why: str) -> BadInput:
    return BadInput(happened, "Nothing has changed.", todo, code=f"attachment_{why}")
