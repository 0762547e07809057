"""A good day at Quillbeck, one laptop at the table: what is written on it, and the laptops between its scenes.

Each scene plays its own part by real keys; what went before it is brought there through the services.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from peerreview.bootstrap import create_profile
from peerreview.domain.people import Person as Member
from peerreview.domain.people import Role
from peerreview.domain.reviews import Step, Tag
from peerreview.journal.compose import Edit
from peerreview.services import (
    attending,
    belonging,
    calling,
    checking,
    contacts,
    grading,
    joining,
    membership,
    noting,
    opening,
    points,
    preparing,
    reviews,
    sending,
    sharing_plan,
    signing,
    start,
    writing,
)
from tests.gui.journey.person import Person
from tests.gui.journey.reed import PHRASE, UNLOCK, Reed
from tests.integration.persistence.world import plain
from tests.integration.services.world import STAMP_PHRASE, VISIT, World

WORDS_A_MINUTE = 40
LETTERS_A_WORD = 6
SECONDS_A_KEY = 1.5
MINUTES = {
    "host": {"prepares": 20.0, "checks the draft": 10.0, "signs and shares": 5.0},
    "report writer": {"holds the call": 5.0, "writes the draft": 20.0, "sends the draft": 2.0, "signs": 3.0},
    "fellow reviewer": {"reads": 20.0, "types up notes": 12.0, "gives grades": 3.0, "signs": 3.0},
}
"""How long each part may take, of the 1 h 15, the 1 h 30 and the 45 minutes that USERS §2.2 gives them."""
BUDGET = {"host": 75.0, "report writer": 90.0, "fellow reviewer": 45.0}
READ_A_MINUTE = 200
"""Words, by somebody who reads to remember."""

OWN_GRADES = {
    "Pupils' outcomes": "2",
    "Curriculum, teaching": "2",
    "Behaviour, attendance": "1",
    "Disadvantaged pupils": "3",
    "Leadership, governance": "2",
    "Progress since": "2",
    "Overall": "2",
}
FOCUS = {
    "Curriculum, teaching": "Reading is taught to one plan. We are less sure that science is.",
    "Disadvantaged pupils": "Support for reading reaches too few of those who need it.",
    "Progress since": "Two of last year's three steps are done; the third has hardly begun.",
}
NOT_LOOKED_AT = ("Pupils' outcomes", "Behaviour, attendance", "Leadership, governance")
CHANGED = "A new subject leader for reading since September."
CHALLENGE = "Who does our reading support miss, and how would we know?"
CHAIR = "Yusuf Rahmani"
QUESTIONS = (
    "Which pupils does the reading support not reach?",
    "How do we know that science is remembered from year to year?",
    "What became of the third step of last year?",
)
WALKS = "Tom with Miriam, the deputy with Dele"

TEACHING = (
    "books: Y3 to Y6 reading books show corrections taken up in most, and teachers' comments that pupils "
    "plainly read and answered in their own words afterwards",
    "walk: the same lesson plan for reading in every class seen, with shared words on the wall that "
    "pupils turned to when they were stuck",
    "books: Y5 science books hold careful drawings and few explanations, so that it is hard to see what "
    "anybody remembered from the year before",
    "pupils: six pupils could say what they do when they meet a word they cannot read, and all six named "
    "the same three ways",
    "subject: the reading leader watches every class each half term and could say which two classes had "
    "changed most because of it since September",
)
NEEDS = (
    "data: the list for reading support was set in September from one test, and eleven of those on it "
    "now read at the expected standard anyway",
    "inclusion: two groups were taught in a corridor while the class did science, so that the pupils "
    "missed the part they find hardest to catch up",
    "books: writing of pupils on the support list shows the same gaps in October as in July, and nobody "
    "had marked that it was so",
    "pupils: four of the pupils who get support liked it and could not say what they were better at than "
    "they had been before it",
    "data: eighteen pupils read below the standard and get no support, most of them new to the school "
    "since the list was made last year",
    "plans: the plan for support names hours and adults, not what should change for pupils, so nobody "
    "can say when a group has done its work",
)
SINCE = (
    "plans: last year's step on attendance is done, with a weekly look at the figures and a talk with "
    "families within three days of a worry",
    "data: persistent absence fell from one pupil in six to one in nine, and the fall is about the same "
    "for all groups we asked about",
    "plans: the third step of last year, a plan for subject leaders' time, has a date and an owner and "
    "nothing yet behind either of them",
)  # fmt: skip
MIRIAMS = (*TEACHING, *NEEDS, *SINCE)
DELES = (
    "walk: eight classes, a calm start in each, and books out before the register was finished",
    "walk: questions go to many pupils, and few are asked to say more than a phrase",
    "books: Y4 reading journals answer the question asked in nearly every lesson",
    "books: science in Y6 is written once and not looked at again",
    "pupils: six explain what a good reader does, with examples from this term",
    "pupils: nobody of six remembers what was learnt in science last spring",
    "data: reading results rose for two years and stand level for those with support",
    "around: play is well run, older pupils lead games for younger ones",
    "around: adults know who has nobody to play with and step in early",
    "inclusion: the support room is warm, the books in it are too easy for most",
    "plans: the school's own list of next steps is one page and known by all asked",
)
LIVE = (
    "staff: five staff name the same two priorities without being helped",
    "staff: new teachers say that reading is the subject they were trained for",
    "governors: governors ask for reading figures each term and have not asked about science",
    "governors: the chair could say what changed after last year's visit",
    "walk: second walk, science: three classes began with what was learnt before",
)
ONLY_ME = "Ask Tom quietly whether the deputy is thinking of moving on."

STRENGTHS = (
    "Reading is taught to one clear plan in every class, and pupils use it by themselves.",
    "Pupils answer teachers' comments, so that corrections are taken up in most books.",
    "Absence has fallen for every group since last year's visit.",
)
NEXT_STEPS = (
    "Look again every six weeks at who receives reading support.",
    "Weak links in science: make it build on what pupils learnt the year before.",
    "Give subject leaders the time that last year's plan promised.",
)
EVIDENCE = "Y3-Y6 books, two walks, six pupils"
HEADLINE = "Quillbeck is a settled school with an accurate view of itself, and reading is its strength."
COMMENT = (
    "A useful day, and a fair picture of our school. We knew about reading support and had not seen how many pupils it "
    "misses. Science was news to us, and welcome. Our governors and staff have talked about them both."
)
MET = "Six pupils, five staff, one governor"
SUPPORT = ("A look at another school's reading list", "Our way of following up absence")
PRACTICE = "One plan for reading, used by every class and every adult."


STAGES = ("with_pat", "prepared", "called", "noted", "looked_at", "pointed", "drafted", "going_round")
"""The laptops as the scenes find them, each made from the one before."""


# --- the laptops between the scenes ---------------------------------------------------------------------------------


def with_pat(world: World) -> World:
    """The school's office manager has joined and is let into the triad's plan."""
    pat = Member(world.sources.ids(), "Pat Lindqvist", Role.OFFICE, "900101")
    gwen = world.desk("gwen")
    network = joining.show(*gwen)
    joining.publish(*gwen, world.stamp, STAMP_PHRASE, replace(network, people=(*network.people, pat)))
    app = create_profile(world.folder / "pat", UNLOCK, name=pat.name, school="Quillbeck", sources=world.sources)
    world._apps["pat"], world.people["pat"] = app, pat.id
    with world.app("gwen").ports.store.begin() as work:
        document = membership.standing(work).document  # type: ignore[union-attr]
    offer = joining.InvitationView(joining.show(*gwen), (), (pat,), document, world.people["gwen"])
    asked = joining.request(app.ports, app.signer, offer, pat.id, world.file("asked"))
    app.renew_signer()
    opening.bring_in(*gwen, asked.paths[0])
    joining.admit(*gwen, world.stamp, STAMP_PHRASE)
    welcome = joining.send_network(*gwen, world.file("welcome"))
    for who in ("pat", "tom", "miriam", "dele"):
        opening.bring_in(*world.desk(who), welcome.paths[0])
    app.renew_signer()
    belonging.add(*world.desk("tom"), world.triad, pat.id)
    _plan_goes_round(world, "tom", "pat", "miriam", "dele")
    return world


def prepared(world: World) -> World:
    """The host has begun the review and shared it with the reviewers; the office has filled the plan."""
    world.clock.on(date(2026, 11, 3))
    world.review = reviews.begin(*world.desk("tom"), world.triad, world.visit)
    tom = (*world.desk("tom"), world.review)
    preparing.focus(*tom, ["P2", "P4", "P6"])
    for code, grade, words in zip(
        ("P1", "P2", "P3", "P4", "P5", "P6", "O"), OWN_GRADES.values(),
        ("", FOCUS["Curriculum, teaching"], "", FOCUS["Disadvantaged pupils"], "", FOCUS["Progress since"], ""),
        strict=True,
    ):  # fmt: skip
        preparing.own_view(*tom, code, grade, words)
    preparing.answer(*tom, "A2", CHANGED)
    sharing_plan.tick(*tom)
    preparing.share_self_evaluation(*tom)
    world.pass_on("tom", "dele", "miriam")
    pat = (*world.desk("pat"), world.triad)
    attending.add(*pat, world.visit, name=CHAIR, role="Chair of governors", parts="from 15:40")
    told = {"lead": ("Shona Prewett", "Room 4", "extension 21"), "chair": (CHAIR, "", "01632 960 417")}
    contacts.keep(*pat, "900101", told)
    _plan_goes_round(world, "pat", "tom", "miriam", "dele")
    return world


def called(world: World) -> World:
    """The call has been held."""
    world.clock.on(date(2026, 11, 10))
    for words in QUESTIONS:
        calling.ask(*world.desk("dele"), world.review, words)
    reviews.take_step(*world.desk("dele"), world.review, Step.CALL)
    world.pass_on("dele", "tom", "miriam")
    world.pass_on("dele", "miriam")  # the reviewers' own file
    return world


def noted(world: World) -> World:
    """What was written on paper before lunch lies on the writer's laptop; one word of it is Miriam's alone."""
    world.clock.on(VISIT, 12)
    miriam = (*world.desk("miriam"), world.review)
    for section, notes in (("P2", TEACHING), ("P4", NEEDS), ("P6", SINCE)):
        noting.add_many(*miriam, "\n".join(notes), section=section)
    noting.add(*miriam, ONLY_ME, private=True)
    world.pass_on("miriam", "dele")
    noting.add_many(*world.desk("dele"), world.review, "\n".join(DELES), section="P2")
    return world


def looked_at(world: World) -> World:
    """The afternoon's notes are in, and both reviewers' grades are shown."""
    world.clock.on(VISIT, 14)
    dele = (*world.desk("dele"), world.review)
    noting.add_many(*dele, "\n".join(LIVE), section="P2")
    guest = world.guest("miriam")
    ports = world.app("dele").ports
    for hand, grades in ((dele[1], ("2", "3", "2")), (guest, ("2", "2", "2"))):
        grading.put_in(ports, hand, world.review, dict(zip(("P2", "P4", "P6"), grades, strict=True)))
        grading.lock(ports, hand, world.review)
    grading.show_both(*dele, [guest])
    return world


def pointed(world: World) -> World:
    """Grades are agreed, and six main points with their notes stand on the page."""
    dele = (*world.desk("dele"), world.review)
    for code, grade in {"P2": "2", "P4": "3", "P6": "2", "O": "2"}.items():
        grading.agree(*dele, code, grade, words="Reading carries the school." if code == "O" else "")
    found = reviews.open_review(*dele).notes
    behind = {code: [note.record for note in found if note.section == code][:4] for code in ("P2", "P4", "P6")}
    for words, code in zip(STRENGTHS, ("P2", "P2", "P6"), strict=True):
        points.add(*dele, words, Tag.STRENGTH, code, evidence=EVIDENCE, notes=behind[code], starred=True)
    for words, code in zip(NEXT_STEPS, ("P4", "P2", "P6"), strict=True):
        made = points.add(*dele, words, Tag.NEXT_STEP, code, evidence=EVIDENCE, notes=behind[code], starred=True)
        first = {"first": "Look at the autumn list", "owner": "Reading leader", "know": "The list changes"}
        points.next_step(*dele, made, due=date(2027, 1, 15), **first)
    return world


def drafted(world: World) -> World:
    """Every point was said aloud, and the draft is with the host."""
    dele = (*world.desk("dele"), world.review)
    for point in reviews.open_review(*dele).points:
        points.said(*dele, point.record)
    points.feedback(*dele, heard_by="Headteacher, chair of governors", chair_present=True)
    words = {"headline": HEADLINE, "met": MET, "practice": PRACTICE}
    writing.write(*dele, [Edit("report", "report", field, said) for field, said in words.items()])
    for reached in (Step.VISIT, Step.FEEDBACK):
        reviews.take_step(*dele, reached)
    world.clock.on(date(2026, 11, 19))
    checking.send_draft(*dele)
    world.pass_on("dele", "tom", "miriam")
    return world


def going_round(world: World) -> World:
    """The host found all accurate; writer and reviewer have signed, and the file has come to the host."""
    checking.all_accurate(*world.desk("tom"), world.review, COMMENT)
    world.pass_on("tom", "dele", "miriam")
    world.clock.on(date(2026, 11, 20), 8)
    signing.make_version(*world.desk("dele"), world.review)
    for who, following in (("dele", "miriam"), ("miriam", "tom")):
        signing.sign(*world.desk(who), world.review, "1")
        world.pass_on(who, following)
    return world


def _plan_goes_round(world: World, who: str, *to: str) -> None:
    sent = sending.triad_copy(*world.desk(who), world.triad, [world.people[each] for each in to], world.file("plan"))
    for each in to:
        opening.bring_in(*world.desk(each), sent.paths[0])


def key_file(reed: Reed, who: str) -> Path:
    """Somebody's signing key on their own stick."""
    path = reed.stick / f"{who}.p12"
    with reed.opened(who) as app:
        start.make_key_file(app.ports, path, PHRASE)
    return path


def self_evaluation(folder: Path) -> Path:
    """The school's own self-evaluation: fourteen pages."""
    path = folder / "Quillbeck self-evaluation.pdf"
    canvas = Canvas(str(path))
    for number in range(1, 15):
        canvas.drawString(72, 760, f"Quillbeck Primary, self-evaluation, page {number}")
        canvas.showPage()
    canvas.save()
    return path


def at(moment: str) -> datetime:
    """A time on somebody's clock."""
    return datetime.fromisoformat(moment)


# --- looking ----------------------------------------------------------------------------------------------------------


def disk(reed: Reed, who: str) -> bytes:
    """Everything that lies on somebody's disk, decrypted; with their window closed."""
    folder = reed.folder(who)
    [key] = UNLOCK.holder(folder).keys(phrase=PHRASE)
    return b"".join(plain(folder / name, key) for name in ("store.db", "typing.db"))


def minutes(keys: int, typed: list[str]) -> float:
    """How long somebody sits who types neither fast nor slowly, without the time for thinking."""
    return sum(map(len, typed)) / LETTERS_A_WORD / WORDS_A_MINUTE + keys * SECONDS_A_KEY / 60


@contextmanager
def budget(person: Person, who: str, part: str, *, keys: int, fields: int) -> Iterator[None]:
    """What one person does here stays within the minutes of USERS §2.2, and no text is asked for twice."""
    before, texts = person.pressed, len(person.typed)
    yield
    pressed = person.pressed - before
    typed = [each for each in person.typed[texts:] if not each.startswith("/")]  # where a file lies is no field
    spent = minutes(pressed, typed)
    print(f"{who} {part}: {pressed} keys, {len(typed)} texts, {spent:.1f} minutes of keys")
    assert pressed <= keys
    assert len(typed) <= fields
    assert len(set(typed)) == len(typed)
    assert spent <= MINUTES[who][part]


def file_named(person: Person, path: Path) -> None:
    """In the dialog of the toolkit: type the file's name."""
    person.on("File name:")
    person.press("ctrl+a")
    person.type(str(path))
    person.press("Return")
    person.gone("File name:")


def add_notes(person: Person, lines: tuple[str, ...]) -> None:
    """Type up notes, a line each."""
    person.on("Notes")
    for number, line in enumerate(lines):
        if number:
            person.press("Return")
        person.type(line)
    person.step("notes being typed up")
    person.press("ctrl+Return")
    person.find(words_of(lines[-1])[:25], "list item")


def words_of(line: str) -> str:
    """A note's words, without the prefix that says what one was doing."""
    return line.partition(": ")[2]
