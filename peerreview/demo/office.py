"""The lead headteacher's term and the board's tables: what is made of the reports once they are here."""

from __future__ import annotations

from peerreview.domain.exchange import BundleKind, DocumentKind
from peerreview.services import board, leading, sending
from peerreview.services.board import Marking

from .company import Member
from .stage import Stage, Story

_CHECKED = {"Q1": ("y", ""), "Q2": ("y", ""), "Q3": ("y", ""), "Q4": ("p", "Two owners might be named more exactly."),
            "Q5": ("y", ""), "Q6": ("y", ""), "Q7": ("y", ""), "Q8": ("y", "")}  # fmt: skip


def tell(stage: Stage, term: str) -> Story:
    """Quality check, the report on the term with the reports entrusted to the lead, receipts, the board's tables."""
    plan = stage.script
    yield stage.on(-3, "17:05")
    lead = stage.company[plan.lead]
    gwen, leon = stage.company[plan.office.name], stage.company[plan.officer.name]
    checked = next(line for line in leading.show(lead.ports, lead.signer).lines if line.may_check)
    leading.quality_check(lead.ports, lead.signer, checked.review, _CHECKED, "accept", "A clear and useful report.")
    yield stage.on(-2, "15:40")
    _report_on_term(stage, term, lead, [leon, gwen])
    yield stage.on(-1, "10:30")
    for sender in (leon, lead):
        _say_arrived(stage, sender)
    yield stage.on(0, "09:20")
    _export(stage, leon)


def _report_on_term(stage: Stage, term: str, lead: Member, office: list[Member]) -> None:
    """Signed, and sent on with the reports that schools gave to the lead for the board."""
    (group, _), *_ = leading.show(lead.ports, lead.signer).groups
    signed = leading.term_report(lead.ports, lead.signer, group, term, stage.script.headlines)
    held = [(str(signed.kind), signed.id), *((str(DocumentKind.RELEASE), each) for each in stage.entrusted)]
    path = stage.place(lead, office, "report on the term")
    about = "The lead headteacher's report on the term"
    sent = sending.documents(lead.ports, lead.signer, held, [each.id for each in office], path, describes=about)
    stage.post.carry(BundleKind.DOCUMENTS, sent, lead, office, f"{about}, with the reports entrusted to her")


def _say_arrived(stage: Stage, sender: Member) -> None:
    """Word to every host that the reports arrived."""
    heads = [stage.company[school.head] for school in stage.script.schools if school.head != sender.name]
    path = stage.place(sender, heads, "arrived")
    sent = sending.receipts(sender.ports, sender.signer, [each.id for each in heads], path)
    stage.post.carry(BundleKind.RECEIPT, sent, sender, heads, f"{sender.name} says that the files arrived")


def _export(stage: Stage, officer: Member) -> None:
    """The board's tables as CSV with their description, and as a workbook."""
    folder, reason = stage.folder / "board", stage.script.marking
    ports, signer = officer.ports, officer.signer
    tables = board.export_csv(ports, signer, folder, marking=Marking.CONFIDENTIAL, reason=reason)
    path = folder / "Peer reviews of the term.xlsx"
    book = board.export_workbook(ports, signer, path, marking=Marking.CONFIDENTIAL, reason=reason)
    for file in tables.paths:
        stage.post.note(file, "table", _TABLES[file.stem], sender=officer)
    for file in book.paths:
        stage.post.note(file, "workbook", "The same tables as a workbook, a sheet each", sender=officer)


_TABLES = {
    "reviews": "One line a school and section: own and agreed grade, kinds of evidence, next steps",
    "next_steps": "One line a next step: what, who, by when, how we will know",
    "grades": "How many schools have which agreed grade, by section",
    "progress": "What schools told of their actions since: how far each is, and what it changed",
    "datapackage": "What the tables and their columns mean (Frictionless)",
}
