"""Keeping data safe: check, repair, safe copies, the emergency sheet, and removing words for good (DESIGN §4, §6)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from peerreview.analysis.wording import listed
from peerreview.config import drives
from peerreview.config.drives import NoAnswer
from peerreview.domain import dates
from peerreview.domain.filenames import safe
from peerreview.domain.ledger import StoreReport
from peerreview.domain.reviews import Step
from peerreview.errors import BadInput, Refused
from peerreview.handbook.dates import clear_out as clear_out_day
from peerreview.identity import checkwords, keyfile, recovery
from peerreview.identity.keys import Identity
from peerreview.identity.signer import Signer
from peerreview.journal import disposal
from peerreview.journal.stream import Stream

from . import bringing_back, copy_places, dossier, membership, my_words, pad, typing
from .copy_places import COPIED_AT, COPIED_TO, DUE
from .dossier import Dossier
from .moments import moment, stamp
from .ports import Ports, Progress, TakenCopy, Turn, UnitOfWork, at_once, silent
from .start import identity_in
from .views import SettingsView
from .writing import seal_in, write_in

T = TypeVar("T")

KIT_ASKED = 3
"""How many words of the printed sheet are typed back."""

_TOLD = 3  # problems of a store that are told one by one


@dataclass(frozen=True)
class Kit:
    """An emergency sheet: the 24 words (they are nowhere else), the page to print, and which words are asked back."""

    words: tuple[str, ...]
    sheet: bytes
    asked: tuple[int, ...]


@dataclass(frozen=True)
class Copied:
    """A safe copy that was saved: its store, and what to say of it."""

    path: Path
    sentence: str


@dataclass(frozen=True)
class Removed:
    """What was removed for good: how many texts, who else holds them (names), and copies that could not be cleaned."""

    values: int
    holders: tuple[str, ...]
    left: tuple[Path, ...]


def check(ports: Ports, progress: Progress = silent) -> StoreReport:
    """Check my data: every page, every change, everything worked out from them. Changes nothing."""
    progress("check", 0, 1)
    return ports.store.check()


def rebuild(ports: Ports, progress: Progress = silent) -> StoreReport:
    """Repair: work everything out again from what was written, which is not touched."""
    progress("rebuild", 0, 1)
    return ports.store.rebuild()


def verdict(report: StoreReport) -> str:
    """What a check or a repair found, in sentences: what is wrong, what is safe, and what to do."""
    if not report.problems:
        return f"{report.streams} journals, {report.changes} changes. Everything is sound."
    more = len(report.problems) - _TOLD
    found = " ".join(report.problems[:_TOLD]) + (f" And {more} more." if more > 0 else "")
    if report.whole:
        return f"{found} All that was written is here, and nothing was changed. Repair works the rest out again."
    return (
        f"{found} Nothing was changed, and your safe copies are not touched by this. Save a safe copy of what can "
        "still be read to another place, then bring back your latest safe copy."
    )


def safe_copy(
    ports: Ports,
    signer: Signer,
    folder: Path,
    *,
    phrase: str | None = None,
    progress: Progress = silent,
    turn: Turn = at_once,
) -> Copied:
    """Save a safe copy into a folder (a stick, another disk); with a phrase, the owner's key file beside it.

    Typing is turned into changes and everything is sealed first, so that the copy is the whole of it. The store is
    asked for in `turn`, and not held while the drive is written to.
    """

    def noted(work: UnitOfWork) -> tuple[Identity, str | None]:
        work.set_setting(COPIED_AT, stamp(ports.clock()))
        work.set_setting(COPIED_TO, str(folder))
        return identity_in(work), work.setting("kit printed")

    copy, (identity, printed) = copy_into(ports, signer, folder, noted, progress, turn)
    key = ""
    if phrase is not None:
        kept = keyfile.save_over(identity, phrase, folder / f"{safe(signer.name)} key{keyfile.SUFFIX}")
        key = f" Your signing key is beside it.{keyfile.kept_beside(kept)}"
    alone = "" if printed else " Until your emergency sheet is printed, it opens on no other computer."
    return Copied(copy, f"Saved in {folder}.{key}{alone}")


def copy_into(
    ports: Ports,
    signer: Signer,
    folder: Path,
    noted: Callable[[UnitOfWork], T],
    progress: Progress = silent,
    turn: Turn = at_once,
    *,
    by_itself_in: Path | None = None,
) -> tuple[Path, T]:
    """Write a safe copy of everything that was typed into a folder; gives the path of its store, and what comes of
    `noted`, which keeps that it is there.

    One that nobody asked for just now, within the folder chosen once (`by_itself_in`), is read back, for others go
    because of it, and not sealed: a seal would end that what came in can be taken out again.
    """
    while True:
        with turn(lambda: _take(ports, signer, progress, sealed=by_itself_in is None)) as taken:
            copy = taken.carry(folder, progress, chosen=by_itself_in)
            if by_itself_in is not None:
                taken.read_back(folder, progress)
            if kept := turn(lambda: _kept(ports, taken, noted)):
                return copy, kept[0]
        drives.remove(copy)  # it holds what was removed for good while it was on its way


def _take(ports: Ports, signer: Signer, progress: Progress, *, sealed: bool) -> AbstractContextManager[TakenCopy]:
    """A safe copy of everything that was typed, on this computer's own disk."""
    typing.settle(ports, signer)
    with ports.store.begin() as work:
        for stream in work.streams():
            if sealed and len(work.stream(stream).tips):
                seal_in(ports, work, signer, stream)
        work.set_setting(bringing_back.COPY_BEGUN, stamp(ports.clock()))
        work.commit()
    progress("copy", 0, 1)
    return ports.store.take_copy(progress)


def _kept(ports: Ports, taken: TakenCopy, noted: Callable[[UnitOfWork], T]) -> tuple[T] | None:
    """What `noted` gives, once it is kept; None when the copy must not stay."""
    if taken.outdated:
        return None
    with ports.store.begin() as work:
        found = noted(work)
        work.commit()
        return (found,)


def make_kit(ports: Ports, signer: Signer, *, at_once: bool = False) -> Kit:
    """A new emergency sheet. It counts `at_once`, or when none was printed before; else once it was read back: until
    then the one before stays good.
    """
    secret = recovery.new_secret()
    words = recovery.words_of(secret)
    with ports.store.begin() as work:
        printed = work.setting("kit printed")
    if at_once or not printed:
        _count(ports, words, printed="")
    asked = tuple(sorted(secrets.SystemRandom().sample(range(1, len(words) + 1), KIT_ASKED)))
    return Kit(words, ports.reports.emergency_sheet(words, signer.name, ports.clock().date()), asked)


def kit_printed(ports: Ports, kit: Kit, typed: Mapping[int, str]) -> None:
    """Type back the words asked for (position to word), from the printed sheet: only then is it safe.

    From now on no older sheet opens what is kept.
    """
    wrong = [str(place) for place in kit.asked if kit.words[place - 1] != typed.get(place, "").strip().casefold()]
    if wrong:
        said = f"Word {wrong[0]} is" if len(wrong) == 1 else f"Words {listed(wrong)} are"
        raise BadInput(
            f"{said} not what stands on the sheet.",
            "Nothing has changed.",
            "Look at the paper again.",
            code="other_words",
        )
    _count(ports, kit.words, printed=stamp(ports.clock()))


def _count(ports: Ports, words: Sequence[str], *, printed: str) -> None:
    """Let the sheet with these words, and no older one, open what is kept from now on."""
    recipient = recovery.age_recipient(recovery.secret_of(" ".join(words)))
    ports.safe.write_kit(recipient)
    with ports.store.begin() as work:
        work.set_setting("kit for", recipient)
        work.set_setting("kit printed", printed)
        work.set_setting(DUE, "yes")
        work.commit()


def rekey(ports: Ports, phrase: str | None = None) -> bool:
    """Change the key of the store, as after a lost stick. The emergency sheet stays good; False when there is none."""
    with ports.store.begin() as work:
        recipient = work.setting("kit for") or None
    ports.safe.rekey(phrase=phrase, recipient=recipient)
    with ports.store.begin() as work:
        work.set_setting(DUE, "yes")
        work.commit()
    return recipient is not None


def remove_for_good(ports: Ports, signer: Signer, stream: str, kind: str, record: str) -> Removed:
    """Remove a record's words everywhere within reach: note, draft, history, search, typing, safe copies.

    That something was removed, when and by whom stays. Colleagues' apps follow with the next file to them. In a record
    that others wrote in too, only the signer's own words go.
    """
    entries = [each for each in ports.typing.entries(stream) if (each.kind, each.record) == (kind, record)]
    with ports.store.begin() as work:
        held = work.stream(stream) if work.holds(stream) else None  # typing outlives a review that was taken out again
        author = membership.author_in(work, held, signer) if held else signer.person
        ops = _ops_of(held, kind, record, author) if held else ()
        if not ops and not entries:
            raise BadInput("There is nothing to remove.", "Nothing has changed.", code="nothing_there")
        holders: tuple[str, ...] = ()
        said = [entry.text for entry in entries]
        work.wipe()
        if held is not None:
            said += texts_in(held, ops)
            write_in(ports, work, signer, stream, disposal.edits_to_dispose(held, ops, author=author, ids=ports.ids))
            names = membership.names(work)
            sent = {person for sending in work.sendings() if sending.kind == "streams" for person in sending.to}
            holders = tuple(sorted(names.get(each, each) for each in sent if held.roles(each)))
        my_words.forget_in(work, said)
        ports.typing.drop(entries)  # before the rest is kept: typing left behind would bring the words back
        places = copy_places.places_in(work)
        work.commit()
    left = _cleaned(ports, places)
    return Removed(len(ops), () if stream.startswith("private-") else holders, left)


def _ops_of(held: Stream, kind: str, record: str, author: str) -> tuple[str, ...]:
    """What of a record, and of the photos on it, is the author's to remove."""
    ops = disposal.ops_of(held, kind, record, author)
    if not held.may_clear(author):
        ops = disposal.own_ops_of(held, kind, record, author) or ops
    for photo in held.all_records("photo"):
        ops += disposal.ops_of(held, "photo", photo.id, author) if photo.get("note") == record else ()
    return ops


def remove_draft(ports: Ports, signer: Signer, review: str) -> Removed:
    """Remove what stands on the note pad for good: it has no history, and only a safe copy can hold it still."""
    entries = [each for each in ports.typing.entries(review) if each.kind == pad.KIND]
    draft = pad.of(ports, review)
    with ports.store.begin() as work:
        pad.clear(work, review)
        my_words.forget_in(work, [*([draft.words] if draft else []), *(entry.text for entry in entries)])
        work.wipe()
        ports.typing.drop(entries)
        places = copy_places.places_in(work)
        work.commit()
    return Removed(1, (), _cleaned(ports, places))


def texts_in(stream: Stream, ops: Iterable[str]) -> tuple[str, ...]:
    """The words that stand in these ops and are not removed yet."""
    placed = [each for op in ops if (each := stream.op(op))]
    found = [stream.values.get(each.op.digest) for each in placed]
    return tuple(value.value for value in found if value and isinstance(value.value, str))


def removed(found: Sequence[Removed]) -> str:
    """What to say after words were removed: who else has them, and which safe copies could not be cleaned."""
    said = ["Removed for good on this computer."]
    if holders := sorted({name for each in found for name in each.holders}):
        said.append(f"A copy may be with {listed(holders)}: send a file, and it goes there too.")
    if left := sorted({str(path) for each in found for path in each.left}):
        said.append(f"Out of reach: the safe copy in {listed(left)}. Save a new one there.")
    return " ".join(said)


def _cleaned(ports: Ports, folders: Iterable[Path]) -> tuple[Path, ...]:
    """Clean the safe copies in these folders; gives those that were not."""
    return tuple(
        left for folder in folders for left in (ports.store.scrub_backups(folder) if _answers(folder) else (folder,))
    )


def _answers(folder: Path) -> bool:
    """Whether a folder is within reach."""
    try:
        return drives.reach(folder, lambda _step: folder.is_dir(), patience=drives.BRIEF)
    except NoAnswer:
        return False


def clear_out(ports: Ports, signer: Signer, review: str) -> int:
    """Clear out the notes of a review once the handbook's day for it has come; gives how many went.

    It counts from the last signature, or, where there is none, from when that was to be.
    """
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        stream = held.reviewers
        if stream is None:
            raise Refused("There are no notes of this review here.", "Nothing has changed.", code="no_notes")
        _require_due(held)
        author = membership.author_in(work, stream, signer)
        notes = [note for note in stream.records("note") if note.author == author or stream.may_clear(author)]
        ops = [op for note in notes for op in disposal.ops_of(stream, "note", note.id, author)]
        edits = disposal.edits_to_dispose(stream, ops, author=author, ids=ports.ids)
        write_in(ports, work, signer, stream.id, edits)
        work.commit()
        return len(notes)


def _require_due(held: Dossier) -> None:
    signed, on = held.step_taken(Step.SIGNED), held.visit_date
    due = clear_out_day(held.handbook, on, held.closure_days, signed) if on else None
    if due is None or held.today < due:
        raise Refused(
            f"Notes are cleared out on {dates.in_full(due)}." if due else "The visit has no day yet.",
            "Nothing has been removed.",
            "Remove a single note for good if it must go before.",
            code="too_early",
        )


def settings(ports: Ports, signer: Signer) -> SettingsView:
    """Settings and safety: who I am, membership, safe copies, the emergency sheet."""
    with ports.store.begin() as work:
        network = membership.network(work)
        copied, printed = work.setting(COPIED_AT), work.setting("kit printed")
        return SettingsView(
            name=signer.name,
            school=work.setting("school") or "",
            person=signer.person,
            network=network.name if network else "",
            member=membership.is_member(work, signer),
            check_words=checkwords.words(signer.actor),
            kit_printed=bool(printed),
            last_copy=moment(copied) if copied else None,
            last_copy_at=work.setting(COPIED_TO) or "",
            kit_on=moment(printed) if printed else None,
            kit_code=recovery.check_code(work.setting("kit for") or ""),
        )
