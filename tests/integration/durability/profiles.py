"""Real profiles of three heads of Marram Vale who share one review, made by the services as the window makes them.

Miriam writes the report, Dele reviews with her, Tom is their host. Dele's big files are written change by change by
hand, for nobody types a hundred thousand notes; they are sealed, signed and sent as his program would.
"""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from peerreview import bootstrap
from peerreview.bootstrap import App
from peerreview.bundles.writer import write
from peerreview.domain.exchange import BundleContents, BundleKind, StreamPart
from peerreview.domain.network import Network, School
from peerreview.domain.people import Person, Role
from peerreview.domain.schooldays import is_school_day, shift
from peerreview.identity.joining import make_request
from peerreview.identity.signer import Signer
from peerreview.journal.change import Change, Op, build_change
from peerreview.journal.compose import Edit, begin
from peerreview.journal.seal import Seal, encode_seal, payload
from peerreview.journal.value import encode_value, make_value
from peerreview.services import asking, joining, membership, noting, opening, reviews, sending, triads, visits
from peerreview.services.moments import stamp
from peerreview.services.ports import silent
from peerreview.services.start import identity_in
from peerreview.services.triads import Member
from tests.integration.durability.ring import unlock

MIRIAM, DELE, TOM = (
    ("Miriam Feldt", "900102", "Tansy Bank C of E Primary"),
    ("Dele Akintola", "900103", "Ormery Lane Junior"),
    ("Tom Ashdown-Reyes", "900101", "Quillbeck Primary"),
)
PHRASE = "amber candle drift elbow fable garden"
WORDS = "Pupils in class {} explain their thinking in whole sentences; their books show the same steps as the plan."
_SEALED_EVERY = 100


@dataclass(frozen=True)
class Triad:
    """The three at work, and their review: its stream, and the one that only the reviewers hold."""

    folder: Path
    ring: Path
    miriam: App
    dele: App
    tom: App
    review: str
    reviewers: str

    def copy(self, sender: App, receiver: App) -> None:
        """A working copy of the review goes from one to the other."""
        path = self.folder / f"{secrets.token_hex(4)}.prb"
        sending.working_copy(sender.ports, sender.signer, self.review, [receiver.signer.person], path)
        opening.bring_in(receiver.ports, receiver.signer, path)


def make_triad(folder: Path, closing: ExitStack) -> Triad:
    """Three members of a network with one review, notes begun; their profiles stay open until `closing` ends."""
    folder.mkdir(parents=True, exist_ok=True)
    ring = folder / "ring.json"
    miriam, dele, tom = (
        closing.enter_context(
            bootstrap.create_profile(folder / name.split()[0], unlock(ring), name=name, school=school, urn=urn)
        )
        for name, urn, school in (MIRIAM, DELE, TOM)
    )
    _found_network(folder, miriam, dele, tom)
    review = _begin_review(folder, miriam, dele, tom)
    noting.add(miriam.ports, miriam.signer, review, "Books in Year 4 show fractions built from Year 2.")
    with miriam.ports.store.begin() as work:
        (reviewers,) = work.streams("reviewers-")
    triad = Triad(folder, ring, miriam, dele, tom, review, reviewers)
    triad.copy(miriam, dele)
    return triad


def _found_network(folder: Path, office: App, *others: App) -> None:
    """Miriam starts the network and admits the others, without the phrase of an invitation (seconds of scrypt)."""
    network = Network(
        id=office.ports.ids(),
        name="Marram Vale",
        number=1,
        issued=date.today(),  # noqa: DTZ011
        root="",
        root_certificate="",
        schools=tuple(School(urn, school) for _, urn, school in (MIRIAM, DELE, TOM)),
        people=tuple(
            Person(app.signer.person, name, Role.HEAD, urn)
            for app, (name, urn, _) in zip((office, *others), (MIRIAM, DELE, TOM), strict=True)
        ),
        handbook="triad-p",
    )
    sticks = folder / "stick", folder / "safe"
    for stick in sticks:
        stick.mkdir()
    joining.start_network(office.ports, office.signer, network, sticks, PHRASE)
    with office.ports.store.begin() as work:
        founded = membership.network(work)
        assert founded is not None
        for app in others:
            with app.ports.store.begin() as theirs:
                identity = identity_in(theirs)
            asking.keep(work, make_request(identity, founded.id, "", app.ports.clock()), app.ports.clock())
        work.commit()
    joining.admit(office.ports, office.signer, next(sticks[0].iterdir()), PHRASE)
    with office.ports.store.begin() as work:
        welcome = membership.standing(work)
    assert welcome is not None
    for app in others:
        with app.ports.store.begin() as work:
            joining.accept_in(app.ports, work, welcome.document, welcome.network)
            work.commit()
    for app in (office, *others):
        app.renew_signer()


def _begin_review(folder: Path, miriam: App, dele: App, tom: App) -> str:
    """Miriam plans Tom's visit, Tom begins the review, and all three hold it."""
    persons = [app.signer.person for app in (miriam, dele, tom)]
    members = [
        Member(person, name, Role.HEAD, urn, school)
        for person, (name, urn, school) in zip(persons, (MIRIAM, DELE, TOM), strict=True)
    ]
    triad = triads.begin(
        miriam.ports, miriam.signer, name="Reed triad", year="2026/27", term="Autumn 2026", handbook="triad-p",
        members=members,
    )  # fmt: skip
    today = date.today()  # noqa: DTZ011
    visit = visits.plan(
        miriam.ports, miriam.signer, triad,
        school=TOM[1], host=persons[2], writer=persons[0], reviewers=persons[1:2],
        on=today if is_school_day(today) else shift(today, 1),
    )  # fmt: skip
    plan = sending.triad_copy(miriam.ports, miriam.signer, triad, persons[1:], folder / "plan.prb")
    opening.bring_in(tom.ports, tom.signer, *plan.paths)
    review = reviews.begin(tom.ports, tom.signer, triad, visit)
    copy = sending.working_copy(tom.ports, tom.signer, review, persons[:2], folder / "begun.prb")
    for app in (miriam, dele):
        opening.bring_in(app.ports, app.signer, *copy.paths)
    return review


def new_stream(sender: App, receiver: App) -> StreamPart:
    """Another reviewers' stream that the sender leads and the receiver may hold."""
    stream, composed = begin(
        "reviewers",
        sender.ports.table,
        [
            Edit("reviewer", sender.signer.person, "role", "lead_reviewer"),
            Edit("reviewer", receiver.signer.person, "role", "reviewer"),
        ],
        author=sender.signer.person,
        actor=sender.signer.actor,
        at=stamp(sender.ports.clock()),
        nonce=secrets.token_hex(32),
        salts=sender.ports.salts,
    )
    values = tuple(map(encode_value, composed.values))
    return StreamPart(stream.id, (composed.change.id,), (composed.change.raw,), values, ())


def held_part(app: App, stream: str) -> StreamPart:
    """A stream as somebody holds it."""
    with app.ports.store.begin() as work:
        return work.part(stream)


def grown(part: StreamPart, author: Signer, changes: int, at: str) -> StreamPart:
    """The stream after its author noted for long, and went over the notes: 2 new ones to 3 edits of the last."""
    lines, values, seals = list(part.changes), list(part.values), list(part.seals)
    (tip,) = part.tips
    record = before = ""

    def op(field: str, value: str, *pred: str) -> Op:
        made = make_value(value, secrets.token_bytes(16))
        values.append(encode_value(made))
        return Op(record, "note", field, made.digest, pred)

    for number in range(changes):
        if number % 5 < 2:
            record = secrets.token_hex(16)
            ops = (op("text", WORDS.format(number)), op("activity", "BOOKS"), op("at", at), op("section", "P2"))
        else:
            ops = (op("text", WORDS.format(-number), before),)
        stored = build_change(Change(part.stream, author.actor, author.person, (tip,), at, ops))
        tip = stored.id
        before = f"{tip}:0"
        lines.append(stored.raw)
        if number % _SEALED_EVERY == 0 or number == changes - 1:
            sealed = author.sign(payload(part.stream, (tip,), at))
            seals.append(encode_seal(Seal(part.stream, (tip,), at, author.actor, b64encode(sealed).decode())))
    return StreamPart(part.stream, (tip,), tuple(lines), tuple(values), tuple(seals))


def send_parts(sender: App, receiver: App, parts: Sequence[StreamPart], target: Path) -> Path:
    """A review file with streams that were grown by hand."""
    with sender.ports.store.begin() as work:
        recipients = membership.recipients(work, [receiver.signer.person])
    contents = BundleContents(
        id=sender.ports.ids(),
        kind=BundleKind.STREAMS,
        sender=sender.signer.person,
        sender_name=sender.signer.name,
        at=sender.ports.clock(),
        recipients=recipients,
        streams=tuple(parts),
    )
    return write(contents, sender.signer, target, progress=silent).path


@dataclass(frozen=True)
class Desk:
    """Miriam's profile, closed, to be copied for each run; what opens it, her review, and a big file from Dele."""

    profile: Path
    ring: Path
    review: str
    reviewers: str
    big_file: Path


def make_desk(folder: Path, changes: int) -> Desk:
    """Everything a run needs; the file brings so many changes."""
    with ExitStack() as closing:
        triad = make_triad(folder, closing)
        dele = triad.dele
        part = grown(held_part(dele, triad.reviewers), dele.signer, changes, stamp(dele.ports.clock()))
        big = send_parts(dele, triad.miriam, [part], folder / "big.prb")
        return Desk(triad.miriam.folder, triad.ring, triad.review, triad.reviewers, big)
