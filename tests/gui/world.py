"""A small real network, played through the services: Miriam's office, Tom's school, one review of Quillbeck under way.

Everything is made once in a folder; a test copies the profile it works on. The phrase of all is `PHRASE`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from peerreview import bootstrap
from peerreview.bootstrap import App, Sources, Unlock
from peerreview.domain.people import Role
from peerreview.domain.reviews import Step, Tag
from peerreview.services import (
    calling,
    contacts,
    founding,
    grading,
    joining,
    last_time,
    noting,
    opening,
    points,
    preparing,
    reviews,
    sending,
    sharing_plan,
    timetable,
    triads,
    visits,
    writing,
)
from peerreview.services.triads import Member

PHRASE = "four plain words here"
NOW = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)

_PEOPLE = """name,role,urn,school,triad,collaborative,lead
Miriam Feldt,head,900102,Tansy Bank C of E Primary,Reed,Dune,triad collaborative
Tom Ashdown-Reyes,head,900101,Quillbeck Primary,Reed,Dune,
Dele Akintola,head,900103,Ormery Lane Junior,Reed,Dune,
"""


def open_profile(folder: Path) -> App:
    """One of the profiles, on the day of the visit."""
    return bootstrap.open_profile(folder, Unlock(PHRASE), Sources(clock=lambda: NOW))


def play(root: Path) -> str:
    """Make `root`/miriam and `root`/tom; gives the review's stream id."""
    sources = Sources(clock=lambda: NOW)
    for name in ("stamp1", "stamp2", "post"):
        (root / name).mkdir(parents=True)
    miriam = _create(root / "miriam", "Miriam Feldt", sources)
    tom = _create(root / "tom", "Tom Ashdown-Reyes", sources)
    network = founding.network_of(
        founding.from_csv(_PEOPLE),
        name="Marram Vale",
        issued=NOW.date(),
        ids=miriam.ports.ids,
        handbook="triad-p",
        me=(miriam.signer.name, miriam.signer.person),
    )
    joining.start_network(miriam.ports, miriam.signer, network, (root / "stamp1", root / "stamp2"), PHRASE)
    _join(root, miriam, tom, network.people[1].id)
    review = _review(root, miriam, tom)
    _work(root, miriam, tom, review)
    miriam.close()
    tom.close()
    return review


def _create(folder: Path, name: str, sources: Sources) -> App:
    return bootstrap.create_profile(folder, Unlock(PHRASE), name=name, sources=sources)


def _join(root: Path, office: App, guest: App, person: str) -> None:
    office.renew_signer()
    invited = joining.invite(office.ports, office.signer, [person], root / "post")
    invitation = joining.read_invitation(guest.ports, invited.sent.paths[0], invited.phrase)
    asked = joining.request(guest.ports, guest.signer, invitation, person, root / "post")
    opening.bring_in(office.ports, office.signer, asked.paths[0])
    stamp = next((root / "stamp1").iterdir())
    joining.admit(office.ports, office.signer, stamp, PHRASE)
    welcome = joining.send_network(office.ports, office.signer, root / "post")
    opening.bring_in(guest.ports, guest.renew_signer(), welcome.paths[0])
    guest.renew_signer()
    office.renew_signer()


def _review(root: Path, miriam: App, tom: App) -> str:
    network = joining.ours(miriam.ports, miriam.signer)
    assert network is not None
    members = [
        Member(each.id, each.name, Role.HEAD, each.school, school.name, school.phase, 300)
        for each in network.people
        if (school := network.school(each.school))
    ]
    triad = triads.begin(
        miriam.ports, miriam.signer, name="Reed triad", year="2026/27", term="Autumn 2026", handbook="triad-p",
        members=members,
    )  # fmt: skip
    ids = {each.name: each.id for each in network.people}
    host, writer, fellow = ids["Tom Ashdown-Reyes"], ids["Miriam Feldt"], ids["Dele Akintola"]
    visit = visits.plan(
        miriam.ports, miriam.signer, triad, school="900101", host=host, writer=writer, reviewers=[fellow],
        on=date(2026, 11, 17),
    )  # fmt: skip
    timetable.keep(miriam.ports, miriam.signer, triad, visit)
    given = {
        "lead": ("Shona Prewett", "Room 4", "ext 21"),
        "deputy": ("Jan Corrie", "Room 4", "ext 21"),
        "chair": ("Yusuf Rahmani", "Room 4", "ext 21"),
        "officer": ("Duty team", "Room 4", "ext 21"),
    }
    contacts.keep(miriam.ports, miriam.signer, triad, "900101", given)
    plan = sending.triad_copy(miriam.ports, miriam.signer, triad, [host], root / "post")
    opening.bring_in(tom.ports, tom.signer, plan.paths[0])
    review = reviews.begin(tom.ports, tom.signer, triad, visit)
    preparing.focus(tom.ports, tom.signer, review, ["P2", "P4", "P6"])
    for section, grade in (("P1", "2"), ("P2", "2"), ("P3", "1"), ("P4", "3"), ("P5", "2"), ("P6", "2"), ("O", "2")):
        preparing.own_view(tom.ports, tom.signer, review, section, grade, "Books and talk show pupils recall more.")
    sharing_plan.tick(tom.ports, tom.signer, review)
    calling.ask(tom.ports, tom.signer, review, "What is different for pupils now?")
    last_time.type_in(tom.ports, tom.signer, review, ["Every subject lead checks books once a half-term."])
    preparing.share_self_evaluation(tom.ports, tom.signer, review)
    sent = sending.working_copy(tom.ports, tom.signer, review, [writer], root / "post")
    opening.bring_in(miriam.ports, miriam.signer, sent.paths[0])
    return review


def _work(root: Path, miriam: App, tom: App, review: str) -> None:
    lines = "books: Y4 books show fractions built from Year 2.\nwalk: Phonics pace differs between two classes."
    noting.add_many(miriam.ports, miriam.signer, review, lines, section="P2")
    noting.add(miriam.ports, miriam.signer, review, "Ask about reading records after lunch.", private=True)
    view = reviews.open_review(miriam.ports, miriam.signer, review)
    notes = [note.record for note in view.notes if not note.private]
    points.add(
        miriam.ports, miriam.signer, review, "Pupils remember what they learnt in earlier years.", Tag.STRENGTH, "P2",
        evidence="Y3-Y6 books, two learning walks", notes=notes, starred=True,
    )  # fmt: skip
    step = points.add(
        miriam.ports, miriam.signer, review, "Agree one way of writing reading records in every phase.", Tag.NEXT_STEP,
        "P2", evidence="Two learning walks", notes=notes, starred=True,
    )  # fmt: skip
    points.next_step(
        miriam.ports, miriam.signer, review, step, first="Two phases share one record", owner="Reading lead",
        due=date(2027, 2, 12), know="Records read alike in a book look",
    )  # fmt: skip
    dele = next(each.person for each in view.cast if each.name == "Dele Akintola")
    grades = {"P2": "2", "P4": "3", "P6": "2", "O": "2"}
    grading.put_in(miriam.ports, miriam.signer, review, grades)
    grading.lock(miriam.ports, miriam.signer, review)
    grading.waive(miriam.ports, miriam.signer, review, [dele], "His train was stopped by snow")
    grading.show_both(miriam.ports, miriam.signer, review)
    for section, grade in grades.items():
        grading.agree(miriam.ports, miriam.signer, review, section, grade)
    headline = writing.of(
        "report", "report", headline="Pupils learn a lot here, and remember it.", met="Head, staff, pupils"
    )
    writing.write(miriam.ports, miriam.signer, review, headline)
    reviews.take_step(miriam.ports, miriam.signer, review, Step.FEEDBACK)
