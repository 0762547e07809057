"""What came and what went: what I sent, to whom, when it arrived; what I wait for; sending again; taking out again."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path

from peerreview.config import drives
from peerreview.domain.ledger import SetAside
from peerreview.errors import EnvironmentFault, Refused
from peerreview.identity.signer import Signer

from . import admitting, devices, handing_over, home, inbox, joining, membership, recalling, sending
from .ports import Ports, Progress, UnitOfWork, silent
from .posting import Made, Sent, keep_made, kept_in, made_in
from .views import HomeLine
from .went import Went, went, why_stays

_MOST = 40
"""Files of each sort that are shown: the latest."""

_GLANCE = 0.1
"""Seconds for each folder, once others have used up the time of all."""

_KINDS = {
    "streams": "Review file",
    "documents": "Documents",
    "receipt": "Word that files arrived",
    "report": "Report",
    "request": "Joining file",
    "invitation": "Joining file",
}


@dataclass(frozen=True)
class Came:
    """A file that was brought in. `stays` says why it can no longer be taken out again; empty while it can."""

    arrival: str
    at: datetime
    sender: str
    what: str
    taken_out: bool
    stays: str


@dataclass(frozen=True)
class PostView:
    """The page of what came and went. `owed` are those who have no word yet that their files arrived (id, name).

    `folder`: files that lie whole in the watched folder, each with what it says.
    """

    went: tuple[Went, ...]
    came: tuple[Came, ...]
    aside: tuple[SetAside, ...]
    admits: tuple[tuple[str, str], ...]
    owed: tuple[tuple[str, str], ...]
    with_others: tuple[HomeLine, ...]
    folder: tuple[tuple[Path, str], ...] = ()
    authors: tuple[tuple[str, str], ...] = ()


def show(ports: Ports, signer: Signer) -> PostView:
    """Everything that came and went, the latest first."""
    with ports.store.begin() as work:
        names = membership.names(work)
        aside = work.set_aside()
        view = PostView(
            went=tuple(islice(went(work), _MOST)),
            came=tuple(_came(work)),
            aside=aside,
            admits=tuple(
                (reason, admitting.who_admits(reason)) for reason in dict.fromkeys(each.reason for each in aside)
            ),
            owed=tuple((person, name) for person, name in _people(work, names) if work.receipts_owed(person)),
            with_others=(),
            authors=tuple((each, names.get(each, "")) for each in dict.fromkeys(one.author for one in aside)),
        )
    waits = home.show(ports, signer)
    lines = (*waits.my_school, *waits.reviewing, *waits.triads)
    others = tuple(each for each in lines if not each.mine)
    return replace(view, went=_still_there(view.went), with_others=others, folder=inbox.there(ports, signer))


def again(ports: Ports, signer: Signer, bundle: str, target: Path | None = None, progress: Progress = silent) -> Sent:
    """Make a file again, as it is now, for the same people: into `target`, or where it was put the last time.

    A joining file is saved again as it was, for it bears a key or a phrase. Raises Refused ("no_folder") when that
    place is not there now: then ask for another; and ("not_again") for what is not made again, with the reason.
    """
    with ports.store.begin() as work:
        made, found = made_in(work, bundle), next((each for each in work.sendings() if each.bundle == bundle), None)
        stays = why_stays(work, found) if found else "No such file was made here."
        kept = kept_in(work, bundle) or b""
    if made is None or found is None or stays:
        raise Refused(stays, "Nothing was sent.", code="not_again")
    to, what = found.to, found.describes
    place = target or Path(made.folder)
    if not drives.reach(place, lambda _step: place.is_dir(), progress):
        raise Refused(
            "The place where it was put is not there now.", "Nothing was sent.", "Choose another.", code="no_folder"
        )
    match made.what:
        case "working_copy":
            return sending.working_copy(ports, signer, made.stream, to, place, progress)
        case "triad_copy":
            return sending.triad_copy(ports, signer, made.stream, to, place, progress)
        case "report":
            return sending.report(ports, signer, made.stream, made.release, place, to, progress)
        case "welcome":  # for all members, as they are now
            return joining.send_network(ports, signer, place, progress=progress)
        case "welcome_to":
            return joining.send_network(ports, signer, place, to, progress)
        case "school_copy":
            return handing_over.school_copy(ports, signer, to[0], place, progress)
        case "along":
            return devices.bring_along(ports, signer, place, progress)
        case "request" | "invitation":
            [path] = copy(ports, signer, [bundle], place, progress)
            phrase = " It opens with the phrase that was shown then, and with no other." if made.people else ""
            return Sent((path,), len(kept), f"Saved as it was made: {path}.{phrase}", (bundle,))
        case "ask_back":
            return recalling.ask_back(ports, signer, made.asks.split(), place, progress)
        case _:
            return sending.documents(ports, signer, made.documents, to, place, describes=what, progress=progress)


def copy(
    ports: Ports, signer: Signer, bundles: Sequence[str], folder: Path, progress: Progress = silent
) -> tuple[Path, ...]:
    """Put the very files that were made, byte for byte, into another folder; nothing there is written over.

    Only joining files are kept here; others have to lie where they were put: else raises Refused ("not_there"). What
    was asked back is not copied ("asked_back"). The folder is remembered.
    """
    with ports.store.begin() as work:
        if not recalling.asks_in(work).keys().isdisjoint(bundles):
            raise Refused("You have asked for this file back.", "Nothing was copied.", code="asked_back")
        remembered = [made_in(work, each) for each in bundles]
        kept = [kept_in(work, each) for each in bundles]
    copied: list[Path] = []
    try:
        for made, bytes_kept in zip(remembered, kept, strict=True):
            raw = bytes_kept or _the_same(made, progress)
            target = folder / made.file if made else folder
            if _bytes_at(target, progress) == raw:
                continue  # a second time it is there already
            drives.write(target, raw, progress, new=True)
            copied.append(target)
    except BaseException as fault:  # all of them or none
        for path in copied:
            drives.remove(path)
        if isinstance(fault, FileExistsError):
            raise Refused(
                f"There is already another file called {Path(str(fault)).name}.",
                "It was left as it is.",
                "Choose another folder.",
                code="name_taken",
            ) from None
        if isinstance(fault, OSError):
            raise EnvironmentFault(
                "The file could not be copied there.",
                "Nothing else has changed.",
                "See whether the stick is there, can be written to and has room.",
                code="cannot_write",
            ) from None
        raise
    with ports.store.begin() as work:
        for bundle, made in zip(bundles, remembered, strict=True):
            if made and str(folder) not in (made.folder, *made.copies):
                keep_made(work, bundle, replace(made, copies=(*made.copies, str(folder))))
        work.commit()
    return tuple(folder / made.file for made in remembered if made)


def _the_same(made: Made | None, progress: Progress) -> bytes:
    """The bytes of a file as it was made."""
    raw = _bytes_at(Path(made.folder, made.file), progress) if made and made.file else None
    if raw is None or made is None or sha256(raw).hexdigest() != made.sha256:
        raise Refused(
            "The file that was made is not where it was put any more, or is another one now.",
            "Nothing was copied.",
            "Send it again: that makes a new file with what is here now.",
            code="not_there",
        )
    return raw


def _bytes_at(path: Path, progress: Progress) -> bytes | None:
    """What lies there, or None."""
    try:
        return drives.read(path, progress=progress)
    except OSError:
        return None


def _still_there(found: Sequence[Went]) -> tuple[Went, ...]:
    """Each with its files only where all of them lie where they were put; drives that hang are waited for
    BRIEF all together."""
    folders = {path.parent for each in found for path in each.files}
    until = time.monotonic() + drives.BRIEF
    lying = {path for folder in folders for path in _lying(folder, max(_GLANCE, until - time.monotonic()))}
    return tuple(each if lying.issuperset(each.files) else replace(each, files=()) for each in found)


def _lying(folder: Path, patience: float) -> set[Path]:
    try:
        return drives.reach(folder, lambda _step: set(folder.glob("*.prb")), patience=patience)
    except (OSError, EnvironmentFault):
        return set()


def _came(work: UnitOfWork) -> Iterator[Came]:
    for each in work.arrivals()[:_MOST]:
        said = work.setting(f"said of {each.id}") or _KINDS.get(each.kind, "File")
        stays = "" if each.taken_out else work.why_stays(each.id)
        yield Came(each.id, each.at, each.sender_name, said, each.taken_out, stays)


def _people(work: UnitOfWork, names: dict[str, str]) -> list[tuple[str, str]]:
    senders = dict.fromkeys(each.sender for each in work.arrivals() if not each.taken_out and each.sender)
    return [(person, names[person]) for person in senders if person in names]
