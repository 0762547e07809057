"""Views of the reviewers: hidden until both are in, shown together, then agreed (HANDBOOK §0.5, USERS U21).

One laptop passed round the table and two laptops that exchange files go through the same acts: put in, lock, show.
A signer's own reveal needs that signer's hand, so on one laptop the colleague's is given along when views are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from peerreview.analysis.claims import side_by_side
from peerreview.domain.grades import NOT_LOOKED_AT, NOT_SEEN
from peerreview.errors import BadInput, Refused
from peerreview.identity.signer import Signer
from peerreview.journal import hidden
from peerreview.journal.compose import Edit

from . import dossier, membership, noting, section_page
from .dossier import WRITERS, Dossier
from .ports import Ports
from .section_views import HiddenView
from .writing import of, write, write_in


def put_in(ports: Ports, signer: Signer, review: str, grades: Mapping[str, str]) -> HiddenView:
    """Note down my views, by section; nobody sees them until all are in. They may be changed until they are locked."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        stream = _reviewers(ports, held, signer)
        edits = [
            Edit("hidden_view", f"{section}.{held.person}", "grade", _grade(held, section, grade))
            for section, grade in grades.items()
        ]
        write_in(ports, work, signer, stream, edits)
        work.commit()
    return _state(ports, signer, review)


def lock(ports: Ports, signer: Signer, review: str) -> HiddenView:
    """Put in my views: from now on they stand (hidden until both are in)."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        stream = work.stream(_reviewers(ports, held, signer))
        edits = hidden.lock_edits(stream, held.person)
        if not edits[0].value:
            raise Refused("There is no view to put in yet.", "Nothing has changed.", code="no_view")
        write_in(ports, work, signer, stream.id, edits)
        work.commit()
    return _state(ports, signer, review)


def show_both(ports: Ports, signer: Signer, review: str, also: Sequence[Signer] = ()) -> HiddenView:
    """Show the views that are in, once every reviewer's is (or the report writer has waived one).

    Each signer's own views are revealed and written into the review: the acting person's, and those of colleagues
    who gave theirs at this laptop (`also`).
    """
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        stream_id = _reviewers(ports, held, signer)
        for each in (signer, *also):
            stream = work.stream(stream_id)
            person = membership.author_in(work, held.stream, each)
            write_in(ports, work, each, stream_id, hidden.reveal_edits(stream, person))
            shown = [view for view in work.stream(stream_id).records("hidden_view") if view.id.endswith(f".{person}")]
            grades = [Edit("reviewer_view", view.id, "grade", view.get("grade")) for view in shown if view.get("grade")]
            write_in(ports, work, each, review, grades)
        work.commit()
    return _state(ports, signer, review)


def waive(ports: Ports, signer: Signer, review: str, without: Collection[str], reason: str) -> HiddenView:
    """Show views without a colleague who could not give any: the report writer's act, with its reason."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        stream = _reviewers(ports, held, signer)
        write_in(ports, work, signer, stream, of("waiver", "waiver", reason=reason, without=sorted(without)))
        work.commit()
    return _state(ports, signer, review)


def agree(
    ports: Ports, signer: Signer, review: str, section: str, grade: str, *, words: str = "", reason: str = ""
) -> None:
    """Write the agreed view of a section: the report writer's act, which the host confirms."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        given = {"grade": _grade(held, section, grade), "words": words, "reason": reason}
        edits = of("agreed", section, **{name: value for name, value in given.items() if value})
        write_in(ports, work, signer, review, edits)
        work.commit()


def agree_same(ports: Ports, signer: Signer, review: str) -> tuple[str, ...]:
    """Write down as agreed what every reviewer gave alike, so that only what differs is talked about.

    Nothing that was agreed otherwise changes. Gives the sections; whoever sees one differently still says so.
    """
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        open_ = {each.section.code for each in held.review.graded if not each.agreed}
        found = [each for each in side_by_side(held.review) if each.same and each.section in open_]
        edits = [Edit("agreed", each.section, "grade", each.same) for each in found]
        write_in(ports, work, signer, review, edits)
        work.commit()
        return tuple(edit.record for edit in edits)


def confirm(ports: Ports, signer: Signer, review: str, sections: Collection[str] = ()) -> None:
    """Confirm agreed views as the host: these sections, or all that have one."""
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        agreed = [each.id for each in held.stream.records("agreed") if each.get("grade")]
        edits = [Edit("agreed", each, "confirmed", True) for each in agreed if not sections or each in sections]
        write_in(ports, work, signer, review, edits)
        work.commit()


def differ(ports: Ports, signer: Signer, review: str, section: str, words: str, grade: str = "") -> None:
    """Say where I saw it differently: it prints beside the agreed view until I take it back (empty words)."""
    with ports.store.begin() as work:
        record = f"{section}.{dossier.open_in(ports, work, signer, review).person}"
        edits = (
            of("difference", record, words=words, grade=grade, gone=False)
            if words
            else of("difference", record, gone=True)
        )
        write_in(ports, work, signer, review, edits)
        work.commit()


def needs_telling(held: Dossier) -> bool:
    """Whether the agreed overall view is the scale's weakest point, so that it is asked who is told (USERS U29)."""
    overall = held.handbook.overall
    record = held.stream.record("agreed", overall.code) if overall else None
    scale = held.handbook.scale_of(overall.code) if overall else None
    return record is not None and scale is not None and record.get("grade") == scale.weakest.code


def say_who_tells(ports: Ports, signer: Signer, review: str, *, chair: str, lead: str, by: date) -> None:
    """Record who tells the chair of governors, who rings the lead headteacher or link officer, and by when."""
    edits = of("report", "report", tells_chair=chair, rings_lead=lead, tells_by=by.isoformat())
    write(ports, signer, review, edits)


def _reviewers(ports: Ports, held: Dossier, signer: Signer) -> str:
    if held.role not in WRITERS:
        raise Refused("Reviewers' views are the reviewers'.", "Nothing has changed.", code="not_a_reviewer")
    stream = noting.reviewers_in(ports, held, signer)
    if stream is None:
        raise Refused(
            "The report writer's file has not come yet.",
            "Nothing has changed.",
            "Open the report writer's file first, or give your views at the report writer's laptop.",
            code="no_reviewers_stream",
        )
    return stream


def _grade(held: Dossier, section: str, grade: str) -> str:
    scale = held.handbook.scale_of(section)
    if scale is None or (scale.point(grade) is None and grade not in (NOT_SEEN, NOT_LOOKED_AT)):
        raise BadInput(
            f"The handbook has no such {held.handbook.words.view} for {section}.",
            "Nothing has changed.",
            code="no_point",
        )
    return grade


def _state(ports: Ports, signer: Signer, review: str) -> HiddenView:
    with ports.store.begin() as work:
        return section_page.hidden(dossier.open_in(ports, work, signer, review))
