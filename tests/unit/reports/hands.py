"""The hands that sign the invented report, under an invented network's root."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec

from peerreview.domain.report import ReportModel
from peerreview.domain.reviews import Meaning
from peerreview.identity import certificates
from peerreview.identity.keys import new_identity
from peerreview.identity.signer import Signer
from peerreview.reports.fields import expected, field_name
from peerreview.reports.pdf import make_pdf
from peerreview.reports.signing import sign_pdf
from tests.unit.reports import quillbeck

AT = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)  # other tools judge by the real clock
WORDS = {Meaning.FAIR_RECORD: "A fair record", Meaning.COMMENT_STANDS: "I have read it; my comment stands"}


class Network:
    """A root and the members it admitted."""

    def __init__(self, name: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.root = certificates.authority(self.key, name, AT)

    def member(self, person: str, name: str) -> Signer:
        """A hand with a certificate of this network."""
        identity = new_identity(person, name, AT)
        subject = certificates.subject(name, person)
        issued = certificates.issue(self.key, self.root, identity.key.public_key(), subject)
        return identity.admitted(issued, self.root).signer()


@cache
def network() -> Network:
    """Marram Vale."""
    return Network("Marram Vale schools network")


@cache
def hand(person: str) -> Signer:
    """The hand of somebody who was at Quillbeck."""
    name = next(one.name for one in quillbeck.PEOPLE if one.person == person)
    return network().member(person, name)


def sign(pdf: bytes, signer: Signer, at: datetime = AT, meaning: Meaning = Meaning.FAIR_RECORD) -> bytes:
    """One more signature, in the signer's own place."""
    waiting = expected(pdf)
    place = next(one for one in waiting if one.person == signer.person)
    first = not any(one.signed for one in waiting)
    return sign_pdf(
        pdf, signer, field=place.field, role=place.role, meaning=WORDS[meaning], at=at, certify=first
    )  # fmt: skip


@cache
def unsigned() -> bytes:
    """The full report before any signature."""
    return make_pdf(quillbeck.full_report())


@cache
def revisions() -> tuple[bytes, ...]:
    """The full report as each of the three signers left it."""
    return signed_in_turn(unsigned(), (quillbeck.DELE, quillbeck.TOM, quillbeck.MIRIAM))


@cache
def extract() -> bytes:
    """The summary, signed by the host alone."""
    return signed_by_all(quillbeck.summary_report())


def signed_in_turn(pdf: bytes, people: Sequence[str]) -> tuple[bytes, ...]:
    """The file as each of the people left it."""
    left = []
    for minute, person in enumerate(people):
        meaning = Meaning.COMMENT_STANDS if person == quillbeck.TOM else Meaning.FAIR_RECORD
        pdf = sign(pdf, hand(person), AT + timedelta(minutes=minute), meaning)
        left.append(pdf)
    return tuple(left)


def signed_by_all(model: ReportModel) -> bytes:
    """A report signed by everybody who is expected to."""
    return signed_in_turn(make_pdf(model), [one.person for one in model.people if one.signs])[-1]


def field(person: str) -> str:
    """The name of a person's field."""
    return field_name(person)
