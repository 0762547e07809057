"""From the signed report to the lead headteacher's term and the board's tables; and keeping data safe."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from peerreview.analysis import released
from peerreview.bootstrap import Unlock, checkers, open_profile, read_workbook, restore_profile
from peerreview.domain.reviews import Audience, Level
from peerreview.errors import BadInput, EnvironmentFault, Refused
from peerreview.services import (
    board,
    dossier,
    grading,
    keeping,
    leading,
    membership,
    noting,
    opening,
    reporting,
    reviews,
    sending,
    sharing,
    start,
    verifying,
)
from peerreview.services.board import Marking
from tests.integration.services.world import RING, UNLOCK, World, signed

At = Callable[[str], World]


def passed_on(world: World) -> None:
    """The full report is with the lead headteacher, the summary with the board."""
    tom = world.desk("tom")
    for audience, who in ((Audience.LEAD_HEAD, "bernadette"), (Audience.BOARD, "gwen")):
        made = sharing.share(*tom, world.review, audience)
        sent = sending.report(*tom, world.review, made.record, world.file(who))
        opening.bring_in(*world.desk(who), sent.paths[0])


def test_each_audience_gets_its_level_and_no_more(at: At) -> None:
    world = at("signed")
    passed_on(world)
    [full] = board.held(*world.desk("bernadette"))
    [summary] = board.held(*world.desk("gwen"))
    assert (full.level, summary.level) == (Level.FULL, Level.SUMMARY)
    assert full.views[1].reviewers == {"A": "2", "B": "2"}
    assert all(not view.reviewers for view in summary.views)
    assert summary.comment == ""
    assert summary.others == ()
    assert full.comment == "A useful day."
    with world.app("tom").ports.store.begin() as work:
        pdf = work.document("release", sharing.document_id(world.review, Level.FULL))
    assert pdf is not None
    assert len(summary.of_full) == 64


def test_grades_alone_come_in_from_the_school_and_from_nobody_else(at: At) -> None:
    world = at("signed")
    tom, gwen = world.desk("tom"), world.desk("gwen")
    shared = sharing.share(*tom, world.review, Audience.BOARD, Level.VIEWS, below_least=True)
    path = sending.report_pdf(*tom, world.review, shared.record, world.out)
    assert opening.bring_in(*gwen, path).sentence.endswith("added to Quillbeck Primary.")
    [held] = board.held(*gwen)
    assert (held.level, held.people, held.comment) == (Level.VIEWS, (), "")
    ports, signer = world.desk("dele")
    attached = released.decode(ports.reports.data(path.read_bytes()))
    model = reporting.model(ports, signer, world.review)
    own = replace(model, level=Level.VIEWS, data=released.encode(attached.content, attached.tips))
    own = replace(own, people=tuple(replace(each, signs=each.person == signer.person) for each in model.people))
    forged = world.out / "forged.pdf"
    forged.write_bytes(
        ports.reports.sign(
            ports.reports.make_pdf(own), signer, field=f"Sig-{signer.person}", role="Host head",
            meaning="A fair record", at=world.clock(), certify=True,
        )
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        opening.bring_in(*gwen, forged)
    assert refused.value.code == "unknown_signer"


def test_the_board_holds_no_note_and_no_stream(at: At) -> None:
    world = at("signed")
    passed_on(world)
    for who in ("gwen", "bernadette"):
        with world.app(who).ports.store.begin() as work:
            assert work.streams("review-") == work.streams("reviewers-") == ()
            assert work.search_notes("corrections") == ()


def test_below_the_least_level_is_asked_for_by_name(at: At) -> None:
    world = at("signed")
    tom = world.desk("tom")
    assert sharing.share(*tom, world.review, Audience.GOVERNORS, Level.VIEWS).to == ()
    with pytest.raises(Refused) as refused:
        sharing.share(*tom, world.review, Audience.TRUST)
    assert refused.value.code == "not_planned"
    with pytest.raises(Refused) as refused:
        sharing.share(*world.desk("dele"), world.review, Audience.BOARD)
    assert refused.value.code == "not_the_host"


def test_an_unsigned_report_is_not_shared(at: At) -> None:
    world = at("drafted")
    with pytest.raises(Refused) as refused:
        sharing.share(*world.desk("tom"), world.review, Audience.BOARD)
    assert refused.value.code == "not_signed"


def test_support_needed_asks_who_tells_whom_before_sharing(at: At) -> None:
    world = at("drafted")
    dele = (*world.desk("dele"), world.review)
    grading.agree(*dele, "O", "3")
    with world.app("dele").ports.store.begin() as work:
        held = dossier.open_in(world.app("dele").ports, work, world.app("dele").signer, world.review)
        assert grading.needs_telling(held)
    assert reviews.open_review(*dele).sharing.must_say


def test_stopping_names_who_holds_it(at: At) -> None:
    world = at("signed")
    tom = world.desk("tom")
    sharing.share(*tom, world.review, Audience.LEAD_HEAD)
    assert sharing.stop(*tom, world.review, Audience.LEAD_HEAD) == (world.people["bernadette"],)
    [release] = sharing.releases(*tom, world.review)
    assert release.stopped is not None
    with pytest.raises(Refused):
        sending.report(*tom, world.review, release.record, world.file("late"))


def test_the_lead_sees_what_came_and_passes_the_term_on(at: At) -> None:
    world = at("signed")
    lead = world.desk("bernadette")
    lines = {line.school: line for line in leading.show(*lead).lines}
    assert lines["Quillbeck Primary"].state == "awaited"
    passed_on(world)
    view = leading.show(*lead)
    lines = {line.school: line for line in view.lines}
    assert len(lines) == 4
    assert lines["Quillbeck Primary"].state == "came"
    assert lines["Quillbeck Primary"].overall == "2 Secure, next steps clear"
    assert lines["Quillbeck Primary"].may_check
    assert not lines["Sandlark Primary"].may_check  # her own school

    [(group, name)] = view.groups
    [here] = view.held
    assert (here.school, here.level, here.group) == ("Quillbeck Primary", Level.FULL, group)
    headlines = ["Reading is strong", "Support lists are checked late"]
    sent = leading.send_term_report(*lead, group, "Autumn 2026", headlines, world.file("term"), reports=[here.document])
    said = opening.bring_in(*world.desk("gwen"), sent.paths[0]).sentence
    assert said.startswith("1 group-term report and 1 full report from Bernadette Oyelaran added")
    assert [each.level for each in board.held(*world.desk("gwen"))] == [Level.FULL]
    assert [f"{name} Autumn 2026 v1"] == list(leading.show(*lead).reports)
    with world.app("gwen").ports.store.begin() as work:
        held = work.document("term_report", leading.document_id(group, "Autumn 2026"))
    assert held is not None
    read = leading.read_term_report(held.body)
    assert read.by == "Bernadette Oyelaran"
    assert read.headlines[0] == "Reading is strong"
    assert [line.school for line in read.lines if line.came] == ["Quillbeck Primary"]
    with pytest.raises(BadInput) as newer:
        leading.read_term_report(held.body.replace(b'"format":1', b'"format":2'))
    assert newer.value.code == "newer_format"
    with pytest.raises(Refused):
        leading.term_report(*world.desk("gwen"), group, "Autumn 2026", [])


def test_the_lead_headteacher_sees_what_is_printed_beside_a_grade(at: At) -> None:
    world = at("drafted")
    grading.differ(*world.desk("miriam"), world.review, "P4", "The groups I saw were well led.")
    world.pass_on("miriam", "dele", "tom")
    passed_on(signed(world))
    [line] = [each for each in leading.show(*world.desk("bernadette")).lines if each.state == "came"]
    [(section, who, words)] = line.differences
    assert section.startswith("Disadvantaged pupils")
    assert (who, words) == ("Miriam Feldt saw it differently", "The groups I saw were well led.")


def test_a_quality_check_is_never_of_ones_own(at: At) -> None:
    world = at("signed")
    passed_on(world)
    lead = world.desk("bernadette")
    leading.quality_check(*lead, world.review, {"Q1": ("y", ""), "Q2": ("p", "One wording")}, "accept_with_points")
    tom = world.desk("tom")
    sharing.share(*tom, world.review, Audience.TRIAD)
    with pytest.raises(Refused) as refused:
        leading.quality_check(*tom, world.review, {}, "accept")
    assert refused.value.code == "own_review"


def test_the_boards_tables(at: At, tmp_path: Path) -> None:
    world = at("signed")
    passed_on(world)
    gwen = world.desk("gwen")
    with pytest.raises(BadInput):
        board.export_csv(*gwen, tmp_path, marking=Marking.CONFIDENTIAL)
    made = board.export_csv(*gwen, tmp_path, marking=Marking.CONFIDENTIAL, reason="Names schools with judgements")
    names = {path.name for path in made.paths}
    assert names == {"reviews.csv", "next_steps.csv", "progress.csv", "grades.csv", "datapackage.json"}
    rows = list(csv.DictReader(io.StringIO((tmp_path / "reviews.csv").read_text(encoding="utf-8"))))
    assert [row["agreed"] for row in rows if row["section"] == "P4"] == ["3"]
    assert {row["school"] for row in rows} == {"Quillbeck Primary"}
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert {each["path"] for each in package["resources"]} == names - {"datapackage.json"}
    columns = [field for each in package["resources"] for field in each["schema"]["fields"]]
    assert [field["name"] for field in columns if not field["description"]] == []
    with (tmp_path / "grades.csv").open(encoding="utf-8", newline="") as file:
        assert {(row["year"], row["term"]) for row in csv.DictReader(file)} == {("2026/27", "Autumn")}

    public = tmp_path / "public"
    public.mkdir()
    board.export_csv(*gwen, public, marking=Marking.PUBLIC)
    assert not any("Quillbeck" in path.read_text(encoding="utf-8") for path in public.iterdir())
    book = board.export_workbook(*gwen, tmp_path / "board.xlsx", marking=Marking.CONFIDENTIAL, reason="As above")
    about = read_workbook(book.paths[0])["About the columns"]
    assert all(row[3] for row in about)


def test_counts_of_two_school_years_are_never_added_up(at: At, tmp_path: Path) -> None:
    world = at("signed")
    passed_on(world)
    ports, gwen = world.desk("gwen")
    [release] = board.held(ports, gwen)
    later = replace(release, review="f" * 32, visited="2027-09-01")
    counted = board.counts([release, later], few=0)
    assert {(row[0], row[-1]) for row in counted[1:]} == {("2026/27", 1), ("2027/28", 1)}


def test_a_verdict_needs_no_profile(at: At, tmp_path: Path) -> None:
    world = at("signed")
    tom = world.desk("tom")
    made = sharing.share(*tom, world.review, Audience.BOARD)
    path = sending.report_pdf(*tom, world.review, made.record, tmp_path)
    with world.app("tom").ports.store.begin() as work:
        roots = membership.roots(work)
    known = verifying.verify(checkers(), path, roots=roots)
    assert known.good
    assert verifying.sentence(known) == "Unchanged since Tue 17 November 2026. Signed by Tom Ashdown-Reyes."
    unknown = verifying.verify(checkers(), path)
    assert unknown.intact
    assert not unknown.trusted
    path.write_bytes(path.read_bytes().replace(b"%%EOF", b"%%E0F", 1))
    assert not verifying.verify(checkers(), path, roots=roots).intact

    sent = sending.working_copy(*tom, world.review, [world.people["dele"]], world.file("copy"))
    with world.app("dele").ports.store.begin() as work:
        ages = start.identity_in(work).ages
    bundle = verifying.verify(checkers(), sent.paths[0], roots=roots, identities=ages)
    assert (bundle.kind, bundle.good) == ("bundle", True)


def test_a_safe_copy_comes_back_with_the_emergency_sheet(at: At, tmp_path: Path) -> None:
    world = at("shared")
    dele = world.desk("dele")
    noting.add(*dele, world.review, "walk: calm")
    kit = keeping.make_kit(*dele)
    assert kit.sheet.startswith(b"%PDF-")
    with pytest.raises(BadInput):
        keeping.kit_printed(world.app("dele").ports, kit, dict.fromkeys(kit.asked, "wrong"))
    assert not keeping.settings(*dele).kit_printed
    keeping.kit_printed(world.app("dele").ports, kit, {place: kit.words[place - 1] for place in kit.asked})
    keeping.safe_copy(*dele, tmp_path / "stick", phrase="a phrase for my key file")
    settings = keeping.settings(*dele)
    assert settings.kit_printed
    assert settings.last_copy_at == str(tmp_path / "stick")
    guest = start.guest(tmp_path / "stick" / "Dele Akintola key.p12", "a phrase for my key file")
    assert (guest.person, guest.guest) == (dele[1].person, True)
    world.close()

    words = " ".join(kit.words)
    new = Unlock(phrase="another phrase on another computer")
    with restore_profile(tmp_path / "stick", tmp_path / "back", new, words, world.sources) as app:
        assert app.signer == dele[1]
        assert [note.text.text for note in reviews.open_review(app.ports, app.signer, world.review).notes] == ["calm"]
    with pytest.raises(Refused):
        open_profile(tmp_path / "back", Unlock(phrase="a wrong phrase altogether"))
    with pytest.raises((Refused, BadInput)):
        restore_profile(tmp_path / "stick", tmp_path / "third", new, " ".join(reversed(kit.words)))


def test_another_key_and_everything_is_still_there(at: At) -> None:
    world = at("shared")
    kit = keeping.make_kit(*world.desk("tom"))
    before = dict(RING)
    assert keeping.rekey(world.app("tom").ports)
    assert before != RING
    assert reviews.open_review(*world.desk("tom"), world.review).school == "Quillbeck Primary"
    world.close()
    with open_profile(world.folder / "tom", UNLOCK, world.sources) as app:
        assert keeping.check(app.ports).problems == ()
        assert keeping.rebuild(app.ports).problems == ()
    assert len(kit.words) == 24


def test_one_window_a_profile(at: At) -> None:
    world = at("joined")
    world.app("tom")
    with pytest.raises(EnvironmentFault) as fault:
        open_profile(world.folder / "tom", UNLOCK)
    assert fault.value.code == "already_open"


def test_notes_are_cleared_out_and_the_report_stays(at: At) -> None:
    world = at("signed")
    dele = world.desk("dele")
    with pytest.raises(Refused) as refused:
        keeping.clear_out(*dele, world.review)
    assert refused.value.code == "too_early"
    world.clock.on(date(2027, 3, 3))
    assert keeping.clear_out(*dele, world.review) == 2
    view = reviews.open_review(*dele, world.review)
    assert all(note.removed for note in view.notes if not note.private)
    assert view.points[0].text.text.startswith("Reading is taught")
    assert noting.search(*dele, "corrections") == ()


def test_a_second_file_of_the_day_has_a_name_of_its_own(at: At) -> None:
    world = at("shared")
    to = [world.people["miriam"]]
    first, again = (
        sending.working_copy(*world.desk("dele"), world.review, to, world.out).paths[0].name for _ in range(2)
    )
    assert first == "2026-11-02 Working copy, Quillbeck Primary for Miriam Feldt.prb"
    assert again == "2026-11-02 Working copy, Quillbeck Primary for Miriam Feldt, 2.prb"
