"""How files travel: e-mail that takes so much, a folder that is watched, sticks that are full, read-only or gone."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from peerreview.errors import BadInput, Cancelled, EnvironmentFault
from peerreview.services import carriers, documents, inbox, noting, opening, post, reviews, sending
from peerreview.services.posting import Made, made_in
from tests.integration.services.world import World

At = Callable[[str], World]


def with_papers(world: World, folder: Path, sizes: list[int]) -> None:
    """Quillbeck attaches papers of these sizes."""
    for number, size in enumerate(sizes):
        paper = folder / f"Paper {number}.pdf"
        paper.write_bytes(b"%PDF-1.7\n" + secrets.token_bytes(size))
        documents.attach(*world.desk("tom"), world.review, paper)


def test_an_email_is_divided_where_it_takes_no_more(at: At, tmp_path: Path) -> None:
    world = at("shared")
    with_papers(world, tmp_path, [700_000, 700_000, 1_500_000])
    tom, dele = world.desk("tom"), world.people["dele"]
    carriers.choose_email(*tom, 1)
    whole = sending.working_copy(*tom, world.review, [dele], world.file("stick"))
    assert len(whole.paths) == 1
    sent = sending.working_copy(*tom, world.review, [dele], world.file("mail"), by_email=True)
    sizes = [path.stat().st_size for path in sent.paths]
    assert sorted(size < 1_000_000 for size in sizes).count(True) == len(sizes) - 1
    assert "Larger than your e-mail takes: " in sent.sentence
    assert all(path.name in sent.message for path in sent.paths)
    assert "in any order" in sent.message
    for path in reversed(sent.paths):
        opening.bring_in(*world.desk("dele"), path)
    papers = reviews.open_review(*world.desk("dele"), world.review).attachments
    with world.app("dele").ports.store.begin() as work:
        assert [bool(work.blob(each.blob)) for each in papers] == [True, True, True]


def test_of_several_files_all_are_made_or_none(at: At, tmp_path: Path) -> None:
    world = at("shared")
    with_papers(world, tmp_path, [700_000, 700_000])
    tom, stick = world.desk("tom"), tmp_path / "stick"
    stick.mkdir()
    carriers.choose_email(*tom, 1)

    def stop(what: str, _done: int, _of: int) -> None:
        if what == "write" and list(stick.glob("*.prb")):
            raise Cancelled  # in mid second file

    with pytest.raises(Cancelled):
        sending.working_copy(*tom, world.review, [world.people["dele"]], stick, stop, by_email=True)
    assert list(stick.iterdir()) == []
    with tom[0].store.begin() as work:
        assert not any(Path((made_in(work, each.bundle) or Made("")).folder) == stick for each in work.sendings())


@pytest.mark.parametrize("megabytes", [0, -3, 51])
def test_an_email_takes_something_sensible(at: At, megabytes: int) -> None:
    world = at("joined")
    with pytest.raises(BadInput):
        carriers.choose_email(*world.desk("tom"), megabytes)
    assert carriers.show(*world.desk("tom")).email_mb == carriers.EMAIL_MB


def test_room_is_looked_for_before_anything_is_written(at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = at("shared")
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 100})())
    with pytest.raises(EnvironmentFault) as fault:
        sending.working_copy(*world.desk("tom"), world.review, [world.people["dele"]], stick)
    assert fault.value.code == "no_room"
    assert list(stick.iterdir()) == []


@pytest.fixture
def watched(at: At, tmp_path: Path) -> tuple[World, Path]:
    """Miriam watches a folder that others put files into."""
    world = at("shared")
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    carriers.watch(*world.desk("miriam"), folder)
    return world, folder


def test_half_written_files_wait_until_they_are_whole(watched: tuple[World, Path]) -> None:
    world, folder = watched
    noting.add(*world.desk("dele"), world.review, "books: corrections taken up in most")
    sent = sending.working_copy(*world.desk("dele"), world.review, [world.people["miriam"]], world.file("copy"))
    whole = sent.paths[0].read_bytes()
    file = folder / "from Dele.prb"
    miriam = world.desk("miriam")
    file.write_bytes(whole[: len(whole) // 2])
    first = inbox.look(*miriam, {})
    assert (first.ready, first.coming) == ((), ("from Dele.prb",))  # seen for the first time: it may be growing
    second = inbox.look(*miriam, first.state)
    assert (second.ready, second.coming) == ((), ("from Dele.prb",))  # stands still, and is not whole
    assert inbox.look(*miriam, second.state).coming == ()  # not opened again until it changes
    file.write_bytes(whole)
    third = inbox.look(*miriam, second.state)
    assert third.coming == ("from Dele.prb",)
    [(path, said)] = inbox.look(*miriam, third.state).ready
    assert path == file
    assert said.startswith("1 note from Dele Akintola to be added to Quillbeck Primary.")
    assert inbox.look(*miriam, third.state, third.state).ready == ()  # told once
    assert post.show(*miriam).folder == ((path, said),)  # and it stands there until it is brought in
    opening.bring_in(*miriam, path)
    assert inbox.look(*miriam, third.state).ready == ()
    assert post.show(*miriam).folder == ()
    assert file.read_bytes() == whole  # nothing is ever deleted there


def test_files_for_others_are_passed_over_and_nothing_is_touched(watched: tuple[World, Path]) -> None:
    world, folder = watched
    sent = sending.working_copy(*world.desk("tom"), world.review, [world.people["dele"]], folder)
    (folder / "menu.pdf").write_bytes(b"%PDF-1.7\nfish and chips\n%%EOF")
    (folder / "letter.docx").write_bytes(b"PK")
    (folder / "~lock.prb").write_bytes(b"x")
    before = {each: each.read_bytes() for each in folder.iterdir()}
    miriam = world.desk("miriam")
    first = inbox.look(*miriam, {})
    assert set(first.coming) == {sent.paths[0].name, "menu.pdf"}
    second = inbox.look(*miriam, first.state)
    assert (second.ready, second.coming) == ((), ())
    assert {each: each.read_bytes() for each in folder.iterdir()} == before


def test_a_folder_that_is_gone_and_one_that_may_not_be_watched(watched: tuple[World, Path], tmp_path: Path) -> None:
    world, folder = watched
    ports, signer = world.desk("miriam")
    folder.rmdir()
    assert inbox.look(ports, signer, {}).gone
    for wrong in (tmp_path / "nowhere", ports.folder, ports.folder.parent):
        with pytest.raises(BadInput):
            carriers.watch(ports, signer, wrong)
    carriers.watch(ports, signer, None)
    assert inbox.look(ports, signer, {}) == inbox.Waiting((), (), {})
