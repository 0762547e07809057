"""One section on one page: the school's claim, what we saw, questions asked, reviewers' grades, the agreed grade."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from peerreview.domain.grades import NOT_LOOKED_AT
from peerreview.domain.people import Role
from peerreview.gui.widgets.buttons import Button, quiet
from peerreview.gui.widgets.card import Card, rule
from peerreview.gui.widgets.choice_fields import ScaleField, TickField
from peerreview.gui.widgets.flow import Flow
from peerreview.gui.widgets.fold import Fold
from peerreview.gui.widgets.side import SideBySide
from peerreview.gui.widgets.text import label, muted, strong
from peerreview.gui.widgets.text_field import TextField
from peerreview.identity.signer import Signer
from peerreview.services import grading
from peerreview.services.note_views import NoteView
from peerreview.services.review_views import ReviewView
from peerreview.services.section_views import GradeView, SectionView
from peerreview.services.views import FieldView, Target
from peerreview.services.views import Screen as Where

from .question_bank import bank, questions_asked
from .review_frame import me
from .scales import said

if TYPE_CHECKING:
    from .agree import AgreeScreen


def section_page(screen: AgreeScreen, view: ReviewView, section: SectionView) -> QWidget:
    """Everything that bears on a section's grade. A host sees what is the host's: no note and no question."""
    grades = section.grades
    assert grades is not None
    reviews = view.my_role != Role.HOST
    card = Card(section.title)
    claim = _column(view.handbook.words.own, [said(grades.scale, grades.own.text, view.handbook.words)])
    _fill(claim, [label(grades.own_words.text)] if grades.own_words.text else [])
    columns = [claim, _what_we_saw(screen, view, section)]
    if reviews:
        columns.append(questions_asked(screen, view, section))
    card.add(SideBySide(*columns, letters=96, even=True, gap=24), rule())
    if grades.asked_of_reviewers:
        card.add(SideBySide(_reviewers(view, section, grades), _agreed(screen, view, section, grades),
                            letters=96, even=True, gap=24))  # fmt: skip
    else:
        card.add(_agreed(screen, view, section, grades))
    _differences(screen, view, section, grades, card)
    if reviews and view.bank:
        card.add(rule(), bank(screen, view, section))
    return card


# --- what we saw --------------------------------------------------------------------------------------------------


def _what_we_saw(screen: AgreeScreen, view: ReviewView, section: SectionView) -> QWidget:
    box = _column("What we saw", [_seen_in(section)])
    labels = {each.code: each.label for each in view.handbook.activities}
    counts = [f"{labels.get(code, 'No kind said')} {many}" for code, many in section.seen]
    _fill(box, [muted(" · ".join(counts))] if counts else [])
    for point in view.points:
        if point.section == section.code:
            _fill(box, [label(f"{'★ ' if point.starred else ''}{point.text.text}")])
    notes = [note for note in view.notes if note.section == section.code and not note.removed]
    if notes:
        many = "the note" if len(notes) == 1 else f"the {len(notes)} notes"
        make = partial(_notes, screen, view, notes)
        fold = Fold(f"Show {many}", f"Hide {many}", make, opened=screen.notes_open)
        fold.turned.connect(lambda on: setattr(screen, "notes_open", on))
        _fill(box, [fold])
    if view.my_role != Role.HOST:
        _fill(box, [_row(quiet("New main point …", partial(_new_point, screen, view, section), icon="plus"))])
    return box


def _seen_in(section: SectionView) -> str:
    ways = len(section.ways)
    if ways > 1:
        return f"Seen in {ways} ways"
    if not ways and not section.notes:
        return "Nothing noted yet"
    return "Seen in one way" if section.notes > 1 else "Seen once"


def _notes(screen: AgreeScreen, view: ReviewView, notes: Sequence[NoteView]) -> QWidget:
    box = _box()
    for note in notes:
        activity = view.handbook.activity(note.activity)
        parts = (activity.label if activity else "", note.place, "" if note.mine else note.who,
                 "Only me" if note.private else "")  # fmt: skip
        about = " · ".join(part for part in parts if part)
        go = partial(screen.session.go, Target(Where.NOTES, view.stream, note.record, "text"))
        words = _box()
        _fill(words, [label(note.text.text), *([muted(about)] if about else [])])
        _fill(box, [SideBySide(words, quiet("Go there", go, about=note.text.text), letters=30)])
    return box


def _new_point(screen: AgreeScreen, view: ReviewView, section: SectionView) -> None:
    from .new_point import NewPointDialog

    NewPointDialog(screen, view, [], section=section.code).open()


# --- grades -------------------------------------------------------------------------------------------------------


def _reviewers(view: ReviewView, section: SectionView, grades: GradeView) -> QWidget:
    words = view.handbook.words
    hidden = view.hidden is not None and not view.hidden.shown
    lines = [f"{name}: {said(grades.scale, grade, words)}" for name, grade in grades.reviewers]
    box = _column(words.reviewers, lines or ["Hidden until all are in" if hidden else "Not shown yet"])
    given = dict.fromkeys(grade for _, grade in grades.reviewers)
    _fill(box, [muted(told) for code in given if (told := descriptor(section, grades, code))])
    if grades.one_reviewer:
        _fill(box, [label("One reviewer saw this. It needs two kinds of evidence.", tone="warn")])
    if grades.differs and not grades.agreed.text:
        _fill(box, [label("You saw it differently. Agree on one together, or say one line each.", tone="warn")])
    return box


def descriptor(section: SectionView, grades: GradeView, code: str) -> str:
    """What a point of the scale looks like in this section: "2: Sound in most places ..."; empty for no point."""
    point = grades.scale.point(code)
    told = section.section.descriptors.get(code) or (point.descriptor if point else "")
    return f"{point.code if point and point.code.isdigit() else point.label if point else ''}: {told}" if told else ""


def _agreed(screen: AgreeScreen, view: ReviewView, section: SectionView, grades: GradeView) -> QWidget:
    words = view.handbook.words
    box = _box()
    if view.hidden and not view.hidden.shown:  # what is agreed first would be no secret to whom it is asked of
        _fill(box, [strong(words.agreed), muted(f"Talked about once all {words.views} are shown.")])
    elif grades.agreed.editable:
        extra = [(NOT_LOOKED_AT, words.not_looked_at)]
        field = ScaleField(grades.agreed, words.agreed, grades.scale, extra=extra, about=section.title)
        _fill(box, [screen.bind(field)])
    else:
        _fill(box, [strong(words.agreed), label(said(grades.scale, grades.agreed.text, words))])
    if compared := words.compared(grades.compared):
        _fill(box, [strong(compared)])
    told = descriptor(section, grades, grades.agreed.text)
    if told and grades.agreed.text not in {grade for _, grade in grades.reviewers}:
        _fill(box, [muted(told)])
    overall = section.section == view.handbook.overall
    if overall and (grades.agreed_words.editable or grades.agreed_words.text):
        _fill(box, [screen.bind(TextField(grades.agreed_words, "Why, and what it rests on", lines=2, words=60))])
    if grades.agreed_reason.text or (grades.thin and grades.agreed_reason.editable):
        kinds = view.handbook.limits.evidence_kinds
        hint = f"The main points rest on fewer than {kinds} kinds of evidence. It prints in the annex."
        name = "Why one kind of evidence is enough"
        _fill(box, [screen.bind(TextField(grades.agreed_reason, name, lines=1, hint=hint))])
    if view.my_role == Role.HOST and grades.agreed.text:
        _fill(box, [screen.bind(TickField(grades.confirmed, "I agree with this as the host", about=section.title))])
    return box


# --- where it was seen differently --------------------------------------------------------------------------------


def _differences(screen: AgreeScreen, view: ReviewView, section: SectionView, grades: GradeView, card: Card) -> None:
    mine = next((each for each in grades.differences if each.person in me(view)), None)
    for each in grades.differences:
        if each is not mine:
            card.add(strong(f"Where {each.who} saw it differently"), label(each.words.text))
    if mine:
        limit, hint = view.handbook.limits.difference, f"Prints beside the {view.handbook.words.agreed.lower()}."
        card.add(screen.bind(TextField(mine.words, "Where I saw it differently", lines=2, words=limit, hint=hint)))
    if not grades.agreed.text and not grades.differs:
        return
    said_already = {each.person for each in grades.differences}
    buttons: list[QWidget] = []
    if not mine:
        begin = partial(_differ, screen, view, section, screen.session.signer)
        buttons.append(quiet("I saw it differently …", begin, about=section.title))
    for each_one in view.cast:
        colleague = each_one.role in (Role.LEAD_REVIEWER, Role.REVIEWER) and not each_one.me
        if colleague and each_one.person not in said_already and view.my_role != Role.HOST:
            hand = partial(_hand_to, screen, view, section, each_one.person, each_one.name)
            buttons.append(quiet(f"{each_one.name} saw it differently …", hand, icon="laptop", about=section.title))
    if buttons:
        card.buttons(*buttons)


def _hand_to(screen: AgreeScreen, view: ReviewView, section: SectionView, person: str, name: str) -> None:
    from .guest import GuestDialog

    GuestDialog(screen, person, name, lambda signer: _differ(screen, view, section, signer)).open()


def _differ(screen: AgreeScreen, view: ReviewView, section: SectionView, signer: Signer) -> None:
    from .one_line import OneLineDialog

    mine = signer.person == screen.session.signer.person
    record = f"{section.code}.{next(iter(me(view)), signer.person)}"
    field = FieldView(view.stream, "difference", record, "words", "", (), True) if mine else None

    def keep(words: str) -> None:
        screen.act(
            lambda desk: grading.differ(desk.ports, signer, screen.review, section.code, words),
            then=lambda _done: screen.session.farewell(),
        )

    limit = view.handbook.limits.difference
    hint = f"What you saw, in at most {limit} words. It prints beside the {view.handbook.words.agreed.lower()}."
    who = "I" if mine else signer.name
    OneLineDialog(screen, f"Where {who} saw it differently: {section.title}", hint, field, keep, words=limit).open()


# --- columns ------------------------------------------------------------------------------------------------------


def _box() -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    column.addStretch(1)
    return box


def _column(name: str, lines: Sequence[str]) -> QWidget:
    box = _box()
    _fill(box, [strong(name), *(label(line) for line in lines if line)])
    return box


def _fill(box: QWidget, widgets: Sequence[QWidget]) -> None:
    column = box.layout()
    assert isinstance(column, QVBoxLayout)
    for widget in widgets:
        column.insertWidget(column.count() - 1, widget)


def _row(*buttons: Button) -> QWidget:
    row = QWidget()
    row.setLayout(Flow(*buttons))
    return row
