"""Big stores for the measurements: real profiles, filled by the services or by a colleague's files."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from peerreview import bootstrap
from peerreview.bootstrap import App
from peerreview.domain.reviews import Step
from peerreview.services import documents, handbooks, writing
from peerreview.services.moments import stamp
from peerreview.services.writing import of
from tests.integration.durability.profiles import (
    MIRIAM,
    WORDS,
    grown,
    make_triad,
    new_stream,
    send_parts,
)
from tests.integration.durability.ring import unlock

STREAMS = 10
SECTIONS = ("P1", "P2", "P3", "P4", "P5", "P6", "O")
_A_REVIEW_EVERY = timedelta(days=2)


@dataclass(frozen=True)
class Profile:
    """A closed profile with the secret store that opens it; a review in it, and the stream of its notes."""

    folder: Path
    ring: Path
    review: str = ""
    reviewers: str = ""

    def open(self) -> App:
        """The profile, opened as the window opens it."""
        return bootstrap.open_profile(self.folder, unlock(self.ring))

    def key(self) -> bytes:
        """What opens its files."""
        (key,) = unlock(self.ring).holder(self.folder).keys()
        return key


def with_reviews(folder: Path, count: int) -> Profile:
    """A profile with `count` reviews, one every other day backwards from today; those of last term still open."""
    folder.mkdir(parents=True)
    ring = folder / "ring.json"
    name, urn, school = MIRIAM
    with bootstrap.create_profile(folder / "miriam", unlock(ring), name=name, school=school, urn=urn) as app:
        add_reviews(app, count)
    return Profile(app.folder, ring)


def add_reviews(app: App, count: int) -> None:
    """So many reviews of other schools, one every other day backwards from today; those of last term still open."""
    handbook = app.ports.library.get("triad-p")
    with app.ports.store.begin() as work:
        for number in range(count):
            on = date.today() - number * _A_REVIEW_EVERY  # noqa: DTZ011
            head = of(
                "review", "review", handbook=handbook.id, handbook_version=handbook.version,
                school=f"{900101 + number}", school_name=f"{_NAMES[number % len(_NAMES)]} Primary {number}",
                term="Autumn 2026", visit_date=on.isoformat(),
            )  # fmt: skip
            cast = of("cast", app.signer.person, role="host", name=app.signer.name)
            for role, other in (("lead_reviewer", "Dele Akintola"), ("reviewer", "Tom Ashdown-Reyes")):
                cast += of("cast", app.ports.ids(), role=role, name=other)
            stream = writing.begin_in(app.ports, work, app.signer, "review", [*head, *cast])
            views = [edit for code in SECTIONS for edit in of("self_view", code, grade="2", words=WORDS.format(code))]
            writing.write_in(app.ports, work, app.signer, stream, views)
            steps = [Step.SHARED] if number < 50 else list(Step)
            for step in steps:
                writing.write_in(app.ports, work, app.signer, stream, of("step", str(step), on=on.isoformat()))
        handbooks.keep(app.ports.library, work, work.stream(stream))  # as whoever begins one does
        work.commit()


def full_review(folder: Path, *, notes: int = 400, attachments: int = 40) -> Profile:
    """A profile with one review as it stands after a long day: notes with all their fields, attachments, points."""
    with ExitStack() as closing:
        triad = make_triad(folder, closing)
        app = triad.miriam
        with app.ports.store.begin() as work:
            for number in range(notes):
                edits = of(
                    "note", app.ports.ids(), text=WORDS.format(number), activity="BOOKS", section=SECTIONS[number % 7],
                    at=stamp(app.ports.clock()), place=f"Year {number % 7}", shows="strength",
                )  # fmt: skip
                writing.write_in(app.ports, work, app.signer, triad.reviewers, edits)
            for number in range(20):
                edits = of("main_point", app.ports.ids(), text=WORDS.format(number), tag="strength", section="P2")
                writing.write_in(app.ports, work, app.signer, triad.review, edits)
            work.commit()
        document = folder / "plan.pdf"
        for number in range(attachments):
            document.write_bytes(b"%PDF-1.7\n" + bytes([number]) * 200_000)
            documents.attach(app.ports, app.signer, triad.review, document, f"Plan {number}")
        return Profile(app.folder, triad.ring, triad.review, triad.reviewers)


def big_files(folder: Path, changes: int) -> tuple[Profile, list[Path]]:
    """Miriam's profile, and two review files from Dele that bring her the same so many changes, in ten streams."""
    with ExitStack() as closing:
        triad = make_triad(folder, closing)
        dele, miriam = triad.dele, triad.miriam
        at = stamp(dele.ports.clock())
        parts = [grown(new_stream(dele, miriam), dele.signer, changes // STREAMS, at) for _ in range(STREAMS)]
        files = [send_parts(dele, miriam, parts, folder / f"big-{number}.prb") for number in (1, 2)]
        return Profile(miriam.folder, triad.ring, triad.review, triad.reviewers), files


def copied(profile: Profile, folder: Path) -> Profile:
    """The same profile once more, to be changed."""
    shutil.copytree(profile.folder, folder)
    return Profile(folder, profile.ring, profile.review, profile.reviewers)


_NAMES = ("Quillbeck", "Tansy Bank", "Ormery Lane", "Sandlark", "Marram Vale", "Thrift Hill")
