"""The review of Quillbeck Primary (invented) as a report at each level: a full word budget, besides and all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from peerreview.domain.report import (
    Beside,
    ReportModel,
    ReportParagraph,
    ReportPerson,
    ReportPoint,
    ReportStep,
    ReportView,
)
from peerreview.domain.reviews import Level
from peerreview.domain.words import count

TOM, MIRIAM, DELE, YUSUF = "a1" * 16, "b2" * 16, "c3" * 16, "d4" * 16
PEOPLE = (
    ReportPerson(DELE, "Dele Akintola", "Report writer", "Ormery Lane Junior"),
    ReportPerson(MIRIAM, "Miriam Feldt", "Fellow reviewer", "Tansy Bank C of E Primary"),
    ReportPerson(TOM, "Tom Ashdown-Reyes", "Host head", "Quillbeck Primary"),
    ReportPerson(YUSUF, "Yusuf Rahmani", "Chair of governors, heard the feedback", "Quillbeck Primary", signs=False),
)
SECURE, SUPPORT = "2 Secure, next steps clear", "3 Support needed"
STRONG, AWAY = "1 Strong, could share", "Not looked at this time"
DIFFERENCE = Beside(
    "Dele Akintola saw it differently",
    "In the lower half of Key Stage 2 I saw tasks that asked for little beyond copying, in two of the four rooms we "
    "went into, and pupils who could not say what they had learnt. I would have said 3 for this section today.",
)
COMMENT = Beside(
    "Tom Ashdown-Reyes, host head",
    "Eighteen pupils have had daily support since September, and all of them were reading books matched to their stage "
    "by half term. I accept that the impact is not yet visible in every class.",
)


def full_report() -> ReportModel:
    """Every field filled, about 650 words, three signatures expected."""
    model = ReportModel(
        review="9f" * 16,
        number=1,
        level=Level.FULL,
        title="Triad review",
        network="Marram Vale schools network · Reed triad",
        school="Quillbeck Primary",
        urn="900101",
        phase="Primary, maintained, 412 pupils",
        visited=date(2026, 11, 17),
        made=date(2026, 12, 3),
        language="en-GB",
        scale_note="Our grade as colleagues today. Not an inspection judgement.",
        direction_note="1 is strongest, 3 needs most support.",
        people=PEOPLE,
        met="senior leaders, subject leaders for reading and mathematics, class teachers, teaching assistants, eight "
        "pupils, three governors",
        focus=ReportParagraph(
            "R2",
            "Focus and key questions",
            "The school chose teaching and learning, and disadvantaged pupils. We asked: can pupils recall what they "
            "were taught last half term? Does reading support reach those who need it first? What has changed for "
            "pupils since the spring review, and how do leaders know that it was their doing?",
        ),
        headline=ReportParagraph(
            "R3",
            "What colleagues found",
            "Quillbeck is a warm and orderly school in which pupils talk about their learning with pride. Leaders know "
            "their school well: in every section their own grade and ours were the same or next to each other. The "
            "reading curriculum is carefully ordered and well taught up to Year 2. Beyond that it is uneven, because "
            "the older classes have had less training and the books for pupils who are catching up do not yet match "
            "what they can decode. Reading support does not yet reach all the pupils who need it, and disadvantaged "
            "pupils feel this most. Governors ask good questions about attendance and now need the same grip on "
            "reading. The plan is right; the next two terms should do less of it, sooner and better, and check that "
            "it bites. None of this needs a new policy; it needs the reading leader to have time in the week, and "
            "every class to hear that time is protected.",
        ),
        views=(
            ReportView("P1", "Pupils’ outcomes and use of data", SECURE, AWAY, "none", ""),
            ReportView(
                "P2",
                "Curriculum, teaching and learning",
                SECURE,
                SECURE,
                "same",
                "4",
                True,
                (("Reviewer A", SECURE), ("Reviewer B", SUPPORT)),
                (DIFFERENCE,),
            ),
            ReportView("P3", "Behaviour, attendance and pupils’ experience", STRONG, AWAY, "none", ""),
            ReportView(
                "P4", "Disadvantaged pupils and pupils with additional needs", SUPPORT, SUPPORT, "same", "3", True
            ),
            ReportView("P5", "Leadership, governance and capacity to improve", SECURE, AWAY, "none", ""),
            ReportView("P6", "Progress since the last review", SUPPORT, SECURE, "higher", "2", True),
            ReportView("", "Overall", SECURE, SECURE, "same", "", True),
        ),
        overall=SECURE,
        overall_why="The school knows itself, most of what it set out to do in spring is done, and the uneven reading "
        "in Key Stage 2 has a sound plan that is beginning to take effect.",
        rests_on="P2 Curriculum, teaching and learning; P4 Disadvantaged pupils and pupils with additional needs; "
        "P6 Progress since the last review",
        steps=(
            ReportStep(
                "R6.1",
                "Give every pupil in Years 3 to 6 who is behind in reading a daily session with an adult trained in "
                "the school’s own phonics programme, starting with disadvantaged pupils.",
                "Name the pupils and the adults, and move the sessions out of assembly time.",
                "Leader for reading",
                "2027-01-29",
                "Gaps in the half-termly reading check narrow for two thirds of the pupils named.",
                "Disadvantaged pupils and pupils with additional needs",
                "Y3-Y6 books, two learning walks, six pupils, reading check",
                "3 ways",
                (COMMENT,),
            ),
            ReportStep(
                "R6.2",
                "Agree what a good task in reading, history and science asks pupils to do, and check for it together "
                "in every class each half term, with governors joining one of the checks.",
                "Bring three tasks from each year group to the January training day.",
                "Deputy headteacher",
                "2027-03-26",
                "Book looks find a demanding task in all classes, and pupils can explain it.",
                "Curriculum, teaching and learning",
                "Book look in four subjects, learning walk",
                "2 ways",
            ),
            ReportStep(
                "R6.3",
                "Give governors one page on reading each term that shows how many pupils have caught up, how many "
                "have not, and what will change for those pupils next.",
                "Agree the page with the chair of governors before the first meeting of the spring term.",
                "Headteacher",
                "2027-02-12",
                "Minutes show a question asked about it and a decision that followed.",
                "Disadvantaged pupils and pupils with additional needs",
                "Governor talk, minutes of two meetings",
                "2 ways",
            ),
        ),
        strengths=(
            ReportPoint(
                "R5.1",
                "Pupils in Reception and Key Stage 1 read with confidence, because phonics is taught the same way in "
                "every room and leaders step in within a week when somebody falls behind.",
                "Curriculum, teaching and learning",
                "Phonics in four rooms, twelve readers heard, reading leader",
                "Learning walk, Book look, Pupil talk",
            ),
            ReportPoint(
                "R5.2",
                "Adults’ calm routines make learning time count: lessons start at once, pupils listen to each other, "
                "and those with additional needs work on the same ideas as their friends.",
                "Disadvantaged pupils and pupils with additional needs",
                "Two learning walks, inclusion walk, pupil talk",
                "Learning walk, Book look, Pupil talk",
            ),
            ReportPoint(
                "R5.3",
                "Leaders finished four of the five steps from the spring review, and can show what changed for pupils "
                "in attendance and in early number.",
                "Progress since the last review",
                "Action plan, attendance data 2025/26, subject leader",
                "Data, Plans and policies",
            ),
        ),
        paragraphs=(
            ReportParagraph(
                "R7",
                "Practice worth sharing",
                "The reading leader’s one-week rule: a pupil who slips is seen on Monday, supported daily, and checked "
                "on Friday. Two pages describe it, and colleagues may come and watch any morning before half term.",
            ),
            ReportParagraph(
                "R8",
                "Last time’s next steps",
                "Closed: attendance calls on day one; early number training; a shorter improvement plan; governors’ "
                "visits tied to priorities. Kept: subject leaders’ time for checking across Key Stage 2, half done "
                "because of two changes of staff. The attendance steps made a difference: persistent absence fell "
                "from 17% to 12% (school’s own figures, autumn 2025 to autumn 2026, as at 13 November).",
            ),
            ReportParagraph(
                "R9",
                "Support the school would like, and can give",
                "Would like: two half-days from a colleague who has trained older classes in phonics, and a look at "
                "catch-up books elsewhere. Can give: its routines for the start of lessons, its day-one attendance "
                "calls, and a place on its own phonics training in February.",
            ),
        ),
        annex=(
            ReportPoint(
                "R10.1",
                "Subject leaders in history and science are new and have not yet looked at books across the school.",
                "Leadership, governance and capacity to improve",
                "Two subject leader talks",
                "Subject leader talk",
            ),
            ReportPoint(
                "R10.2",
                "Lunchtime staff would welcome the same training in routines that class staff have had.",
                "Behaviour, attendance and pupils’ experience",
                "Lunch hall and playground, staff talk",
                "Data, Plans and policies",
                (Beside("Tom Ashdown-Reyes, host head", "This training was booked in October for 12 January."),),
            ),
            ReportPoint(
                "R10.3",
                "How will reading support carry on when the present funding ends in July 2027?",
                "Disadvantaged pupils and pupils with additional needs",
                "Governor talk, budget plan",
                "Data, Plans and policies",
            ),
        ),
        comment=ReportParagraph(
            "R11",
            "Host school’s comment",
            "Thank you for a day that was both kind and exact. We recognise the school you describe. The unevenness in "
            "Key Stage 2 is real, and we had begun to act on it. We ask readers to remember how young the plan is.",
        ),
        reasons=(
            "Behaviour of pupils at lunch rests on one kind of evidence: rain kept everybody indoors.",
            "The report was signed two working days after its date because the report writer was ill.",
        ),
        statement=(
            "Written by colleagues for colleagues under the Marram Vale review handbook, 2026, second edition. "
            "Published data as at 2 November 2026.",
        ),
        check=(
            "How to check: open this file in Peer Review (Open a file), or ask the board’s office. It says whether "
            "anything changed since signing, whether we know who signed, and whether all signatures are here.",
        ),
        words=0,
        word_budget=650,
        data=b"",
        replaces="version 0 of 1 December 2026",
    )
    words = printed_words(model)
    return with_data(replace(model, words=words))


def printed_words(model: ReportModel) -> int:
    """Words counted against the budget."""
    texts = [model.focus.text if model.focus else "", model.headline.text if model.headline else "", model.overall_why]
    texts += [point.text for point in model.strengths] + [paragraph.text for paragraph in model.paragraphs]
    for step in model.steps:
        texts += [step.text, step.first, step.owner, step.know]
    return sum(map(count, texts))


def with_data(model: ReportModel) -> ReportModel:
    """The model with an attachment that says a little of itself."""
    data = {"level": model.level, "number": model.number, "review": model.review, "school": model.urn, "tips": []}
    return replace(model, data=json.dumps(data, sort_keys=True, separators=(",", ":")).encode())


def summary_report() -> ReportModel:
    """The extract that the host shares with the board's team: no annex, signed by the host alone."""
    full = full_report()
    people = tuple(replace(person, signs=person.person == TOM) for person in full.people)
    strengths = tuple(replace(point, evidence="", ways="") for point in full.strengths)
    steps = tuple(replace(step, evidence="", ways="") for step in full.steps)
    return with_data(
        replace(
            full, level=Level.SUMMARY, people=people, annex=(), comment=None, reasons=(), strengths=strengths,
            steps=steps, of_full="ab" * 32, replaces="",
        )
    )  # fmt: skip


def views_report() -> ReportModel:
    """Grades only."""
    return with_data(
        replace(
            summary_report(), level=Level.VIEWS, focus=None, headline=None, steps=(), strengths=(), paragraphs=(),
            met="", words=0,
        )
    )  # fmt: skip


def long_report() -> ReportModel:
    """Far over its length: an annex table over several pages, a fourth signer, a comment longer than a page."""
    full = full_report()
    annex = tuple(replace(full.annex[n % 3], code=f"R10.{n}", text=f"{n}. {full.annex[n % 3].text}") for n in range(60))
    endless = Beside("Tom Ashdown-Reyes, host head", "We see this differently, and say why at length. " * 200)
    point = replace(full.annex[0], text="A main point that nobody cut. " * 400, beside=(endless,))
    people = tuple(replace(person, signs=True) for person in full.people)
    headline = replace(full.headline, beside=(COMMENT,)) if full.headline else None
    return replace(full, annex=(*annex, point), people=people, headline=headline)
