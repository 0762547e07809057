"""Setting fields: a person's act is one change (DESIGN §4), written whole or not at all."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from peerreview.identity.signer import Signer
from peerreview.journal import compose
from peerreview.journal.canonical import JsonValue
from peerreview.journal.compose import Composed, Edit
from peerreview.journal.seal import Seal, payload

from . import membership
from .moments import stamp
from .ports import Ports, UnitOfWork


@dataclass(frozen=True)
class Wrote:
    """What an act changed: the stream, and the id of the change (empty when everything was so already)."""

    stream: str
    change: str


def write(ports: Ports, signer: Signer, stream: str, edits: Sequence[Edit]) -> Wrote:
    """Set several fields of one stream in one act; raises Refused when one of them is not the signer's to write."""
    with ports.store.begin() as work:
        wrote = write_in(ports, work, signer, stream, edits)
        work.commit()
        return wrote


def fresh(ports: Ports) -> str:
    """A new record id."""
    return ports.ids()


def write_in(ports: Ports, work: UnitOfWork, signer: Signer, stream: str, edits: Sequence[Edit]) -> Wrote:
    """The same within a unit of work that does more; the caller commits."""
    composed = try_in(ports, work, signer, stream, edits)
    if composed is None:
        return Wrote(stream, "")
    work.append(stream, composed.change, composed.values)
    if signer.guest:  # a guest leaves no key behind, so nobody could seal it later
        seal_in(ports, work, signer, stream)
    else:
        ports.acts.wrote(work, signer.person, stream, composed.change.id)
    return Wrote(stream, composed.change.id)


def try_in(ports: Ports, work: UnitOfWork, signer: Signer, stream: str, edits: Sequence[Edit]) -> Composed | None:
    """The change that `write_in` would make, not kept; None when everything is so already."""
    held = work.stream(stream)
    return compose.compose(
        held,
        edits,
        author=membership.author_in(work, held, signer),
        actor=signer.actor,
        at=stamp(ports.clock()),
        salts=ports.salts,
    )


def begin_in(ports: Ports, work: UnitOfWork, signer: Signer, stream_type: str, edits: Sequence[Edit]) -> str:
    """Begin a stream with its first change; gives the stream id. The caller commits."""
    stream, composed = compose.begin(
        stream_type,
        ports.table,
        edits,
        author=signer.person,
        actor=signer.actor,
        at=stamp(ports.clock()),
        nonce=ports.ids() + ports.ids(),
        salts=ports.salts,
    )
    work.begin_stream(stream, composed)
    return stream.id


def seal_in(ports: Ports, work: UnitOfWork, signer: Signer, stream: str) -> None:
    """Vouch for the tips held now (every sending, signature and safe copy does), once; the caller commits."""
    tips = tuple(work.stream(stream).tips)
    if any((seal.actor, seal.tips) == (signer.actor, tips) for seal in work.seals(stream)):
        return
    at = stamp(ports.clock())
    signature = signer.sign(payload(stream, tips, at))
    work.add_seal(Seal(stream, tips, at, signer.actor, b64encode(signature).decode()))


def of(kind: str, record: str, **fields: JsonValue) -> list[Edit]:
    """Edits of several fields of one record, on what stands there now; an empty text clears its field."""
    return [Edit(kind, record, name, None if value == "" else value) for name, value in fields.items()]
