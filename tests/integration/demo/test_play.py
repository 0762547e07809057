"""What a played term leaves, and that it leaves the same again."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from peerreview.bootstrap import App, Unlock, open_profile
from peerreview.cli.app import run
from peerreview.demo import player, script
from peerreview.demo.clock import Clock, Cue, ids
from peerreview.domain.exchange import DocumentKind
from peerreview.domain.reviews import Step, Tag
from peerreview.domain.schooldays import is_school_day
from peerreview.errors import Cancelled, Refused
from peerreview.services import (
    checking,
    grading,
    home,
    keeping,
    leading,
    opening,
    points,
    reviews,
    signing,
    start,
    triads,
)
from peerreview.services.leading import read_term_report
from peerreview.services.writing import of, write
from tests.demo_term import DAY, SEED, Term, played

pytestmark = pytest.mark.xdist_group("demo")

OFFICE = {"gwen-hathersage", "leon-piatkowski"}


def test_the_list_names_exactly_the_files_that_are_there(term: Term) -> None:
    named = [line["path"] for line in term.index]
    assert len(set(named)) == len(named)
    profiles = [path for path in named if path.startswith("profiles/")]
    there = {
        path.relative_to(term.folder).as_posix()
        for path in term.folder.rglob("*")
        if path.is_file() and not path.is_relative_to(term.folder / "profiles")
    }
    assert there == set(named) - set(profiles) | {"index.json"}
    assert set(profiles) == {f"profiles/{person}" for person in term.people}
    for line in term.index:
        assert list(line) == ["path", "kind", "bundle_kind", "from", "to", "describes"]
        assert {line["from"], *line["to"]} - {None} <= set(term.people)
        assert line["describes"]


def test_it_leaves_what_a_real_term_leaves(term: Term) -> None:
    kinds = Counter(line["kind"] for line in term.index)
    assert kinds["profile"] == 8
    assert kinds["twin"] == 6
    assert sum("FULL v1.pdf" in line["path"] for line in term.lines("report")) == 6
    assert {line["path"].rpartition(".")[2] for line in term.lines("table")} == {"csv", "json"}
    assert kinds["workbook"] == kinds["certificate"] == 1
    bundles = Counter(line["bundle_kind"] for line in term.lines("bundle"))
    assert bundles["invitation"] == 1
    assert bundles["request"] == 7
    assert set(bundles) == {"invitation", "request", "streams", "documents", "receipt"}
    assert len({path.parent.name for path in term.paths("key") if path.suffix == ".p12"}) == 2
    assert term.said.startswith(f"Played into {term.folder}")


def test_no_socket_is_opened(term: Term) -> None:
    assert term.sockets == []


def test_every_profile_opens_with_the_phrase_and_is_sound(
    term: Term, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for person in term.people:
        assert keeping.check(term.app(person).ports).problems == ()
    copy = term.copy("asha-penhallow", tmp_path / "asha")
    where = ["--profile", str(copy), "--passphrase-file", str(term.phrase_file)]
    assert run([*where, "store", "check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["problems"] == []


def test_every_review_is_signed_by_three_and_shared(term: Term) -> None:
    seen = Counter[str]()
    for person in set(term.people) - OFFICE:
        app = term.app(person)
        assert opening.aside(app.ports, app.signer) == ()
        for line in reviews.lines(app.ports, app.signer):
            view = reviews.open_review(app.ports, app.signer, line.stream)
            assert (view.two_versions, view.set_aside, view.inert) == (0, 0, 0)
            (version,) = view.signing.versions
            assert (version.number, version.state, version.changed_since) == ("1", "signed", False)
            assert [signer.signed is not None for signer in version.signers] == [True] * 3
            steps = {each.step for each in view.steps if each.on}
            assert steps >= {Step.SHARED, Step.CALL, Step.VISIT, Step.DRAFT, Step.CHECKED, Step.SIGNED, Step.SENT}
            assert view.hidden is None or (view.hidden.shown and view.hidden.blind)
            seen[line.stream] += 1
    assert sorted(seen.values()) == [3] * 6


def test_it_happens_at_hours_when_people_work(term: Term) -> None:
    """Nothing is written in the night, on a Sunday, in the holidays, or before what it answers."""
    closed = script.read().closed(date.fromisoformat(DAY))
    for person in term.people:
        app = term.app(person)
        with app.ports.store.begin() as work:
            for name in work.streams():
                stream = work.stream(name)
                times = {each.id: datetime.fromisoformat(each.change.at) for each in stream.changes}
                for each in stream.changes:
                    local = times[each.id].astimezone(ZoneInfo("Europe/London"))
                    assert 8 <= local.hour < 18, each.change.at
                    assert is_school_day(local.date(), closed), each.change.at
                    assert all(times[before] < times[each.id] for before in each.change.deps)


def test_notes_bear_the_time_of_the_timetable(term: Term) -> None:
    app = term.app("dele-akintola")
    line = next(each for each in reviews.lines(app.ports, app.signer) if each.school == "900101")
    view = reviews.open_review(app.ports, app.signer, line.stream)
    slots = {each.activity: each.start for each in reversed(view.timetable)}
    notes = [note for note in view.notes if note.section]
    assert len(notes) == 11
    assert all(f"{note.at:%H:%M}" >= slots.get(note.activity, "14:20") for note in notes if note.at)


def test_the_lead_and_the_board_have_every_report(term: Term) -> None:
    app = term.app("bernadette-oyelaran")
    view = leading.show(app.ports, app.signer)
    assert [line.state for line in view.lines] == ["came"] * 6
    assert sum(line.may_check for line in view.lines) == 3
    app = term.app("leon-piatkowski")
    with app.ports.store.begin() as work:
        (report,) = work.documents(DocumentKind.TERM_REPORT)
        held = work.document(DocumentKind.TERM_REPORT, report.id)
        assert held is not None
        made = read_term_report(held.body)
        assert made.headlines == script.read().headlines
        assert [line.came for line in made.lines] == [True] * 6
        assert len({each.id for each in work.documents(DocumentKind.RELEASE)}) == 6
    with (term.folder / "board" / "reviews.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert Counter(row["urn"] for row in rows) == {f"90010{number}": 7 for number in range(1, 7)}
    assert {row["level"] for row in rows if row["urn"] != "900106"} == {"summary"}
    assert {row["level"] for row in rows if row["urn"] == "900106"} == {"full"}


def test_the_board_is_told_nothing_of_notes_or_of_who_gave_which_grade(term: Term) -> None:
    app = term.app("leon-piatkowski")
    with app.ports.store.begin() as work:
        assert work.streams() == ()
        for held in work.documents(DocumentKind.RELEASE):
            if held.id.endswith("summary"):
                document = work.document(DocumentKind.RELEASE, held.id)
                assert document is not None
                content = json.loads(app.ports.reports.data(document.body))["content"]
                assert not any(view["reviewers"] for view in content["views"])
                assert not content["others"]
                assert not content["comment"]


def test_the_correction_was_answered_and_its_difference_printed(term: Term) -> None:
    app = term.app("tom-ashdown-reyes")
    line = next(each for each in reviews.lines(app.ports, app.signer) if each.school == "900101")
    view = reviews.open_review(app.ports, app.signer, line.stream)
    corrected = [each for each in view.check.paragraphs if each.verdict.text == "correction"]
    (mark,) = corrected
    assert (mark.outcome.text, mark.answered) == ("changed", True)
    assert "September" not in mark.text
    assert view.notes == ()
    plan = triads.show(app.ports, app.signer, triads.mine(app.ports, app.signer)[0][0])
    assert {len(each) for each in plan.contacts.values()} == {4}


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Refused, match="There is something here already") as refused:
        player.play(tmp_path, today=date(2026, 12, 11))
    assert refused.value.code == "not_empty"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert run(["demo", str(tmp_path / "mine.txt")]) == 1


@pytest.mark.parametrize("there", [True, False])
def test_a_play_that_is_stopped_leaves_nothing(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "deep" / "term"
    if there:
        folder.mkdir(parents=True)
    told = []

    def stop(what: str, done: int, of: int) -> None:
        told.append((what, done, of))
        if len(told) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        player.play(folder, today=date(2026, 12, 11), progress=stop)
    assert folder.exists() == there
    assert not there or not list(folder.iterdir())
    assert told[0][1] == 0
    assert 0 < told[1][1] < told[1][2]


def test_a_cue_is_english_time() -> None:
    assert Cue(date(2026, 11, 17), "08:30").moment == datetime(2026, 11, 17, 8, 30, tzinfo=UTC)
    for day in (date(2026, 3, 28), date(2026, 3, 29), date(2026, 7, 1), date(2026, 10, 24), date(2026, 10, 25)):
        local = datetime(day.year, day.month, day.day, 8, 30, tzinfo=ZoneInfo("Europe/London"))
        assert Cue(day, "08:30").moment == local


def test_the_clock_goes_forward_only() -> None:
    clock = Clock(datetime(2026, 11, 17, 8, tzinfo=UTC))
    first = clock()
    clock.move(datetime(2026, 11, 16, tzinfo=UTC))
    assert clock() > first
    clock.move(datetime(2026, 11, 18, tzinfo=UTC))
    assert clock().date() == date(2026, 11, 18)


def test_ids_come_again_under_the_same_seed() -> None:
    tom, again, other, miriam = (ids(*each) for each in ((1, "Tom"), (1, "Tom"), (2, "Tom"), (1, "Miriam")))
    first = tom()
    assert first == again()
    assert len({first, other(), miriam(), tom()}) == 4
    assert len(first) == 32


@pytest.mark.heavy
def test_the_same_seed_and_day_give_the_same_term(term: Term, tmp_path: Path) -> None:
    again = played(tmp_path / "again", tmp_path / "sockets")
    assert again.index == term.index
    for table in (term.folder / "board").iterdir():
        if table.suffix == ".xlsx":
            books = [openpyxl.load_workbook(each.folder / "board" / table.name) for each in (term, again)]
            cells = [[(sheet.title, list(sheet.values)) for sheet in book] for book in books]
            assert cells[0] == cells[1]
        else:
            assert table.read_bytes() == (again.folder / "board" / table.name).read_bytes()
    with again.open_apps:
        for person in term.people:
            assert told(term, person) == told(again, person)
    assert sha256(term.certificate.read_bytes()) != sha256(again.certificate.read_bytes())


@pytest.mark.heavy
def test_another_seed_gives_other_ids_and_the_same_words(term: Term, tmp_path: Path) -> None:
    other = played(tmp_path / "other", tmp_path / "sockets", seed=SEED + 1)
    with other.open_apps:
        one, two = (told(each, "tom-ashdown-reyes") for each in (term, other))
    assert len(one) == len(two)
    assert {each[1] for each in one}.isdisjoint(each[1] for each in two)
    texts = [sorted(str(each[-1]) for each in whole if str(each[-1]).startswith('"') and " " in str(each[-1]))
             for whole in (one, two)]  # fmt: skip
    assert texts[0] == texts[1]


@pytest.mark.heavy
def test_a_pretend_profile_has_something_of_everything_to_do(tmp_path: Path) -> None:
    now = datetime(2026, 11, 21, 10, tzinfo=UTC)  # a Saturday: the visit was on Friday
    made = player.pretend(tmp_path / "pretend", now=now)
    assert [path.name for path in tmp_path.iterdir()] == ["pretend"]
    with open_profile(made.profiles["Miriam Feldt"], Unlock(phrase=made.phrase)) as app:
        view = home.show(app.ports, app.signer)
        assert view.pretend
        named = {(line.button, line.school) for line in (*view.my_school, *view.reviewing, *view.triads)}
        waiting = {(button, school.partition(", visit on ")[0]) for button, school in named}
        assert waiting >= {
            ("Begin", "Tansy Bank C of E Primary"),
            ("Share", "Tansy Bank C of E Primary"),
            ("Open", "Ormery Lane Junior"),
            ("Sign", "Quillbeck Primary"),
        }
        visit = next(each for each in reviews.lines(app.ports, app.signer) if each.school == "900103")
        assert visit.visit_date == date(2026, 11, 20)
        view = reviews.open_review(app.ports, app.signer, visit.stream)
        assert len(view.notes) >= 5
        assert not any("Marker" in note.text.text for note in view.notes)
        finish(app, visit.stream, tmp_path / "pretend" / player.KEY_FILES, made.phrase)
        (version,) = reviews.open_review(app.ports, app.signer, visit.stream).signing.versions
        assert version.state == "signed"
    files = sorted((tmp_path / "pretend" / player.KEY_FILES).iterdir())
    assert [path.name for path in files] == ["Dele Akintola.p12", "Tom Ashdown-Reyes.p12"]


def finish(app: App, review: str, key_files: Path, phrase: str) -> None:
    """Bring the review of today's visit to its end on this one laptop, colleagues by their key files."""
    ports, miriam = app.ports, app.signer
    tom, dele = (start.guest(key_files / f"{name}.p12", phrase) for name in ("Tom Ashdown-Reyes", "Dele Akintola"))
    for signer in (miriam, tom):
        grading.put_in(ports, signer, review, {"P2": "2", "P5": "2", "O": "2"})
        grading.lock(ports, signer, review)
    grading.show_both(ports, miriam, review, also=[tom])
    for section in ("P2", "P5", "O"):
        grading.agree(ports, miriam, review, section, "2", reason="We saw it in every class")
    grading.confirm(ports, dele, review)
    given = {"evidence": "Joint walk, books", "ways": ["LWALK", "BOOKS"], "starred": True}
    point = points.add(ports, miriam, review, "Move pupils on as soon as they are ready.", Tag.NEXT_STEP, "P2", **given)
    points.next_step(ports, miriam, review, point, first="A plan", owner="Leader", due=date(2027, 3, 1), know="Books")
    points.said(ports, miriam, review, point)
    write(ports, miriam, review, of("report", "report", headline="A school whose pupils remember what they learnt."))
    checking.send_draft(ports, miriam, review)
    checking.all_accurate(ports, dele, review)
    signing.make_version(ports, miriam, review)
    for signer in (miriam, tom, dele):
        signing.sign(ports, signer, review, "1")


def told(term: Term, person: str) -> list[tuple[object, ...]]:
    """Everything that a profile holds, without what is secret or random: stream, record, field, who, when, what."""
    app = term.app(person)
    with app.ports.store.begin() as work:
        found = []
        for name in work.streams():
            stream = work.stream(name)
            for each in stream.changes:
                for op in each.change.ops:
                    value = stream.values.get(op.digest)
                    words = None if value is None or op.field in _RANDOM else json.dumps(value.value)
                    found.append((each.change.at, name, op.kind, op.record, op.field, each.change.author, words))
        return sorted(found, key=str)


_RANDOM = {"pdf", "tips", "data", "views", "of", "finding", "network", "ops"}
"""Fields that name a file, a change or an op: made of signatures and salts."""
