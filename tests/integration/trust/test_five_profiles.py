"""A board's office, a lead headteacher and three heads: five profiles that exchange nothing but files, through folders
that lose, duplicate, delay and mix them up. In the end all agree, and nothing that was acknowledged is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from peerreview.domain.reviews import Audience
from peerreview.journal.compose import Edit
from peerreview.journal.history import history
from peerreview.services import board, joining, membership, noting, reviews, sending, sharing, writing
from tests.integration.services import world as play
from tests.integration.services.world import HEADS, NAMES, STAMP_PHRASE, World
from tests.integration.trust.lossy import Folders
from tests.unit.journal.triad import state

At = Callable[[str], World]
POINT = "7" * 32

Said = list[tuple[str, str, str, str, str]]
"""Stream, kind, record, field and words that somebody was told are kept."""


def edits(world: World, folders: Folders) -> Said:
    """A morning on which nobody waits for anybody: reviewers note and rewrite, both word one main point, and now and
    then a file is left in a folder."""
    said: Said = []
    for number in range(4):
        for who, other in (("dele", "miriam"), ("miriam", "dele")):
            desk, words = world.desk(who), f"seen in {number} lessons by {who}"
            [note] = noting.add(*desk, world.review, words).records
            stream = reviews.open_review(*desk, world.review).reviewers_stream
            said.append((stream, "note", note, "text", words))
            if number % 2:
                again = f"{words}, and again"
                writing.write(*desk, stream, [Edit("note", note, "text", again)])
                said.append((stream, "note", note, "text", again))
            point = f"Reading is taught to one plan in {number} classes, says {who}."
            writing.write(*desk, world.review, [Edit("main_point", POINT, "text", point)])
            said.append((world.review, "main_point", POINT, "text", point))
            folders.once(who, other)
            folders.open_all()
    return said


def network_news(world: World, folders: Folders) -> None:
    """The office changes the network; the newest document goes to everybody, each until word came."""
    gwen = world.desk("gwen")
    with gwen[0].store.begin() as work:
        network = membership.network(work)
    assert network is not None
    joining.publish(*gwen, world.stamp, STAMP_PHRASE, replace(network, name="Marram Vale and Dunes"))
    for who in NAMES:
        if who != "gwen":
            folders.surely("gwen", (who,), lambda target: joining.send_network(*world.desk("gwen"), target))


def reports(world: World, folders: Folders) -> None:
    """The host shares by the plan: the full report with the lead headteacher, the summary with the board."""
    for audience, who in ((Audience.LEAD_HEAD, "bernadette"), (Audience.BOARD, "gwen")):
        record = sharing.share(*world.desk("tom"), world.review, audience).record
        folders.surely(
            "tom",
            (who,),
            lambda target, record=record: sending.report(*world.desk("tom"), world.review, record, target),
        )


def settle(world: World, folders: Folders) -> None:
    """Whatever was late comes; then each head hands everything to each."""
    folders.deliver_everything()
    for _ in range(2):
        for who in HEADS:
            for to in HEADS:
                if to != who:
                    folders.pass_on(who, to)
    folders.deliver_everything()


def require_agreement(world: World) -> None:
    """The same state wherever a stream is held, the same network everywhere, the same reports with who got them."""
    for prefix, holders in (("review-", HEADS), ("reviewers-", ("dele", "miriam")), ("triad-", HEADS)):
        shown = []
        for who in holders:
            with world.app(who).ports.store.begin() as work:
                shown.append({name: state(work.stream(name)) for name in work.streams(prefix)})
        assert shown[0]
        assert all(each == shown[0] for each in shown), prefix
    with world.app("tom").ports.store.begin() as work:
        assert work.streams("reviewers-") == ()  # the host holds no reviewer's note, whatever strayed into his folder
    for who in ("gwen", "bernadette"):
        with world.app(who).ports.store.begin() as work:
            assert work.streams("review") == ()
    names = set()
    for who in NAMES:
        with world.app(who).ports.store.begin() as work:
            network = membership.network(work)
            assert network is not None
            names.add((network.number, network.name))
        assert not world.app(who).ports.store.check().problems
    assert names == {(max(number for number, _ in names), "Marram Vale and Dunes")}


def require_said(world: World, said: Said) -> None:
    """Every acknowledged edit is in the history of everybody who holds its stream."""
    for stream, kind, record, name, words in said:
        holders = HEADS if stream.startswith("review-") else ("dele", "miriam")
        for who in holders:
            with world.app(who).ports.store.begin() as work:
                told = {entry.value for entry in history(work.stream(stream), kind, record, name)}
            assert words in told, (who, words)


def a_term(world: World, seed: int) -> tuple[Folders, Said]:
    """From the plan to the shared report."""
    folders = Folders(world, seed)
    play.shared(world)
    world.clock.on(play.VISIT, 8)
    folders.pass_on("dele", "miriam")
    said = edits(world, folders)
    settle(world, folders)
    require_said(world, said)
    writing.write(*world.desk("dele"), world.review, [Edit("main_point", POINT, "text", "Reading has one plan.")])
    said.append((world.review, "main_point", POINT, "text", "Reading has one plan."))
    writing.write(*world.desk("dele"), world.review, [Edit("main_point", POINT, "gone", True)])  # it is not signed
    play.drafted(world)
    play.signed(world)
    network_news(world, folders)
    reports(world, folders)
    settle(world, folders)
    return folders, said


def require_term(world: World, seed: int, tally: Callable[..., None]) -> None:
    folders, said = a_term(world, seed)
    require_agreement(world)
    require_said(world, said)
    [full], [summary] = (board.held(*world.desk(who)) for who in ("bernadette", "gwen"))
    assert (full.level, summary.level) == ("full", "summary")
    assert set(folders.refusals) <= {"not_for_you"}, folders.refusals
    for fate in ("lost", "twice", "late", "astray"):
        assert folders.counts[fate], fate
    tally("terms of five real profiles through lossy folders", 1, edits=len(said), **folders.counts)


def test_five_profiles_agree_whatever_their_folders_do(at: At, tally: Callable[..., None]) -> None:
    require_term(at("joined"), 1, tally)


@pytest.mark.heavy
@pytest.mark.parametrize("seed", [2, 3, 4, 5])
def test_five_profiles_agree_in_more_terms(seed: int, at: At, tally: Callable[..., None]) -> None:
    require_term(at("joined"), seed, tally)
