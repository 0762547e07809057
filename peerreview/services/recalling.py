"""A file went to the wrong person, or sharing was stopped: what they hold, asking for it back, and a note of it.

Nothing that was handed over can be recalled. A file asks the other person's app to remove what an earlier file of ours
brought there; when they open it, it does so, and the receipt of that file is the word that it is gone. Only what came
from the asker, in the file named, is removed; the person sees first what will go.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import msgspec

from peerreview.analysis.review import text
from peerreview.analysis.wording import listed
from peerreview.config import drives
from peerreview.domain import dates
from peerreview.domain.exchange import BundleContents, BundleKind
from peerreview.domain.filenames import safe
from peerreview.domain.ledger import Sending, asked_back
from peerreview.domain.people import Person
from peerreview.errors import BadInput, EnvironmentFault, Refused
from peerreview.identity.signer import Signer

from . import copy_places, membership
from .incoming import Recall
from .inspecting import Part
from .ports import Ports, Progress, UnitOfWork, silent
from .posting import Made, Sent, made_in, post_in
from .words import hat

ASK = "ask-back.json"


class _Ask(msgspec.Struct):
    """What the file says: the numbers of the files that are asked back, and what they were."""

    bundles: list[str]
    describes: str


@dataclass(frozen=True)
class Holding:
    """Somebody who was sent a file: who, whether it arrived, and whether their app said that it is gone.

    Word that it is gone without word that it arrived: it was never brought in there, and cannot be any more.
    """

    person: str
    name: str
    place: str
    arrived: datetime | None
    gone: datetime | None


@dataclass(frozen=True)
class Astray:
    """A file that went out: what, when, to whom, what lies in it; when it was asked back, and words that ask for it."""

    bundles: tuple[str, ...]
    describes: str
    sent: datetime
    holders: tuple[Holding, ...]
    holds: tuple[str, ...]
    asked: datetime | None
    message: str
    copies: tuple[str, ...] = ()


def astray(ports: Ports, signer: Signer, bundles: Collection[str]) -> Astray:
    """What went out in these files, which were made in one go."""
    with ports.store.begin() as work:
        return _astray(work, signer, bundles)


def ask_back(ports: Ports, signer: Signer, bundles: Collection[str], target: Path, progress: Progress = silent) -> Sent:
    """Make the file that asks those who were sent `bundles` to remove what they brought."""
    with ports.store.begin() as work:
        gone_out = _astray(work, signer, bundles)
        ask = _Ask(list(gone_out.bundles), gone_out.describes)
        sent = post_in(
            ports,
            work,
            signer,
            BundleKind.DOCUMENTS,
            membership.recipients(work, [each.person for each in gone_out.holders]),
            extra={ASK: msgspec.json.encode(ask)},
            describes=f"Asked back, {gone_out.describes}",
            target=target,
            progress=progress,
            made=Made("ask_back", asks=" ".join(gone_out.bundles)),
        )
        work.commit()
        return replace(sent, message=gone_out.message)


def of_audience(ports: Ports, signer: Signer, review: str, audience: str) -> tuple[tuple[str, ...], ...]:
    """The files in which the report of a review went to an audience, those for the same people together."""
    with ports.store.begin() as work:
        stream = work.stream(review)
        meant = {each.id for each in stream.records("release") if text(each, "audience") == audience}
        found: dict[tuple[object, ...], list[str]] = {}
        for sending in work.sendings():
            made = made_in(work, sending.bundle)
            if made is not None and made.release in meant:
                found.setdefault((made.release, sending.to), []).append(sending.bundle)
        return tuple(map(tuple, found.values()))


def note(ports: Ports, signer: Signer, bundles: Collection[str], folder: Path) -> Path:
    """Write one page for the data protection officer into a folder; raises EnvironmentFault ("cannot_write")."""
    with ports.store.begin() as work:
        found = _astray(work, signer, bundles)
        net = membership.network(work)
        page = _page(found, signer.name, work.setting("school") or (net.name if net else ""))
    path = folder / f"{safe(f'Sent to the wrong person {found.sent:%Y-%m-%d} {found.describes}')[:100].strip()}.pdf"
    try:
        drives.write(path, ports.reports.leaflet_pdf(page, ports.clock().date()))
    except OSError:
        raise EnvironmentFault(
            f"{path.name} could not be written.", "Nothing else has changed.", "Choose another place.",
            code="cannot_write",
        ) from None  # fmt: skip
    return path


# --- at the other end --------------------------------------------------------------------------------------------


def removed_in(work: UnitOfWork, contents: BundleContents, sender: str, name: str) -> Recall | None:
    """Remove what a file asks back, if it does; gives what there is to say. The caller commits.

    Raises Refused when something that was written here since rests on it, or when nothing came with it alone: then
    nothing is removed, and no word goes back that it was.
    """
    raw = contents.extra.get(ASK)
    if raw is None:
        return None
    try:
        ask = msgspec.json.decode(raw, type=_Ask)
    except msgspec.DecodeError:
        raise BadInput("This file is not built as review files are.", "Nothing has changed.", code="hostile") from None
    asks = f"{name} asks for a file back: {ask.describes}."
    came = [each for each in work.arrivals() if each.bundle in ask.bundles and each.sender == sender]
    here = [each for each in came if not each.taken_out]
    if here and not any(each.added for each in here):
        raise Refused(
            f"{asks} What was in it came here in another file too, or is the list of members.",
            "Nothing was removed, and no word of it was sent.",
            f"Ring {name}: the other file has to be asked back as well.",
            code="came_in_another",
        )
    for arrival in here:
        if why := work.why_stays(arrival.id):
            raise Refused(
                f"{asks} {why}",
                "Nothing was removed, and no word of it was sent.",
                f"Ring {name}, and remove what has to go piece by piece.",
                code="rests_on_it",
            )
        work.take_out(arrival.id)
    for bundle in ask.bundles:
        work.set_setting(asked_back(bundle, sender), "yes")
    work.wipe()
    then = f"Delete the file itself, and the e-mail it came with. Word of it goes with your next file to {name}."
    if not here:
        gone = "What it brought was taken out here before." if came else "It was never brought in here."
        return Recall(f"{asks} {gone} {then}", f"{asks} {gone} {then}")
    copies = ", and so do safe copies made before" if copy_places.places_in(work) else ""
    stays = f"What another file brought too stays, as does what was saved or printed{copies}."
    return Recall(
        f"{asks} If you bring this in, what came with it is removed from this computer. {stays} {then}",
        f"{asks} What came with it is removed from this computer. {stays} {then}",
    )


def require_wanted(work: UnitOfWork, contents: BundleContents, sender: str, name: str) -> None:
    """Raise Refused for a file that its sender has asked back."""
    if work.setting(asked_back(contents.id, sender)):
        raise Refused(
            f"{name} has asked for this file back.", "It was not brought in.", "Please delete it.", code="asked_back"
        )


# --- what is said ------------------------------------------------------------------------------------------------


def asks_in(work: UnitOfWork) -> dict[str, Sending]:
    """By the number of a file of ours, the newest file that asks for it back."""
    found: dict[str, Sending] = {}
    for sending in reversed(work.sendings()):
        made = made_in(work, sending.bundle)
        if made is not None and made.what == "ask_back":
            found.update((each, sending) for each in made.asks.split())
    return found


def _astray(work: UnitOfWork, signer: Signer, bundles: Collection[str]) -> Astray:
    out = _with_copies(work, bundles)
    if not out:
        raise BadInput("No such file was made here.", "Nothing has changed.", code="no_sending")
    first, asked = out[-1], asks_in(work).get(out[-1].bundle)
    made = [each for sending in out if (each := made_in(work, sending.bundle))]
    arrived = {person: at for sending in out for person, at in sending.arrived}
    gone = dict(asked.arrived) if asked else {}
    known, names = membership.book(work), membership.names(work)
    holders = []
    for person in first.to:
        who = known.person(person)
        place = address(work, who) if who else ""
        name = names.get(person, "somebody not known here")
        holders.append(Holding(person, name, place, arrived.get(person), gone.get(person)))
    return Astray(
        bundles=tuple(each.bundle for each in out),
        describes=first.describes,
        sent=first.at,
        holders=tuple(holders),
        holds=tuple(each.sentence for each in _together([part for one in made for part in one.holds])),
        asked=asked.at if asked else None,
        message=_message(first, [each.name for each in holders], signer.name),
        copies=tuple(dict.fromkeys(folder for each in made for folder in each.copies)),
    )


def _with_copies(work: UnitOfWork, bundles: Collection[str]) -> list[Sending]:
    """These files and, of a report, those in which the same one went to the same people: one left behind keeps it."""
    held = {each.bundle: (each, made_in(work, each.bundle)) for each in work.sendings()}
    chosen = {(made.release, each.to) for each, made in held.values() if made and each.bundle in bundles}
    return [
        each
        for each, made in held.values()
        if each.bundle in bundles or (made and made.release and (made.release, each.to) in chosen)
    ]


def address(work: UnitOfWork, who: Person) -> str:
    """Somebody's role and school or organisation, as it is said before anything goes to them."""
    net = membership.network(work)
    school = net.school(who.school) if net and who.school else None
    return ", ".join(filter(None, (hat(who), school.name if school else who.organisation)))


def _together(parts: Sequence[Part]) -> list[Part]:
    """Each thing once; files that were divided all carry the journals, and differ in what is attached."""
    found: dict[str, Part] = {}
    for each in parts:
        before = found.get(each.what)
        if before is not None and each.unit == "file":
            each = replace(before, count=before.count + each.count, size=before.size + each.size)
        found[each.what] = each
    return list(found.values())


def _message(sending: Sending, names: Sequence[str], me: str) -> str:
    return "\n\n".join(
        (
            f"Dear {listed(names) or 'colleague'},",
            f"on {dates.in_full(sending.at)} I sent you a file that I now have to ask back: {sending.describes}. "
            "Please do not read it or pass it on. Delete the e-mail and the file, also from the folder of deleted "
            "mail, and tell me when that is done, and whether anybody else has seen it.",
            "If you have opened it in Peer Review: drop the file that comes with this message into the window. It "
            "removes what the first one brought, and your next file to me says so.",
            me,
        )
    )


def _page(found: Astray, me: str, school: str) -> str:
    """The note for the data protection officer, in Markdown."""
    cells = [(each.name, each.place or "not known", *_opened_and_removed(each)) for each in found.holders]
    who = [f"| {' | '.join(row)} |" for row in cells]
    holds = [f"- {each}" for each in found.holds] or ["- Not remembered: the file was made by an earlier version."]
    asked = dates.in_full(found.asked) if found.asked else "not yet"
    return "\n".join(
        [
            "# Sent to the wrong person: note for the data protection officer",
            "",
            f"Written by {me}{f', {school}' if school else ''}. For the record under Article 33(5) UK GDPR; whether "
            "the Information Commissioner has to be told within 72 hours is yours to decide.",
            "",
            "## What went out",
            "",
            f"{found.describes}, on {dates.in_full(found.sent)} at {found.sent:%H:%M} UTC, as a file that only the "
            "people below can open (encrypted to them, signed by the sender).",
            "",
            *holds,
            *([f"- The same file was also copied to {listed(found.copies)}."] if found.copies else []),
            "",
            "## To whom",
            "",
            "| Who | Place | Opened | Removed |",
            "| --- | --- | --- | --- |",
            *who,
            "",
            "## What is in such a file",
            "",
            "Headteachers, governors and officers by name and role; what was seen and said at a school, with people "
            "by their role; papers and photos that were attached. The program has no place for pupils or safeguarding "
            "concerns, and asks before a report leaves whether something in it may name somebody; what a paper or a "
            "photo shows it cannot know. Notes marked “Only me” are in no file.",
            "",
            "## What was done",
            "",
            f"- Asked back with a file that removes it from the other program: {asked}.",
            "- Asked in writing to delete the e-mail and the file, and to say who else saw it: [when, by whom].",
            "- A file cannot be recalled: what was read, printed or copied elsewhere is not undone by this.",
            "",
            "## To be decided",
            "",
            "- Likely harm, and to whom: [ ]",
            "- People to be told: [ ]",
            "- What will keep it from happening again: [ ]",
            "",
        ]
    )


def _opened_and_removed(each: Holding) -> tuple[str, str]:
    if each.gone and not each.arrived:
        return "never", f"kept out since {dates.moment(each.gone)}"
    return _when(each.arrived), _when(each.gone)


def _when(at: datetime | None) -> str:
    return dates.moment(at) if at else "no word yet"
