"""Sending: a working copy to colleagues, a report to whom the plan names, word that a file arrived (DESIGN §7).

Every file is signed first and encrypted second, for people who hold everything in it, and lies whole under its name or
not at all. Only sending needs membership.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from peerreview.analysis.review import text
from peerreview.config import drives
from peerreview.domain.exchange import (
    BundleKind,
    DocumentKind,
    SignedDocument,
)
from peerreview.domain.people import Role
from peerreview.domain.reviews import Audience, Level, Step
from peerreview.errors import EnvironmentFault, Refused
from peerreview.identity.signer import Signer
from peerreview.journal.stream import Record, Stream

from . import dossier, membership, noting, progressing, recalling, sharing, signing, typing, visits
from .dossier import Dossier, texts
from .ports import Ports, Progress, UnitOfWork, silent
from .posting import Made, Sent, post_in
from .reviews import step_edits
from .words import LEVEL_WORDS
from .writing import write_in

_BLOBS = (("attachment", "blob"), ("version", "pdf"), ("approval", "pdf"), ("photo", "blob"))


def working_copy(
    ports: Ports,
    signer: Signer,
    review: str,
    to: Collection[str],
    target: Path,
    progress: Progress = silent,
    *,
    by_email: bool = False,
    reaches: Step | None = None,
) -> Sent:
    """Make a review file for colleagues: of the review's streams, those that every recipient may hold.

    `target` is a folder or a file's name. Typing is turned into changes first, and everything is sealed. What goes
    `by_email` is divided at the size that the person's e-mail takes. The step that the review `reaches` by being sent
    is in the file, and is not reached where no file is made.
    """
    typing.settle(ports, signer)
    with ports.store.begin() as work:
        if reaches:
            write_in(ports, work, signer, review, step_edits(ports, reaches))
        signing.close_if_signed(ports, work, signer, review)
        visits.follow_plan(ports, work, signer, review)
        noting.follow_cast(ports, dossier.open_in(ports, work, signer, review), signer)
        held = dossier.open_in(ports, work, signer, review)
        people = tuple(each for each in dict.fromkeys(to) if each != held.person)
        if held.role == Role.LEAD_REVIEWER and held.host not in people and held.reviewers is None:
            noting.reviewers_in(ports, held, signer)  # so that a colleague's first notes are the reviewers' at once
            held = dossier.open_in(ports, work, signer, review)
        notes = held.reviewers if held.host not in people else None  # whatever roles it gives him
        streams = [each for each in (held.stream, notes, held.triad) if each and _all_hold(work, each, people)]
        if not people or held.stream not in streams:
            raise Refused(
                "A working copy goes to those who take part in the review.",
                "Nothing was sent.",
                "Share the report with everybody else.",
                code="not_in_the_review",
            )
        sent = post_in(
            ports,
            work,
            signer,
            BundleKind.STREAMS,
            membership.recipients(work, people),
            streams=streams,
            documents=network_documents(work),
            blobs=blobs_in(work, streams, people),
            describes=f"Working copy, {held.school}",
            target=target,
            progress=progress,
            made=Made("working_copy", review),
            by_email=by_email,
        )
        work.commit()
        return sent


def triad_copy(
    ports: Ports, signer: Signer, triad: str, to: Collection[str], target: Path, progress: Progress = silent
) -> Sent:
    """Make a review file of the triad's plan alone, for its heads, offices and lead headteacher."""
    typing.settle(ports, signer)
    with ports.store.begin() as work:
        stream = work.stream(triad)
        people = tuple(each for each in dict.fromkeys(to) if each != membership.author_in(work, stream, signer))
        if not people or not _all_hold(work, stream, people):
            raise Refused("The plan goes to those of the triad.", "Nothing was sent.", code="not_in_the_triad")
        sent = post_in(
            ports,
            work,
            signer,
            BundleKind.STREAMS,
            membership.recipients(work, people),
            streams=[stream],
            documents=network_documents(work),
            describes="The triad's plan",
            target=target,
            progress=progress,
            made=Made("triad_copy", triad),
        )
        work.commit()
        return sent


def report(
    ports: Ports,
    signer: Signer,
    review: str,
    release: str,
    target: Path,
    to: Collection[str] = (),
    progress: Progress = silent,
    *,
    by_email: bool = False,
) -> Sent:
    """Send a shared report in a review file: to those it was shared with (or, of them, `to`)."""
    with ports.store.begin() as work:
        held, level, document = _released(ports, work, signer, review, release)
        record = held.stream.record("release", release)
        shared = texts(record, "to") if record else ()
        people = tuple(to) or shared
        if not people or not set(people) <= set(shared):
            raise Refused(
                "The host has not shared the report with them at this level.", "Nothing was sent.", code="not_shared"
            )
        sent = post_in(
            ports,
            work,
            signer,
            BundleKind.DOCUMENTS,
            membership.recipients(work, people),
            documents=[*network_documents(work), document, *_contact(held, record)],
            describes=f"{LEVEL_WORDS[level]}, {held.school}",
            target=target,
            progress=progress,
            made=Made("report", review, release),
            by_email=by_email,
        )
        work.commit()
        return sent


def report_pdf(ports: Ports, signer: Signer, review: str, release: str, folder: Path) -> Path:
    """Put a shared report's PDF into a folder, under a name that people can file."""
    with ports.store.begin() as work:
        _, _, document = _released(ports, work, signer, review, release)
    path = folder / document.name
    try:
        drives.write(path, document.body, new=True)
    except FileExistsError:
        raise Refused(
            f"There is already a file called {path.name}.", "It was left as it is.", code="name_taken"
        ) from None
    except OSError:
        raise EnvironmentFault(
            f"{path.name} could not be written.",
            "Nothing else has changed.",
            "See whether the folder is writable and the disk has room.",
            code="cannot_write",
        ) from None
    return path


def documents(
    ports: Ports,
    signer: Signer,
    held: Sequence[tuple[str, str]],
    to: Collection[str],
    target: Path,
    *,
    describes: str,
    progress: Progress = silent,
) -> Sent:
    """Send documents held here, by (kind, id), in their newest number: a term report, handbook or data pack."""
    with ports.store.begin() as work:
        found = [work.document(kind, document) for kind, document in held]
        sent = post_in(
            ports,
            work,
            signer,
            BundleKind.DOCUMENTS,
            membership.recipients(work, to),
            documents=[*network_documents(work), *filter(None, found)],
            describes=describes,
            target=target,
            progress=progress,
            made=Made("documents", documents=tuple((str(kind), document) for kind, document in held)),
        )
        work.commit()
        return sent


def receipts(ports: Ports, signer: Signer, to: Collection[str], target: Path, progress: Progress = silent) -> Sent:
    """Send word, by itself, that files arrived (otherwise it rides in the next file to that person)."""
    with ports.store.begin() as work:
        sent = post_in(
            ports,
            work,
            signer,
            BundleKind.RECEIPT,
            membership.recipients(work, to),
            describes="Arrived",
            target=target,
            progress=progress,
        )
        work.commit()
        return sent


def _all_hold(work: UnitOfWork, stream: Stream, people: Collection[str]) -> bool:
    """Whether everybody may hold a stream."""
    return all(membership.may_hold(work, stream, person) for person in people)


def network_documents(work: UnitOfWork) -> list[SignedDocument]:
    """The newest network document rides along, so that new members become known without anybody's doing."""
    found = membership.standing(work)
    return [found.document] if found else []


def _contact(held: Dossier, release: Record | None) -> list[SignedDocument]:
    """Who speaks to the lead headteacher goes with a report that asks for it, so that its reader has a day for it."""
    if text(release, "audience") != Audience.LEAD_HEAD or progressing.contact_of(held) is None:
        return []
    found = held.work.document(DocumentKind.PROGRESS, held.id)
    return [found] if found else []


def blobs_in(work: UnitOfWork, streams: Iterable[Stream], people: Collection[str]) -> dict[str, bytes]:
    """Attachments, report files and photos of these streams that not every recipient is known to have already."""
    kinds = ((stream, kind, field) for stream in streams for kind, field in _BLOBS)
    named = {text(record, field) for stream, kind, field in kinds for record in stream.records(kind)} - {""}
    there: dict[str, set[str]] = {person: set() for person in people}
    asked = recalling.asks_in(work)
    for sending in work.sendings():
        if sending.bundle in asked:
            continue  # what came with it was removed there
        for person, _ in sending.arrived:
            if person in there:
                there[person] |= set((work.setting(f"blobs in {sending.bundle}") or "").split())
    missing = {digest for digest in named if any(digest not in held for held in there.values())}
    return {digest: data for digest in sorted(missing) if (data := work.blob(digest)) is not None}


def _released(
    ports: Ports, work: UnitOfWork, signer: Signer, review: str, release: str
) -> tuple[Dossier, Level, SignedDocument]:
    held = dossier.open_in(ports, work, signer, review)
    record = held.stream.record("release", release)
    if record is None or record.get("stopped"):
        raise Refused("This report is not shared (any more).", "Nothing was sent.", code="not_shared")
    level = Level(text(record, "level"))
    document = work.document("release", sharing.document_id(review, level), int(text(record, "version")))
    if document is None:
        raise Refused("The report's file has not come yet.", todo="Open the file it is in.", code="no_pdf")
    return held, level, document
