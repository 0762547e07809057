"""The report: what it would say now, how long it is, what it looks like, its Word copy. Nothing is typed here again."""

from __future__ import annotations

from dataclasses import replace

from peerreview.analysis.draft import Surroundings, draft, next_number
from peerreview.domain.report import ReportModel
from peerreview.identity.signer import Signer

from . import dossier, membership, typing
from .dossier import Dossier
from .moments import moment
from .ports import Ports, UnitOfWork
from .report_views import MeterView
from .signing_page import changed_since


def model(ports: Ports, signer: Signer, review: str) -> ReportModel:
    """The full report as it would be made now, with the words that somebody is typing at this moment.

    Nothing is committed: half a sentence makes no history.
    """
    typed = ports.typing.entries(review)
    with ports.store.begin() as work:
        typing.settle_in(ports, work, signer, typed)
        held = dossier.open_in(ports, work, signer, review)
        return draft(held.review, surroundings(ports, held))


def preview(ports: Ports, signer: Signer, review: str, dpi: int = 96) -> tuple[bytes, ...]:
    """The pages as they would be printed now: one picture (PPM) a page."""
    return ports.reports.pictures(ports.reports.make_pdf(model(ports, signer, review)), dpi)


def measure(ports: Ports, report: ReportModel) -> MeterView:
    """How long a report is: printed words against the budget, and sides of A4 as they are laid out, without the annex.

    Laying out takes a while and needs no store: it belongs in a job of its own.
    """
    return MeterView(report.words, report.word_budget, ports.reports.sides(report))


def word_copy(ports: Ports, signer: Signer, review: str) -> tuple[str, bytes]:
    """The Word copy (file name and bytes): for trusts, clerks and a host without the program.

    It is the twin of the version made last while nothing has changed since, and of the draft otherwise.
    """
    with ports.store.begin() as work:
        held = dossier.open_in(ports, work, signer, review)
        around, number = surroundings(ports, held), next_number(held.review)
        last = max(held.stream.records("version"), key=lambda each: int(each.id), default=None)
        if last is not None and not changed_since(ports, held, last):
            around, number = replace(around, made=moment(last.at).date()), int(last.id)
        made = draft(held.review, around, number=number)
    return ports.reports.name(made).removesuffix(".pdf") + ".docx", ports.reports.make_docx(made)


def surroundings(ports: Ports, held: Dossier) -> Surroundings:
    """What the paper says besides the review's own words."""
    network = membership.network(held.work)
    return Surroundings(made=ports.clock().date(), network=network.name if network else "")


def on_paper(work: UnitOfWork, model: ReportModel) -> ReportModel:
    """The report with everybody under the id that their certificate bears, by which any reader of the file knows a
    signature for theirs; the review may name them by one of before they joined."""
    people = tuple(replace(each, person=membership.known_as(work, each.person)[0]) for each in model.people)
    return replace(model, people=people)
