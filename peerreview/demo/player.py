"""Playing the term: `play` leaves what a real term leaves, `pretend` one person's profile in the middle of her day."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import msgspec

from peerreview.domain.schooldays import is_school_day, school_year, shift
from peerreview.errors import EnvironmentFault, Refused
from peerreview.identity import age
from peerreview.services import start
from peerreview.services.ports import Progress, silent
from peerreview.services.start import identity_in

from . import founding, office, review, script
from .clock import Clock, Cue
from .company import Company, slug
from .post import Post
from .script import Script
from .stage import Stage, play_out

PHRASE = "keys/passphrase.txt"
KEY_FILES = "colleagues' key files"
_FIRST_DAY = -52
_FOLDERS = ("profiles", "bundles", "reports", "board", "keys")


@dataclass(frozen=True)
class Played:
    """What a play left: the folder, each person's profile by name, the phrase that opens them, and how many things
    (a profile counts as one)."""

    folder: Path
    profiles: Mapping[str, Path]
    phrase: str
    files: int


def play(folder: Path, *, seed: int = 0, today: date, progress: Progress = silent) -> Played:
    """Play the whole term into a folder that is empty or not there yet (DESIGN §9).

    The same seed and day give the same people, texts, dates, record ids and tables. When it is stopped or goes wrong,
    nothing is left. Raises Refused ("not_empty").
    """
    plan = script.read()
    names = frozenset({plan.office.name, plan.officer.name, *(school.head for school in plan.schools)})
    with _made(folder):
        with _stage(plan, names, folder, seed, today) as stage:
            term, year = _term(today)
            stories = [
                founding.found(stage),
                *(founding.plan_triad(stage, each, term, year) for each in plan.triads),
                *(review.tell(stage, each, number) for number, each in enumerate(plan.reviews, 1)),
                office.tell(stage, f"{term} {year}"),
            ]
            play_out(stage, stories, Cue(today, "18:00").moment, progress)
            _leave(stage)
        profiles = {member.name: member.app.folder for member in stage.company}
        return Played(folder, profiles, plan.phrase, stage.post.write_index())


def pretend(folder: Path, *, seed: int = 0, now: datetime, progress: Progress = silent) -> Played:
    """One person's pretend profile in a folder that is empty or not there yet, cheaper than the whole term.

    Something of everything waits for her: a visit of her own to begin, notes of a visit today, a report to sign, one to
    share. Nothing in it is later than `now` (aware). Beside the profile lie her colleagues' key files, so that they can
    be played too where a laptop goes round. Raises Refused ("not_empty").
    """
    plan = script.read()
    me = next(school for school in plan.schools if school.head == plan.pretend.person)
    today = now.date() if is_school_day(now.date()) else shift(now.date(), -1)
    triad = next(each for each in plan.triads if each.name == me.triad)
    heads = [school.head for school in plan.schools if school.triad == triad.name]
    names = frozenset({plan.office.name, plan.officer.name, plan.lead, *heads})
    mine = [
        msgspec.structs.replace(each, visit=plan.pretend.visits[each.urn])
        for each in plan.reviews
        if each.urn in plan.pretend.visits
    ]
    plan = msgspec.structs.replace(
        plan,
        reviews=tuple(mine),
        holidays=(),  # she may look at it in any week
        private_marker=plan.private_marker.partition(" Marker")[0],
        reviewers_marker=plan.reviewers_marker.partition(" Marker")[0],
    )
    with _made(folder), tempfile.TemporaryDirectory(dir=folder.parent, prefix=".peer-review-") as backstage:
        with _stage(plan, names, Path(backstage), seed, today) as stage:
            term, year = _term(today)
            stories = [
                founding.found(stage),
                founding.plan_triad(stage, triad, term, year, plan.pretend.next),
                *(review.tell(stage, each, number) for number, each in enumerate(mine, 1)),
            ]
            play_out(stage, stories, min(now, Cue(today, plan.pretend.now).moment), progress)
            (folder / KEY_FILES).mkdir()
            for name in heads:
                if name != me.head:
                    path = folder / KEY_FILES / f"{name}.p12"
                    start.make_key_file(stage.company[name].ports, path, plan.phrase)
        for each in (stage.company.folder / slug(me.head)).iterdir():
            shutil.move(each, folder)
    return Played(folder, {me.head: folder}, plan.phrase, len(heads))


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """An empty folder, which is left as it was found unless everything goes well."""
    there = folder.is_dir()
    if folder.exists() and not (there and not any(folder.iterdir())):
        raise Refused(
            "There is something here already.",
            "It has not been touched.",
            "Name an empty folder, or one that is not there yet.",
            code="not_empty",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise EnvironmentFault(
            "The folder cannot be made here.", "Nothing was written.", "Name another place.", code="no_folder"
        ) from fault
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if there:
            folder.mkdir(exist_ok=True)
        raise


@contextmanager
def _stage(plan: Script, names: frozenset[str], folder: Path, seed: int, today: date) -> Iterator[Stage]:
    """Everything at hand before the first scene; every profile is closed after the last."""
    for name in _FOLDERS:
        (folder / name).mkdir()
    first = Cue(shift(today, _FIRST_DAY, plan.closed(today)), "08:00")
    clock = Clock(first.moment)
    with (
        tempfile.TemporaryDirectory() as stick,
        closing(Company(folder / "profiles", plan.phrase, seed, clock)) as company,
    ):
        yield Stage(plan, names, folder, company, Post(folder), clock, today, first, Path(stick))


def _leave(stage: Stage) -> None:
    """The keys that open what is left; they and the profiles on the list."""
    path = stage.folder / PHRASE
    path.write_text(f"{stage.script.phrase}\n", encoding="utf-8")
    stage.post.note(path, "key", "The phrase of every profile, of the invitation and of the network's stamp")
    for member in stage.company:
        with member.ports.store.begin() as work:
            ages = identity_in(work).ages
        path = stage.folder / "keys" / f"{member.slug}.age"
        lines = [f"# {member.name}", f"# public key: {age.recipient_of(ages[0])}", *ages]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        stage.post.note(path, "key", f"{member.name}: opens the review files made for them (age)", sender=member)
        about = f"{member.name}: the profile; it opens with {PHRASE}"
        stage.post.note(member.app.folder, "profile", about, sender=member)


def _term(today: date) -> tuple[str, str]:
    """The term and school year of a day: ("Autumn", "2026/27")."""
    term = "Autumn" if today.month >= 9 else "Spring" if today.month < 4 else "Summer"
    return term, school_year(today)
