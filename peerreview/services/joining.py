"""A network of schools, and joining it in three files: invitation, request, network document (DESIGN §6).

The office's side is here too: every act that signs as the network opens the network's stamp (two PKCS#12 files) for
just that act.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from peerreview.domain.exchange import BundleKind, DocumentKind, Recipient, SignedDocument
from peerreview.domain.network import Network
from peerreview.domain.people import Person, Role
from peerreview.errors import BadInput, Refused
from peerreview.identity import checkwords, network_document, recovery
from peerreview.identity import joining as files
from peerreview.identity import membership as cards
from peerreview.identity.joining import Invitation
from peerreview.identity.root import Root, new_root, open_root
from peerreview.identity.signer import Signer

from . import asking, membership, own_keys
from .own_keys import Whose
from .ports import Ports, Progress, Turn, UnitOfWork, at_once, silent
from .posting import Made, Sent, post_in
from .start import identity_in

_STAMP_AT = "stamp at"


@dataclass(frozen=True)
class Invited:
    """An invitation that was made: its file, and the phrase to pass on by another way."""

    sent: Sent
    phrase: str


@dataclass(frozen=True)
class InvitationView:
    """What an invitation offers: the network, its check words when its stamp is new here, and who is invited."""

    network: Network
    check_words: tuple[str, ...]
    people: tuple[Person, ...]
    document: SignedDocument
    sender: str
    certificate: bytes = b""

    @property
    def own(self) -> str:
        """Whoever made it for a second computer of their own, by person id; nothing for an invitation of the office."""
        return self.sender if {person.id for person in self.people} == {self.sender} else ""


@dataclass(frozen=True)
class AdmittedView:
    """What came of admitting: the number of the network document made, and who was refused and why."""

    number: int
    names: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def start_network(
    ports: Ports, signer: Signer, network: Network, folders: tuple[Path, Path], phrase: str
) -> SignedDocument:
    """Start a network: its stamp is written to two places, and the one who starts it is its first member.

    `network` says who is in it; its id, number and root are filled in here. The signer must be among its people.
    """
    at = ports.clock()
    with ports.store.begin() as work:
        identity = identity_in(work)
        if network.person(signer.person) is None:
            raise BadInput("You are not in the network that you start.", "Nothing was written.", code="not_in_it")
        root = new_root(network.name, at, folders, phrase)
        request = files.decode_request(files.make_request(identity, network.id, "", at))
        founded = replace(network, number=1, issued=at.date(), root=root.actor, root_certificate=_base64(root))
        founded = cards.admit_all(root, founded, [request], at).network
        document = network_document.sign(root, founded, at)
        accept_in(ports, work, document, network_document.decode(document.body))
        work.commit()
        return document


def invite(
    ports: Ports, signer: Signer, people: Collection[str], target: Path, phrase: str = "", progress: Progress = silent
) -> Invited:
    """Make an invitation for people of the network (person ids): one file and one phrase may serve them all."""
    if not people:
        raise Refused(
            "Everybody in the network is a member already.",
            "Nothing was written.",
            "Add somebody first.",
            code="nobody",
        )
    with ports.store.begin() as work:
        found = _standing(work)
        spoken = phrase or recovery.new_phrase()
        body = files.encode_invitation(Invitation(found.document, tuple(sorted(people))))
        sent = post_in(
            ports,
            work,
            signer,
            BundleKind.INVITATION,
            (),
            extra={"invitation.json": body},
            describes=f"Invitation to {found.network.name}",
            target=target,
            phrase=recovery.tidy_phrase(spoken),
            progress=progress,
            made=Made("invitation", people=tuple(sorted(people)), actor=found.network.root),
        )
        work.commit()
        return Invited(sent, spoken)


def read_invitation(
    ports: Ports, path: Path, phrase: str, progress: Progress = silent, turn: Turn = at_once
) -> InvitationView:
    """What an invitation offers; nothing is kept. It takes seconds: phrases are slow to try, on purpose."""
    opened = ports.bundles.read(path, (), phrase=recovery.tidy_phrase(phrase), progress=progress)
    body = opened.contents.extra.get("invitation.json")
    if opened.contents.kind is not BundleKind.INVITATION or body is None:
        raise BadInput(
            "This is not an invitation.", "Nothing has changed.", "Check which file was meant.", code="no_invitation"
        )
    invitation = files.decode_invitation(body)

    def roots() -> tuple[bytes, ...]:
        with ports.store.begin() as work:
            return membership.roots(work)

    reading, people = files.open_invitation(invitation, turn(roots))
    return InvitationView(
        reading.network, reading.check_words, people, invitation.network, opened.contents.sender, opened.certificate
    )


def request(
    ports: Ports,
    signer: Signer,
    invitation: InvitationView,
    person: str,
    target: Path,
    slip: str = "",
    progress: Progress = silent,
) -> Sent:
    """Ask to join as one of the people invited: the phrase vouched for the network, which is ours from now on.

    `slip` are the two words of one's own on a printed slip. The id used so far becomes an alias; what was written under
    it stays one's own. Keys of a lost laptop, brought back with its safe copy, are replaced by new ones. On a second
    computer of one's own the request goes to the first, which vouches for it.
    """
    at = ports.clock()
    with ports.store.begin() as work:
        chosen = next((each for each in invitation.people if each.id == person), None)
        if chosen is None:
            raise BadInput("This invitation is not for that person.", "Nothing was sent.", code="not_invited")
        ours = membership.network(work)
        if ours is not None and ours.id == invitation.network.id and ours.root != invitation.network.root:
            raise Refused(
                f"{ours.name} has a new stamp, which the phrase of an invitation does not vouch for.",
                "Nothing was sent.",
                "Compare the check words with the office and accept the new stamp first.",
                code="new_stamp",
            )
        identity = identity_in(work)
        card = invitation.network.card(identity.actor)
        cancelled = card is not None and card.until is not None
        if cancelled or own_keys.show_in(work).whose is not Whose.OWN:  # of a lost laptop, and brought back since
            identity = own_keys.next_in(work) or identity.renewed(at)
        identity = identity.invited_as(chosen.id, chosen.name, at)
        work.keep_identity(identity.to_bytes())
        membership.keep_aliases(work, identity.aliases)
        _set_school(work, invitation.network, chosen)
        accept_in(ports, work, invitation.document, invitation.network)
        asks = invitation.certificate if person == invitation.own else b""
        body = files.make_request(identity, invitation.network.id, chosen.school, at, asks=asks, slip=slip)
        whom = membership.recipients(work, [person]) if asks else office_in(work, invitation.sender)
        describes = f"Request to join from {chosen.name}"
        sent = asking.post(ports, work, identity.signer(), body, whom, describes, target, progress)
        work.commit()
        return sent


def ours(ports: Ports, signer: Signer) -> Network | None:
    """Our network as it stands here, or None before joining."""
    with ports.store.begin() as work:
        return membership.network(work)


def show(ports: Ports, signer: Signer) -> Network:
    """The network as it stands; raises Refused before joining."""
    with ports.store.begin() as work:
        return _standing(work).network


def my_check_words(ports: Ports) -> tuple[str, ...]:
    """The six words of one's own key, to be read out when the office rings."""
    with ports.store.begin() as work:
        return checkwords.words(identity_in(work).actor)


def admit(ports: Ports, signer: Signer, stamp: Path, phrase: str, actors: Collection[str] = ()) -> AdmittedView:
    """Admit those who asked (all, or the keys named) and number a new network document that lists them."""
    at = ports.clock()
    root = open_root(stamp, phrase)
    with ports.store.begin() as work:
        waiting = asking.waiting_in(work)
        chosen = [each for each in waiting if not actors or each.actor in actors]
        if not chosen:
            raise Refused("Nobody is waiting to be admitted.", "Nothing has changed.", code="no_requests")
        admitted = cards.admit_all(root, _standing(work).network, chosen, at)
        if admitted.cards:
            _publish(ports, work, root, stamp, admitted.network, at)
        done = {each.actor for each in admitted.cards}
        asking.keep_waiting(work, [each for each in waiting if each.actor not in done])
        work.commit()
        number = _standing(work).network.number
    listed = {each.actor: each.name for each in chosen}
    return AdmittedView(
        number,
        tuple(listed[card.actor] for card in admitted.cards),
        tuple((each.name, str(reason)) for each, reason in admitted.refused),
    )


def drop(ports: Ports, signer: Signer, stamp: Path, phrase: str, person: str, reason: str, device: str = "") -> int:
    """End somebody's membership today, or (`device`, a key's actor id) that of one lost laptop of theirs.

    Gives the number of the new network document.
    """
    root = open_root(stamp, phrase)
    at = ports.clock()
    with ports.store.begin() as work:
        network = _standing(work).network
        ending = [card.actor for card in network.cards_of(person) if card.until is None and device in ("", card.actor)]
        dropped = cards.drop(network, ending, at.date(), reason)
        number = _publish(ports, work, root, stamp, dropped, at)
        work.commit()
        return number


def publish(ports: Ports, signer: Signer, stamp: Path, phrase: str, network: Network) -> int:
    """Make a changed network (schools, people, groups, closure days, least levels) the standing one.

    Cards are changed by `admit` and `drop` alone. Gives the number of the new document.
    """
    root = open_root(stamp, phrase)
    with ports.store.begin() as work:
        standing = _standing(work).network
        if network.id != standing.id or network.cards != standing.cards:
            raise BadInput("This is not our network as it stands.", "Nothing has changed.", code="other_network")
        number = _publish(ports, work, root, stamp, network, ports.clock())
        work.commit()
        return number


def send_network(
    ports: Ports, signer: Signer, target: Path, to: Collection[str] = (), progress: Progress = silent
) -> Sent:
    """Write the network document for members (all of them, or some): the one welcome file for everybody."""
    with ports.store.begin() as work:
        found = _standing(work)
        listed = found.network.members - {signer.person}
        if not (to or listed):
            raise Refused(
                "Nobody else is a member of the network yet.",
                "Nothing was sent.",
                "Admit somebody first.",
                code="nobody",
            )
        sent = post_in(
            ports,
            work,
            signer,
            BundleKind.DOCUMENTS,
            membership.recipients(work, sorted(to or listed)),
            documents=[found.document],
            describes=f"{found.network.name} welcome file {found.network.number}{_new_stamp(work, found)}",
            target=target,
            progress=progress,
            made=Made("welcome_to" if to else "welcome"),
            together="" if to else "all members",
        )
        work.commit()
        return sent


def require_ours(work: UnitOfWork, network: Network) -> None:
    """Raise Refused for a network other than ours: only the phrase of an invitation brings somebody into another."""
    ours = membership.network(work)
    if ours is None or ours.id != network.id:
        raise Refused(
            f"{network.name} is not our network.",
            "Nothing has changed, and our own list of members stays.",
            "To join it, ask its office for an invitation.",
            code="other_network",
        )


def accept_stamp(ports: Ports, signer: Signer, document: SignedDocument, words: Sequence[str]) -> None:
    """Accept a network document under a new stamp, once its check words were compared with the office."""
    with ports.store.begin() as work:
        reading = network_document.read(document, membership.roots(work))
        require_ours(work, reading.network)
        if not reading.root_known and tuple(words) != reading.check_words:
            raise Refused("The words are not the same.", "Nothing has changed.", "Ring the office.", code="other_words")
        if not accept_in(ports, work, document, reading.network):
            raise Refused(
                f"A newer list of members of {reading.network.name} is here already.",
                "Nothing has changed.",
                "Ask the office for its newest file.",
                code="older_number",
            )
        work.commit()


def accept_in(ports: Ports, work: UnitOfWork, document: SignedDocument, network: Network) -> bool:
    """Keep a network document whose root is believed; the owner's certificate is taken from it. The caller commits.

    False when a newer one stands.
    """
    applied = work.put_document(document, network.root, ports.clock())
    if applied:
        membership.accept(work, network)
        identity = identity_in(work)
        collected = cards.collect(own_keys.take_up(work, network), network)
        if collected != identity or collected.certificate != identity.certificate:
            work.keep_identity(collected.to_bytes())
    return applied


def stamp_at(ports: Ports) -> str:
    """Where the file of the stamp lay when it was opened last; empty before. Its phrase is kept nowhere."""
    with ports.store.begin() as work:
        return work.setting(_STAMP_AT) or ""


def _publish(ports: Ports, work: UnitOfWork, root: Root, stamp: Path, network: Network, at: datetime) -> int:
    if root.actor != network.root:
        raise Refused(
            "This is another network's stamp.", "Nothing has changed.", "Open this network's.", code="root_other"
        )
    document = network_document.sign(root, replace(network, number=network.number + 1), at)
    accept_in(ports, work, document, network_document.decode(document.body))
    work.set_setting(_STAMP_AT, str(stamp))
    return document.number


def office_in(work: UnitOfWork, sender: str) -> tuple[Recipient, ...]:
    """Who may open a request: whoever sent the invitation, and the office; in a triad that works alone, everybody."""
    network = _standing(work).network
    office = [each.id for each in network.with_role(Role.OFFICE) if not each.school] or sorted(network.members)
    book = membership.book(work)
    found = [recipient for person in dict.fromkeys([sender, *office]) for recipient in book.recipients(person)]
    if not found:
        raise Refused(
            "Nobody in this network can take a request.", "Nothing was sent.", "Ring the office.", code="no_office"
        )
    return tuple(found)


def _new_stamp(work: UnitOfWork, found: membership.Standing) -> str:
    """What is said of a list of members that is the first under another stamp."""
    stamps = {each.number: each.signer for each in work.documents(DocumentKind.NETWORK) if each.id == found.network.id}
    root = found.network.root
    return "" if stamps.get(found.network.number - 1, root) == root else ", with the new stamp"


def _standing(work: UnitOfWork) -> membership.Standing:
    found = membership.standing(work)
    if found is None:
        raise Refused(
            "There is no network here yet.",
            "Nothing has changed.",
            "Start one, or open an invitation.",
            code="no_network",
        )
    return found


def _set_school(work: UnitOfWork, network: Network, person: Person) -> None:
    school = network.school(person.school)
    work.set_setting("urn", person.school)
    work.set_setting("school", school.name if school else person.organisation)


def _base64(root: Root) -> str:
    return b64encode(root.certificate).decode()
