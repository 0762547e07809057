"""Invented people of Marram Vale, each with a store, who write, seal, send and bring in as the services do."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path

import yaml
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from peerreview.config import paths
from peerreview.domain.exchange import DocumentKind, SignedDocument, StreamPart
from peerreview.domain.ledger import Arrival, TakenIn
from peerreview.domain.network import Network, School
from peerreview.domain.people import Card, Person, Role
from peerreview.identity import age, certificates, network_document
from peerreview.identity.keys import new_identity
from peerreview.journal.compose import Composed, Edit, begin, compose
from peerreview.journal.seal import Seal, payload
from peerreview.journal.table import Table, load_table
from peerreview.persistence.documents import card_book
from peerreview.persistence.keyholder import new_key
from peerreview.persistence.store import Store, create_store, open_store
from peerreview.persistence.unit import UnitOfWork

NOW = datetime(2026, 11, 17, 11, 45, tzinfo=UTC)
AT = "2026-11-17T11:45:00.000Z"
_numbers = count()


@cache
def table() -> Table:
    """The record table of the product."""
    return load_table(yaml.safe_load((paths.resources() / "records.yaml").read_text(encoding="utf-8")))


def digest(*parts: object) -> str:
    """64 hex digits that follow from the parts."""
    return sha256(repr(parts).encode()).hexdigest()


def fresh() -> str:
    """A record id that was not given before."""
    return digest("fresh", next(_numbers))[:32]


def salts() -> bytes:
    """16 bytes that were not given before."""
    return bytes.fromhex(fresh())


class Member:
    """A person with a signing key."""

    def __init__(self, name: str, school: str = "900101") -> None:
        self.id = digest("person", name)[:32]
        self.name = name
        self.school = school
        self.key = ec.generate_private_key(ec.SECP256R1())
        certificate = certificates.self_signed(self.key, name, self.id, NOW)
        self.actor = certificates.actor(certificate)
        self.card = Card(
            person=self.id,
            actor=self.actor,
            certificate=b64encode(certificate).decode(),
            recipient=age.recipient_of(new_identity(self.id, name, NOW).ages[0]),
            since=date(2026, 9, 1),
        )

    def seal(self, stream: str, tips: tuple[str, ...]) -> Seal:
        """This person's seal over the tips."""
        signature = self.key.sign(payload(stream, tips, AT), ec.ECDSA(certificates.SHA256()))
        return Seal(stream, tips, AT, self.actor, b64encode(signature).decode())


MIRIAM = Member("Miriam Feldt", "900102")
DELE = Member("Dele Akintola", "900103")
TOM = Member("Tom Ashdown-Reyes", "900101")
_ROOT = Member("Marram Vale board")


def network(number: int, cards: Iterable[Card], heads: Sequence[Member] = (MIRIAM, DELE, TOM)) -> SignedDocument:
    """A network document as it lies in the store; the signature is judged before that, and so is empty here."""
    schools = {member.school for member in heads}
    whole = Network(
        id=digest("network")[:32],
        name="Marram Vale",
        number=number,
        issued=date(2026, 9, number),
        root=_ROOT.actor,
        root_certificate=_ROOT.card.certificate,
        schools=tuple(School(urn, f"School {urn}") for urn in sorted(schools)),
        people=tuple(Person(member.id, member.name, Role.HEAD, member.school) for member in heads),
        cards=tuple(cards),
    )
    return SignedDocument(DocumentKind.NETWORK, whole.id, number, whole.name, network_document.encode(whole))


def ended(card: Card, day: date) -> Card:
    """A card that was cancelled."""
    return replace(card, until=day, ended="lost laptop")


@dataclass
class Device:
    """One person's computer."""

    owner: Member
    folder: Path
    key: bytes = field(default_factory=new_key)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.store: Store = create_store(self.folder, self.key, table())

    def reopen(self) -> Store:
        """Close the store and open it again."""
        self.store.close()
        self.store = open_store(self.folder, self.key, table())
        return self.store

    def join(self, document: SignedDocument) -> None:
        """Bring a network document in."""
        with self.store.begin() as unit:
            assert unit.put_document(document, "root", NOW)
            unit.commit()

    def begin(self, stream_type: str, *edits: Edit) -> str:
        """Begin a stream."""
        with self.store.begin() as unit:
            stream, composed = begin(
                stream_type,
                table(),
                edits,
                author=self.owner.id,
                actor=self.owner.actor,
                at=AT,
                nonce=digest("nonce", next(_numbers)),
                salts=salts,
            )
            unit.begin_stream(stream, composed)
            unit.commit()
        return stream.id

    def write(self, stream_id: str, *edits: Edit) -> str:
        """Write a change and keep it; its id."""
        with self.store.begin() as unit:
            composed = self.compose(unit, stream_id, *edits)
            unit.append(stream_id, composed.change, composed.values)
            unit.commit()
        return composed.change.id

    def compose(self, unit: UnitOfWork, stream_id: str, *edits: Edit) -> Composed:
        """A change on the present tips, not yet kept."""
        composed = compose(
            unit.stream(stream_id), edits, author=self.owner.id, actor=self.owner.actor, at=AT, salts=salts
        )
        assert composed is not None
        return composed

    def send(self, stream_id: str, *, seal: bool = True) -> StreamPart:
        """The stream as it goes out, sealed by the owner first."""
        with self.store.begin() as unit:
            if seal:
                unit.add_seal(self.owner.seal(stream_id, unit.stream(stream_id).tips))
            part = unit.part(stream_id)
            unit.commit()
        return part

    def bring_in(self, part: StreamPart, arrival: str = "") -> TakenIn:
        """Bring a stream in under the cards held, as it lies in a file."""
        part = replace(part, digest=digest(part.changes, part.values, part.seals))
        with self.store.begin() as unit:
            book = card_book(unit.connection)
            taken = unit.take_in(part, book.listing, book.verify, arrival)
            if arrival:
                sender = ("bundle-" + arrival, "streams", "sender", "Sender")
                unit.log_arrival(Arrival(arrival, *sender, NOW, len(taken.new)))
            unit.commit()
        return taken


def reviewers_begin(*members: Member) -> tuple[Edit, ...]:
    """The edits that begin a `reviewers` stream: the first member leads."""
    return tuple(
        Edit("reviewer", member.id, "role", "reviewer" if place else "lead_reviewer")
        for place, member in enumerate(members)
    )


def review_begin(host: Member, *reviewers: Member, school: str = "Quillbeck Primary") -> tuple[Edit, ...]:
    """The edits that begin a `review` stream."""
    roles = [(host, "host"), *zip(reviewers, ["lead_reviewer", "reviewer"], strict=False)]
    return (
        Edit("review", "review", "school", host.school),
        Edit("review", "review", "school_name", school),
        Edit("review", "review", "handbook", "triad"),
        Edit("review", "review", "term", "Autumn 2026"),
        Edit("review", "review", "visit_date", "2026-11-17"),
        *(Edit("cast", member.id, "role", role) for member, role in roles),
    )


def note(text: str, record: str | None = None) -> Edit:
    """A note's text."""
    return Edit("note", record or fresh(), "text", text)


_PAGE, _RESERVED, _SALT = 4096, 80, 16


def plain(path: Path, key: bytes) -> bytes:
    """Everything that lies in an encrypted file and its write-ahead log, free and slack space too, decrypted.

    SQLCipher 4 with a raw key: AES-256-CBC a page, the IV in the reserved end of the page, the salt before page 1.
    """
    found = bytearray()
    data = path.read_bytes()
    for start in range(0, len(data), _PAGE):
        found += _decrypted(data[start : start + _PAGE], key, _SALT if start == 0 else 0)
    log = path.with_name(path.name + "-wal")
    frames = log.read_bytes() if log.exists() else b""
    for start in range(32, len(frames), 24 + _PAGE):
        first = int.from_bytes(frames[start : start + 4]) == 1
        found += _decrypted(frames[start + 24 : start + 24 + _PAGE], key, _SALT if first else 0)
    return bytes(found)


def _decrypted(page: bytes, key: bytes, skip: int) -> bytes:
    vector = page[_PAGE - _RESERVED : _PAGE - _RESERVED + 16]
    decryptor = Cipher(algorithms.AES256(key), modes.CBC(vector)).decryptor()
    return decryptor.update(page[skip : _PAGE - _RESERVED]) + decryptor.finalize()
