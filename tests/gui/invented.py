# ruff: noqa: E501 - a table of invented people reads best a line each
"""Views as the services would make them, of the invented Reed triad (no store, no keys): for layout and keyboard tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from peerreview.config import paths
from peerreview.domain.grades import Comparison
from peerreview.domain.ledger import SetAside
from peerreview.domain.network import Group, GroupKind, Network, School
from peerreview.domain.people import Person, Role
from peerreview.domain.reviews import Audience, Level, Step, Tag, VisitState
from peerreview.handbook.reader import load
from peerreview.services.drill import Drilled
from peerreview.services.note_views import NextStepView, NoteView, PointView
from peerreview.services.post import Came, PostView
from peerreview.services.regular_copies import RegularCopies
from peerreview.services.report_views import (
    CheckView,
    Finding,
    ParagraphView,
    ReportVersionView,
    SignerView,
    SigningView,
)
from peerreview.services.review_views import AttachmentView, LastStepView, ReviewView, StepView, WalkView
from peerreview.services.section_views import (
    AnswerView,
    BankQuestion,
    DifferenceView,
    GradeView,
    HiddenView,
    QuestionView,
    SectionView,
)
from peerreview.services.sharing_views import ActionView, Addressee, AudienceView, ReleaseView, SharingView
from peerreview.services.stamping import NewStamp
from peerreview.services.triad_views import ParticipantView, TriadView, VisitView
from peerreview.services.views import (
    CastView,
    ContactView,
    DeadlineView,
    FieldView,
    HomeLine,
    HomeView,
    LeadLine,
    LeadView,
    Notice,
    SettingsView,
    SlotView,
    Target,
    TwoVersions,
    VersionView,
)
from peerreview.services.views import Screen as Where
from peerreview.services.went import Went
from peerreview.services.words import ROLE_WORDS, STEP_WORDS

REVIEW = "review-" + "1" * 32
REVIEWERS = "reviewers-" + "2" * 32
TRIAD = "triad-" + "3" * 32
VISIT = date(2026, 11, 17)

PACK = load(paths.forms() / "triad-p")
SCALE = PACK.scales[0]


def field(
    kind: str, record: str, name: str, value: object = None, *, editable: bool = True, why: str = ""
) -> FieldView:
    """A field of the review."""
    return FieldView(REVIEW, kind, record, name, value, ("c" * 64 + ":0",), editable, why_not=why)


def _grade(code: str, title: str, own: str, agreed: str | None, shown: bool) -> GradeView:
    reviewers = (
        (("Miriam Feldt", "2"), ("Dele Akintola", "3" if code == "P4" else "2")) if shown and code != "O" else ()
    )
    differs = code == "P4" and shown
    differences = (
        (
            DifferenceView(
                "d", "Dele Akintola", field("difference", f"{code}.d", "words", "I saw it as patchy in Year 5."),
                field("difference", f"{code}.d", "grade", "3"),
            ),
        )
        if differs
        else ()
    )  # fmt: skip
    return GradeView(
        section=code,
        title=title,
        scale=SCALE,
        own=field("self_view", code, "grade", own),
        own_words=field("self_view", code, "words", "Books and talk show pupils recall more than last year."),
        mine=field("hidden_view", f"{code}.m", "grade", None),
        reviewers=reviewers,
        agreed=field("agreed", code, "grade", agreed),
        agreed_words=field("agreed", code, "words", ""),
        agreed_reason=field("agreed", code, "reason", ""),
        confirmed=field("agreed", code, "confirmed", None, editable=False),
        compared=Comparison.SAME if agreed == own else Comparison.LOWER if agreed else Comparison.NONE,
        differs=differs,
        same="2" if shown and not differs else "",
        asked_of_reviewers=code != "O",
        one_reviewer=code == "P6",
        differences=differences,
        label_own=f"{own} {SCALE.point(own).label}",  # type: ignore[union-attr]
        label_agreed=f"{agreed} {SCALE.point(agreed).label}" if agreed else "",  # type: ignore[union-attr]
    )


def _sections(shown: bool = True) -> tuple[SectionView, ...]:
    own = {"P1": "2", "P2": "2", "P3": "1", "P4": "3", "P5": "2", "P6": "2", "O": "2"}
    found = []
    for section in (*PACK.areas, PACK.overall):
        assert section is not None
        code, title = section.code, section.title
        focus = code in ("P2", "P4", "P6", "O")
        agreed = {"P2": "2", "P4": "3"}.get(code)
        found.append(
            SectionView(
                section=section,
                code=code,
                title=title,
                focus=field("self_view", code, "focus", focus),
                looked_at=focus,
                every_time=code == "O",
                notes=5 if focus else 0,
                ways=("LWALK", "BOOKS") if focus else (),
                answers=(),
                grades=_grade(code, title, own[code], agreed, shown and focus),
                not_seen_for=3 if code == "P5" else 0,
                seen=(("LWALK", 3), ("BOOKS", 2)) if focus else (),
            )
        )
    return tuple(found)


def _note(
    number: int, words: str, activity: str, section: str, *, private: bool = False, mine: bool = True
) -> NoteView:
    record = f"{number:032x}"
    return NoteView(
        stream=REVIEWERS,
        record=record,
        private=private,
        mine=mine,
        who="Miriam Feldt" if mine else "Dele Akintola",
        text=FieldView(REVIEWERS, "note", record, "text", words, ("a:0",), mine, history=number == 1),
        activity=activity,
        at=datetime(2026, 11, 17, 9, 45 + number, tzinfo=UTC),
        place="Year 4",
        section=section,
        shows="strength" if number % 2 else "",
        typical="",
        seen_by=(),
        starred=number == 2,
        points=(),
    )


def _notes() -> tuple[NoteView, ...]:
    return (
        _note(1, "Y4 books show fractions built from Year 2; no gaps in the run.", "BOOKS", "P2"),
        _note(2, "Six pupils explained how they check an answer with a partner.", "PUPIL", "P2"),
        _note(
            3, "Phonics pace differs between the two classes; leaders know and have a plan.", "LWALK", "P2", mine=False
        ),
        _note(4, "Adult time is moved to where the catch-up is; families asked for a later start.", "STAFF", "P4"),
        _note(5, "Ask about the reading records again after lunch.", "", "", private=True),
    )


def _point(number: int, words: str, tag: Tag, section: str, *, starred: bool, lacks: tuple[str, ...] = ()) -> PointView:
    record = f"{number + 64:032x}"
    step = None
    if tag is Tag.NEXT_STEP:
        step = NextStepView(
            field("next_step", record, "first", "Two phases share one reading record for a half-term"),
            field("next_step", record, "owner", "Reading lead"),
            field("next_step", record, "due", "2027-02-12"),
            field("next_step", record, "know", ""),
            complete=False,
        )
    return PointView(
        record=record,
        who="Miriam Feldt",
        text=field("main_point", record, "text", words),
        tag=tag,
        section=section,
        evidence=field("main_point", record, "evidence", "Y3-Y6 books, two learning walks, six pupils"),
        ways=("BOOKS", "LWALK", "PUPIL"),
        seen="Seen in 3 ways",
        starred=starred,
        said=number == 1,
        reason=field("main_point", record, "reason", ""),
        words=len(words.split()),
        notes=(f"{1:032x}",),
        next_step=step,
        lacks=lacks,
    )


ASKED = (
    QuestionView(
        "b1", FieldView(REVIEWERS, "asked", "b1", "text", "Which pupils did not gain?", (), True), "P4", True,
        FieldView(REVIEWERS, "asked", "b1", "answer", "Four in Year 5; the plan says so.", (), True),
        FieldView(REVIEWERS, "asked", "b1", "validated", True, (), True), True, "impact-3", "Dele Akintola",
    ),
)  # fmt: skip


def _bank() -> tuple[BankQuestion, ...]:
    prompts = (
        BankQuestion(each.code, each.text, "section", (area.code,)) for area in PACK.areas for each in area.prompts
    )
    rest = (BankQuestion(each.code, each.text, str(each.stage), each.sections, each.grades) for each in PACK.questions)
    return (*prompts, *rest)


def _points() -> tuple[PointView, ...]:
    return (
        _point(1, "Pupils remember what they learnt in earlier years and use it with confidence.", Tag.STRENGTH, "P2", starred=True),
        _point(2, "Catch-up starts early and is checked every half-term.", Tag.STRENGTH, "P4", starred=True),
        _point(3, "Make reading records uneven no longer: one way of writing them in every phase.", Tag.NEXT_STEP, "P2",
               starred=True, lacks=("next_step",)),
        _point(4, "Which pupils gain least from the breakfast club?", Tag.QUESTION, "P4", starred=False, lacks=("ways",)),
    )  # fmt: skip


def _steps(current: Step) -> tuple[StepView, ...]:
    order = list(Step)
    return tuple(
        StepView(step, STEP_WORDS[step], VISIT if order.index(step) < order.index(current) else None, step is current)
        for step in order
    )


CONTACTS = (
    ContactView("1", "lead", "Shona Prewett", "Room 4", "ext 21"),
    ContactView("2", "deputy", "Jan Corrie", "Office", "ext 10"),
    ContactView("3", "chair", "Yusuf Rahmani", "", "01632 960111"),
    ContactView("4", "officer", "Duty team", "", "01632 960222"),
)

SLOTS = (
    SlotView("s1", "08:30", "08:45", "Arrival, sign-in, safeguarding briefing", "", "all"),
    SlotView("s2", "08:45", "09:15", "Head: context and priorities", "", "all"),
    SlotView("s3", "09:15", "09:45", "Data discussion", "DATA", "reviewers and head"),
    SlotView("s4", "09:45", "10:45", "Joint learning walk", "LWALK", "all"),
    SlotView("s5", "11:30", "12:00", "Pupil talk", "PUPIL", "reviewers"),
)


def _cast(me: str) -> tuple[CastView, ...]:
    people = (
        ("t", "Tom Ashdown-Reyes", Role.HOST, "Quillbeck Primary"),
        ("m", "Miriam Feldt", Role.LEAD_REVIEWER, "Tansy Bank C of E Primary"),
        ("d", "Dele Akintola", Role.REVIEWER, "Ormery Lane Junior"),
    )
    return tuple(
        CastView(person, name, str(role), ROLE_WORDS[role], school, "", person == me)
        for person, name, role, school in people
    )


def _check() -> CheckView:
    def paragraph(record: str, title: str, text: str, verdict: str | None, outcome: str | None) -> ParagraphView:
        return ParagraphView(
            record=record,
            title=title,
            text=text,
            verdict=field("check_mark", record, "verdict", verdict),
            words=field("check_mark", record, "words", "It was 18 pupils, not 12." if verdict == "correction" else ""),
            outcome=field("check_answer", record, "outcome", outcome),
            because=field("check_answer", record, "because", ""),
            answered=outcome is not None,
            stale=False,
            marked=verdict or "",
            marked_words="It was 18 pupils, not 12." if verdict == "correction" else "",
            ask_lead="Dear Bernadette Oyelaran, ..." if verdict == "correction" else "",
        )

    return CheckView(
        open=True,
        paragraphs=(
            paragraph(
                "headline", "Headline", "Reading support reaches few of the pupils who need it.", "correction", None
            ),
            paragraph("p1", "Strength 1", "Pupils remember what they learnt in earlier years.", "accurate", None),
            paragraph("p2", "Next step 1", "One way of writing reading records in every phase.", None, None),
        ),
        waiting=1,
        unmarked=1,
        comment=field("comment", "comment", "words", ""),
        done=False,
    )


def _signing() -> SigningView:
    when = datetime(2026, 11, 19, 16, 5, tzinfo=UTC)
    return SigningView(
        versions=(
            ReportVersionView(
                number="1",
                state="open",
                made=when,
                pdf="e" * 64,
                signers=(
                    SignerView("m", "Miriam Feldt", "Report writer", True, when, "a fair record"),
                    SignerView("d", "Dele Akintola", "Fellow reviewer", False, None, ""),
                    SignerView("t", "Tom Ashdown-Reyes", "Host head", False, None, ""),
                ),
                replaces="",
                why="",
                changed_since=False,
            ),
        ),
        may_sign=False,
        meanings=("fair_record", "comment_stands"),
        with_whom="Dele Akintola",
        since=when,
        reminder="Dear Dele, the Quillbeck report is with you for signing since Tue 17 November.",
    )


FINDINGS = (
    Finding("likely_name", "Headline", "This may name someone: Mrs H-. Reports speak of roles.", True, digest="f" * 64),
    Finding("thin_evidence", "P4", "Section P4 rests on one kind of evidence (learning walk).", False),
)


def _sharing() -> SharingView:
    def audience(kind: Audience, label: str, level: str | None, people: tuple[tuple[str, str], ...]) -> AudienceView:
        record = str(kind)
        return AudienceView(
            kind, label, field("sharing", record, "level", level), Level.FULL, None, people,
            field("sharing", record, "agreed_with"), None,
            tuple(Addressee(person, name, "Headteacher, Sandlark Primary", frozenset(), True) for person, name in people),
        )  # fmt: skip

    return SharingView(
        plan=(
            audience(
                Audience.TRIAD, "Fellow heads of the triad", "full", (("m", "Miriam Feldt"), ("d", "Dele Akintola"))
            ),
            audience(Audience.GOVERNORS, "Governors", "full", ()),
            audience(Audience.LEAD_HEAD, "Lead headteacher", "full", (("b", "Bernadette Oyelaran"),)),
            audience(Audience.BOARD, "The board's team", "summary", (("g", "Gwen Hathersage"),)),
            audience(Audience.TRUST, "Trust", None, ()),
            audience(Audience.DIOCESE, "Diocese", None, ()),
        ),
        releases=(
            ReleaseView(
                "r1",
                "1",
                "lead_head",
                Level.FULL,
                ("Bernadette Oyelaran",),
                date(2026, 12, 3),
                None,
                "e" * 64,
                (
                    "File for Bernadette Oyelaran made on Thu 3 December 16:10. Arrived with Bernadette Oyelaran (Fri 4 December 08:30).",
                ),
            ),
        ),
        sent=(),
        must_say=True,
        tells_chair=field("report", "report", "tells_chair", ""),
        rings_lead=field("report", "report", "rings_lead", ""),
        tells_by=field("report", "report", "tells_by", ""),
    )


def review(role: Role = Role.LEAD_REVIEWER, *, step: Step = Step.VISIT, shown: bool = True) -> ReviewView:
    """The review of Quillbeck as its report writer (or another) sees it."""
    host = role is Role.HOST
    me = {"host": "t", "lead_reviewer": "m"}.get(str(role), "d")
    action = "4" * 32
    names = ("change", "steps", "owner", "help", "start", "due", "know", "progress", "effect", "checked")
    return ReviewView(
        stream=REVIEW,
        reviewers_stream="" if host else REVIEWERS,
        school="Quillbeck Primary",
        urn="900101",
        phase="primary",
        visit_date=VISIT,
        visit_state=VisitState.PLANNED,
        term="Autumn 2026",
        my_role=str(role),
        handbook=PACK,
        cast=_cast(me),
        steps=_steps(step),
        deadlines=(
            DeadlineView("draft", "Draft report", date(2026, 11, 19), "Report writer", None, False),
            DeadlineView("check", "Check for accuracy", date(2026, 12, 1), "Host head", None, False),
        ),
        sections=_sections(shown),
        answers=(
            AnswerView(
                "A3", "Three priorities from the improvement plan", "table", 0,
                field("answer", "A3", "rows", [{"priority": "Reading for all"}]),
            ),
            AnswerView("A2", "What changed since last time", "text", 80, field("answer", "A2", "value", "Two new phase leads.")),
            AnswerView("A7", "Where you most want challenge", "text", 60, field("answer", "A7", "value", "")),
            AnswerView("A8", "Anything off limits today", "text", 40, field("answer", "A8", "value", "")),
        ),
        questions=(
            QuestionView("q1", field("key_question", "q1", "text", "What is different for pupils now?"), "P2"),
            QuestionView("q2", field("key_question", "q2", "text", "Who sees this differently?"), ""),
            *(ASKED if role is not Role.HOST else ()),
        ),
        bank=_bank() if role is not Role.HOST else (),
        last_time=(
            LastStepView(
                "l1",
                field("last_step", "l1", "text", "Every subject lead checks books once a half-term."),
                field("last_step", "l1", "outcome", None),
                field("last_step", "l1", "words", ""),
            ),
        ),
        attachments=(AttachmentView("a1", "Self-evaluation 2026", "application/pdf", 412_000, "b" * 64, "Tom Ashdown-Reyes"),),
        notes=() if host else _notes(),
        hidden=None if host else HiddenView((("m", "Miriam Feldt", True), ("d", "Dele Akintola", shown)), shown, shown, True, agreement="Same view in 1 of 2; one section seen by one reviewer" if shown else ""),
        points=_points(),
        report={
            name: field("report", "report", name, "")
            for name in ("met", "focus", "headline", "practice", "practice_consent", "last_time", "support_wanted",
                         "support_offered", "tells_chair", "rings_lead", "tells_by")
        }
        | {"headline": field("report", "report", "headline", "Pupils learn a lot here, and remember it.")},
        feedback={
            "heard_by": field("feedback", "feedback", "heard_by", "Head and chair of governors"),
            "chair_present": field("feedback", "feedback", "chair_present", True),
            "at": field("feedback", "feedback", "at", None),
        },
        check=_check(),
        signing=_signing(),
        sharing=_sharing(),
        actions=(ActionView(action, "", {name: field("action", action, name) for name in names}),),
        contacts=CONTACTS,
        timetable=SLOTS,
        two_versions=1,
        set_aside=0,
        inert=0,
        facts={name: field("review", "review", name, value) for name, value in (("phase", "primary"), ("pupils", 412))},
        earlier=date(2025, 11, 18),
        walks=tuple(
            WalkView(f"{slot.start}–{slot.end}", slot.title, field("slot", slot.record, "who", slot.who))
            for slot in SLOTS
            if slot.activity
        ),
    )  # fmt: skip


def home(*, empty: bool = False) -> HomeView:
    """Home of Miriam, who hosts one school and reviews two."""
    lines = ()
    if not empty:
        lines = (
            HomeLine("Send the draft report to Tom for his accuracy check.", "Quillbeck Primary", date(2026, 11, 19), "Open the report", Target(Where.REPORT, REVIEW)),
            HomeLine("Give your grades; Dele's are in.", "Ormery Lane Junior", date(2026, 11, 10), "Give grades", Target(Where.GRADES, REVIEW), late=True, visit=date(2026, 11, 10)),
        )  # fmt: skip
    own = () if empty else (HomeLine("Share your self-evaluation with your reviewers.", "Tansy Bank C of E Primary", date(2026, 11, 10), "Prepare", Target(Where.PREPARE, REVIEW)),)  # fmt: skip
    triads = () if empty else (HomeLine("Agree three dates for the spring term.", "Reed triad", None, "Open the triad", Target(Where.TRIAD, TRIAD)),)  # fmt: skip
    return HomeView(
        name="Miriam Feldt",
        school="Tansy Bank C of E Primary",
        my_school=own,
        reviewing=lines,
        triads=triads,
        notices=(
            Notice("not_safe", "Your emergency sheet is not printed yet. Without it a broken laptop means lost work.", "Print it", Target(Where.SETTINGS)),
        ) if not empty else (),
        next="Nothing is waiting for you. Next: Tansy Bank, Tuesday 24 November.",
        hats=frozenset({"head", "lead_head", "officer"}),
    )  # fmt: skip


def triad() -> TriadView:
    """The Reed triad's year."""

    def visit(number: int, school: str, urn: str, host: str, writer: str, on: str | None) -> VisitView:
        record = f"{number:032x}"
        return VisitView(
            record=record,
            school=school,
            urn=urn,
            host="t",
            host_name=host,
            writer="m",
            writer_name=writer,
            reviewers=("d",),
            date=FieldView(TRIAD, "visit", record, "date", on, (), True),
            state=VisitState.POSTPONED if number == 3 else VisitState.PLANNED,
            reason="Snow" if number == 3 else "",
            review=REVIEW if number == 1 else "",
            mine=number == 1,
            deadlines=(
                DeadlineView(
                    "shared", "Self-evaluation shared", date(2026, 11, 3), "Host head", date(2026, 11, 3), False
                ),
                DeadlineView("draft", "Draft report", date(2026, 11, 19), "Report writer", None, False),
            )
            if on
            else (),
            timetable=SLOTS if number == 1 else (),
            participants=(
                ParticipantView(
                    "p1", "Josie Marchbank", "Deputy", "Tansy Bank C of E Primary", "", "Miriam Feldt", False, None
                ),
            )
            if number == 1
            else (),
        )

    return TriadView(
        stream=TRIAD,
        name="Reed triad",
        year="2026/27",
        term="Autumn 2026",
        handbook="triad-p",
        members=_cast("m"),
        visits=(
            visit(1, "Quillbeck Primary", "900101", "Tom Ashdown-Reyes", "Miriam Feldt", "2026-11-17"),
            visit(2, "Tansy Bank C of E Primary", "900102", "Miriam Feldt", "Dele Akintola", "2026-11-24"),
            visit(3, "Ormery Lane Junior", "900103", "Dele Akintola", "Tom Ashdown-Reyes", None),
        ),
        contacts={"900101": CONTACTS},
        closure_days=(date(2026, 11, 27),),
        schools=(("900101", "Quillbeck Primary"), ("900102", "Tansy Bank C of E Primary")),
    )


def lead() -> LeadView:
    """Bernadette's page."""

    def line(
        school: str, state: str, *, late: bool = False, why: str = "", overall: str = "", may: bool = True
    ) -> LeadLine:
        return LeadLine(REVIEW, school, "Reed", VISIT, state, overall, "full" if overall else "", late, why,
                        f"Dear colleague, the report on {school} was due on Thu 3 December." if late else "", may)  # fmt: skip

    return LeadView(
        lines=(
            line("Quillbeck Primary", "came", overall="2 Secure, next steps clear"),
            line(
                "Tansy Bank C of E Primary",
                "awaited",
                late=True,
                why="With Dele Akintola since Tue 8 December",
            ),
            line("Ormery Lane Junior", "awaited", why="Snow; new date Tue 19 January"),
            line("Sandlark Primary", "came", overall="1 Strong, could share", may=False),
        ),
        groups=(("g1", "Dune collaborative"),),
        reports=("Autumn 2026, number 1",),
    )


def settings() -> SettingsView:
    """Miriam's settings."""
    return SettingsView(
        name="Miriam Feldt",
        school="Tansy Bank C of E Primary",
        person="m" * 32,
        network="Marram Vale",
        member=True,
        check_words=("amber", "candle", "drift", "elbow", "fable", "garden"),
        kit_printed=False,
        last_copy=datetime(2026, 11, 16, 18, 0, tzinfo=UTC),
        last_copy_at="E:/safe copies",
    )


def post() -> PostView:
    """What Miriam sent and what came to her."""
    at = datetime(2026, 11, 17, 12, 41, tzinfo=UTC)
    later = datetime(2026, 11, 17, 17, 5, tzinfo=UTC)
    went = (
        Went(("a",), at, "Working copy, Quillbeck Primary", (("Dele Akintola", later), ("Tom Ashdown-Reyes", None)), "", None, ()),
        Went(("b",), at, "Full report, Quillbeck Primary", (("Bernadette Oyelaran", later),), "You have asked for it back, so it is not sent again from here. Should they have it after all, make it anew where it was made.", later, ("Bernadette Oyelaran",)),
    )  # fmt: skip
    came = (
        Came("1", later, "Dele Akintola", "12 notes from Dele Akintola added to Quillbeck Primary.", False, ""),
        Came("2", at, "Tom Ashdown-Reyes", "3 answers from Tom Ashdown-Reyes added to Quillbeck Primary.", False, "This can no longer be taken out: it has been sent on or signed since."),
        Came("3", at, "Tom Ashdown-Reyes", "1 attachment from Tom Ashdown-Reyes added to Quillbeck Primary.", True, ""),
    )  # fmt: skip
    aside = (SetAside("c" * 64, REVIEW, "p", "a", "written by somebody who left, and sealed by no member"),)
    admits = ((aside[0].reason, "The report writer or the host may let it in by name, with a reason that all see."),)
    others = HomeLine("Check the draft for accuracy", "Quillbeck Primary", date(2026, 12, 1), "Copy a reminder", Target(Where.CHECK, REVIEW), with_whom="Tom Ashdown-Reyes", mine=False, reminder="Dear Tom")  # fmt: skip
    return PostView(
        went,
        came,
        aside,
        admits,
        (("d", "Dele Akintola"),),
        (others,),
        ((Path("from Dele.prb"), "3 notes from Dele Akintola added to Quillbeck Primary."),),
        (("p", "Carys Bevan-Holt"),),
    )


def copies() -> tuple[RegularCopies, Drilled]:
    """Her safe copies: the stick has been at home since Tuesday, and the test went well."""
    when = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)
    return (
        RegularCopies("E:/safe copies", when, datetime(2026, 11, 17, 8, 5, tzinfo=UTC), "the folder is not there."),
        Drilled(when, True, "The safe copy was brought back and compared: 214 changes and 3 documents are whole."),
    )


def two_versions() -> tuple[TwoVersions, ...]:
    """A sentence that two people changed."""
    when = datetime(2026, 11, 17, 12, 41, tzinfo=UTC)
    versions = (
        VersionView("a:0", "Miriam Feldt", True, when, "Pupils remember what they learnt in earlier years.", origin="Written on this computer", said="Pupils remember what they learnt in earlier years."),
        VersionView("b:0", "Dele Akintola", False, when, "Most pupils remember what they were taught in earlier years.", origin="Came in a file from Dele Akintola, Tue 17 November 17:05", said="Most pupils remember what they were taught in earlier years."),
    )  # fmt: skip
    changed = replace(_points()[0].text, versions=versions, saw=("a:0", "b:0"))
    return (TwoVersions("Main point 1", changed, both="\n".join(str(each.value) for each in changed.versions)),)


NEW_STAMP = NewStamp(
    "Marram Vale", ("amber", "candle", "meadow", "lantern", "copper", "willow"),
    "Gwen Hathersage, board office, made this file on Tue 17 November 2026, on a computer listed since Wed 2 September 2026.",
)  # fmt: skip


def network() -> Network:
    """Marram Vale, as small as it can be."""
    return Network(
        id="n" * 32,
        name="Marram Vale",
        number=3,
        issued=VISIT,
        root="r" * 64,
        root_certificate="",
        schools=(School("900101", "Quillbeck Primary"), School("900102", "Tansy Bank C of E Primary")),
        groups=(Group("g" * 32, GroupKind.TRIAD, "Reed", ("900101", "900102")),),
        people=(
            Person("m", "Miriam Feldt", Role.HEAD, "900102"),
            Person("g", "Gwen Hathersage", Role.OFFICE, organisation="Board office"),
        ),
        handbook="triad-p",
    )
