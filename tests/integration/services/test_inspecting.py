"""Looking into any file: what it is, who made it and how far they are known, for whom, and what lies in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from peerreview.bootstrap import checkers
from peerreview.domain.filenames import sized
from peerreview.domain.reviews import Audience
from peerreview.errors import UserFacingError
from peerreview.services import inspecting, noting, sending, sharing
from peerreview.services.start import identity_in
from tests.integration.services.world import World

At = Callable[[str], World]


def keys(world: World, who: str) -> list[str]:
    """Somebody's age identities, as they would lie in a file."""
    with world.app(who).ports.store.begin() as work:
        return list(identity_in(work).ages)


@pytest.fixture
def sent(at: At) -> tuple[World, Path]:
    """A working copy from Dele to Miriam."""
    world = at("shared")
    noting.add(*world.desk("dele"), world.review, "books: corrections taken up in most")
    file = sending.working_copy(*world.desk("dele"), world.review, [world.people["miriam"]], world.file("copy"))
    return world, file.paths[0]


def test_a_key_alone_tells_everything_but_who_vouches(sent: tuple[World, Path]) -> None:
    world, path = sent
    found = inspecting.inspect(checkers(), path, identities=keys(world, "miriam"))
    assert found.kind == "Review file: a working copy"
    assert (found.sender, found.recipients) == ("Dele Akintola", ("Miriam Feldt",))
    assert "no stamp that you named vouches for it" in found.known
    assert found.size == path.stat().st_size
    parts = {each.what: each for each in found.parts}
    assert parts["The review"].count > 5
    assert parts["The review"].size > 1000
    assert "The triad's plan" in parts
    assert any(line.startswith("What the reviewers share: notes and hidden grades: ") for line in found.lines)


def test_a_member_knows_the_sender_and_nothing_is_kept(sent: tuple[World, Path]) -> None:
    world, path = sent
    ports, signer = world.desk("miriam")
    found = inspecting.inspect_here(ports, signer, path)
    assert found.known.startswith("A member of ")
    with ports.store.begin() as work:
        assert all(each.bundle for each in work.arrivals())
        before = len(work.arrivals())
    inspecting.inspect_here(ports, signer, path)
    with ports.store.begin() as work:
        assert len(work.arrivals()) == before


def test_a_file_for_somebody_else_says_only_that(sent: tuple[World, Path]) -> None:
    world, path = sent
    with pytest.raises(UserFacingError) as fault:
        inspecting.inspect(checkers(), path, identities=keys(world, "tom"))
    assert fault.value.code == "not_for_you"
    with pytest.raises(UserFacingError) as fault:
        inspecting.inspect_here(*world.desk("tom"), path)
    assert "nothing in it has been seen" in str(fault.value)
    assert "Dele" not in str(fault.value)


def test_a_damaged_file_and_something_else(sent: tuple[World, Path], tmp_path: Path) -> None:
    world, path = sent
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UserFacingError) as fault:
        inspecting.inspect_here(*world.desk("miriam"), path)
    assert fault.value.code == "damaged"
    other = tmp_path / "notes.txt"
    other.write_text("hello")
    with pytest.raises(UserFacingError) as fault:
        inspecting.inspect_here(*world.desk("miriam"), other)
    assert fault.value.code == "unknown_file"


def test_a_report_needs_no_key(at: At) -> None:
    world = at("signed")
    made = sharing.share(*world.desk("tom"), world.review, Audience.BOARD)
    pdf = sending.report_pdf(*world.desk("tom"), world.review, made.record, world.out)
    found = inspecting.inspect(checkers(), pdf)
    assert found.kind.endswith("on Quillbeck Primary, version 1")
    assert found.sender
    assert any("The report's data" in line for line in found.lines)


def test_sizes_as_people_read_them() -> None:
    assert [sized(each) for each in (12, 4200, 2_340_000)] == ["12 bytes", "4 kB", "2.3 MB"]
