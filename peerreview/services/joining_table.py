"""A joining table at the heads' briefing: one file on a stick, a printed slip for each head, 90 seconds a head.

The phrase on the slips opens the joining file for everybody. Two more words on each are that person's alone: a request
that was made with them needs no telephone call, for the office handed the slip over in person.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from peerreview.config import drives
from peerreview.config.drives import NoAnswer
from peerreview.domain.exchange import BundleKind
from peerreview.domain.slip import Slip
from peerreview.errors import EnvironmentFault, Refused, UserFacingError
from peerreview.identity import recovery
from peerreview.identity.signer import Signer

from . import asking, joining, membership
from .joining import AdmittedView, Invited
from .ports import Ports, Progress, silent
from .posting import Sent
from .start import identity_in
from .views import Unopened

_WORDS = 2
_OTHERS = frozenset({"phrase_needed", "wrong_phrase", "not_for_you"})
"""The joining file itself, and the welcome file of an earlier round."""


@dataclass(frozen=True)
class Laid:
    """A table that is ready: the joining file, the slips to print, and for how many."""

    invited: Invited
    slips: Path
    people: int


@dataclass(frozen=True)
class Collected:
    """What lay in the table's folder: who asks to join since the last look, and files that could not be read."""

    names: tuple[str, ...]
    unopened: tuple[Unopened, ...]


def lay(
    ports: Ports,
    signer: Signer,
    people: Collection[str],
    folder: Path,
    slips: Path,
    phrase: str = "",
    progress: Progress = silent,
) -> Laid:
    """Put the joining file into `folder`, and the slips for these people as a PDF at `slips`, which is to be printed.

    The slips open the file, so the two never lie together. Slips of an earlier table stay good for whom these are not.
    """
    beside = drives.reach(folder, lambda _step: slips.parent.resolve() == folder.resolve(), progress)
    if beside:
        raise Refused(
            "The slips would lie beside the file that they open.",
            "Nothing was written.",
            "Save them to another folder, and delete the PDF once it is printed.",
            code="slips_beside_file",
        )
    invited = joining.invite(ports, signer, people, folder, phrase, progress)
    with ports.store.begin() as work:
        network = membership.network(work)
        if network is None:
            raise ValueError("an invitation was made without a network")
        chosen = [person for person in network.people if person.id in people]
        own = {person.id: recovery.new_phrase(_WORDS) for person in chosen}
        named = []
        for person in chosen:
            school = network.school(person.school)
            where = school.name if school else person.organisation
            named.append(Slip(network.name, person.name, where, invited.phrase, own[person.id]))
        named.sort(key=lambda slip: (slip.school, slip.name))
        asking.keep_slips(work, {**asking.slips_in(work), **own})
        for path in invited.sent.paths:  # a file that nobody has the slips for
            work.unless_kept(partial(drives.remove, path))
        try:
            drives.write(slips, ports.reports.joining_slips(named, ports.clock().date()))
        except (OSError, NoAnswer):
            raise EnvironmentFault(
                f"{slips.name} could not be written.", "Nothing else has changed.", "Choose another folder.",
                code="cannot_write",
            ) from None  # fmt: skip
        work.unless_kept(partial(drives.remove, slips))
        work.commit()
    return Laid(invited, slips, len(chosen))


def collect(ports: Ports, signer: Signer, folder: Path, progress: Progress = silent) -> Collected:
    """Take in every request that lies in the folder; what is there already, or is no request, is passed over."""
    paths = drives.reach(folder, lambda _step: sorted(folder.glob("*.prb")), progress)
    names: list[str] = []
    unopened: list[Unopened] = []
    with ports.store.begin() as work:
        ages = identity_in(work).ages
        network = membership.network(work)
        listed = {card.actor for card in network.cards} if network else set()
        for done, path in enumerate(paths):
            progress("Looking at the files", done, len(paths))
            try:
                contents = ports.bundles.read(path, ages, progress=silent).contents
                if contents.kind is not BundleKind.REQUEST:
                    continue
                known = listed | {each.actor for each in asking.waiting_in(work)}
                asked = asking.keep(work, contents.extra.get("request.json", b""), ports.clock())
                if asked.actor in listed:
                    asking.keep_waiting(work, [each for each in asking.waiting_in(work) if each != asked])
                elif asked.actor not in known:
                    names.append(asked.name)
            except UserFacingError as error:
                if error.code not in _OTHERS:
                    unopened.append(Unopened(str(path), error.code, str(error)))
        work.commit()
    return Collected(tuple(names), tuple(unopened))


def finish(
    ports: Ports,
    signer: Signer,
    stamp: Path,
    phrase: str,
    actors: Collection[str],
    folder: Path,
    progress: Progress = silent,
) -> tuple[AdmittedView, Sent | None]:
    """Admit these requests together, and put the one welcome file for all members into the folder."""
    admitted = joining.admit(ports, signer, stamp, phrase, actors)
    with ports.store.begin() as work:
        network = membership.network(work)
        members = network.members if network else frozenset()
        asking.keep_slips(work, {who: own for who, own in asking.slips_in(work).items() if who not in members})
        work.commit()
    return admitted, joining.send_network(ports, signer, folder, progress=progress) if admitted.names else None
