"""What must hold of every network, whatever happened in it (DESIGN §4)."""

from __future__ import annotations

from peerreview.journal import hidden
from peerreview.journal.disposal import disposed
from peerreview.journal.history import history
from peerreview.journal.record import Status
from peerreview.journal.stream import Stream
from tests.unit.journal.exchange import Held, Network
from tests.unit.journal.triad import state


def holdings(network: Network) -> list[list[Held]]:
    """For each stream what the members' devices hold of it. Whoever left keeps words that nobody else admits."""
    members = [device for device in network.devices if network.is_member(device)]
    return [
        [device.held[stream_id] for device in members if stream_id in device.held]
        for stream_id in (network.review, network.reviewers)
    ]


def require_same(network: Network) -> None:
    """Who holds the same changes, seals and network document shows the same."""
    for first, *others in holdings(network):
        for other in others:
            assert state(other.stream) == state(first.stream)
            assert not any(change_id in first.stream for change_id in other.aside)
            assert disposed(other.stream) == disposed(first.stream)
            assert hidden.withheld(other.stream) == hidden.withheld(first.stream)


def require_shown(network: Network, stream: Stream) -> None:
    """Every op is in its field's history with its words, and stands in its field unless one with authority
    replaced it."""
    standing = [placed for placed in stream.ops() if placed.id not in stream.inert]
    for placed in stream.ops():
        op = placed.op
        (entry,) = [one for one in history(stream, op.kind, op.record, op.field) if one.op == placed.id]
        if entry.removal is None and not stream.is_withheld(placed) and op.kind in stream.table.kinds:
            # Whoever left may have removed words of theirs by a change that nobody else admits.
            if placed.id in network.said and (placed.author not in network.left or entry.status is Status.PRESENT):
                assert entry.value == network.said[placed.id]
        else:
            assert entry.value is None
        if placed.id in stream.inert:
            assert entry.inert_reason is not None
            continue
        record = stream.record(op.kind, op.record)
        assert record is not None
        kind = stream.table.kinds[op.kind]
        replaced = any(
            placed.id in other.op.pred and (not kind.author or other.author == placed.author)
            for other in standing
            if (other.op.kind, other.op.record, other.op.field) == (op.kind, op.record, op.field)
        )
        assert (placed.id in {version.op for version in record.state(op.field).heads}) is not replaced
    for kind in stream.table.kinds_of(stream.type.name):
        shown = {record.id for record in stream.records(kind.name)}
        for record in stream.all_records(kind.name):
            assert record.id in shown or (record.gone and not record.contested)
