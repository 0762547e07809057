"""Every dialog, opened over the screen it belongs to with invented contents, so that one walk reaches all of them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib import import_module
from inspect import getsource
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

from peerreview import gui
from peerreview.domain.people import Role
from peerreview.domain.release import Changed
from peerreview.domain.reviews import VisitState
from peerreview.errors import Refused
from peerreview.gui import keymap
from peerreview.gui.arrivals import ArrivalDialog
from peerreview.gui.dialogs import Dialog
from peerreview.gui.goto import GoDialog
from peerreview.gui.history import HistoryDialog
from peerreview.gui.inside import InsideDialog
from peerreview.gui.my_words import MyWordsDialog
from peerreview.gui.removing import RemoveDialog
from peerreview.gui.safeguarding import ConcernDialog
from peerreview.gui.screens import people, triad_dialogs
from peerreview.gui.screens.astray import AstrayDialog
from peerreview.gui.screens.board import ExportDialog
from peerreview.gui.screens.call import BankDialog
from peerreview.gui.screens.contacts import ContactsDialog
from peerreview.gui.screens.document import DocumentDialog
from peerreview.gui.screens.founding import StartDialog, YearDialog
from peerreview.gui.screens.giving_grades import GiveGradesDialog, WaiveDialog
from peerreview.gui.screens.guest import GuestDialog
from peerreview.gui.screens.guest_check import GuestCheckDialog
from peerreview.gui.screens.guest_sign import GuestSignDialog
from peerreview.gui.screens.issue_without import IssueWithoutDialog
from peerreview.gui.screens.joining import JoinDialog
from peerreview.gui.screens.joining_table import TableDialog
from peerreview.gui.screens.kit import KeyFileDialog, KitDialog
from peerreview.gui.screens.lead import QualityDialog, TermDialog
from peerreview.gui.screens.moving_in import PhraseDialog, SheetDialog
from peerreview.gui.screens.network_lists import (
    AgreedDialog,
    Form,
    GroupDialog,
    MemberDialog,
    RegisterDialog,
    SchoolDialog,
)
from peerreview.gui.screens.network_office import HandOverDialog
from peerreview.gui.screens.new_point import LinkNotesDialog, NewPointDialog
from peerreview.gui.screens.note_pad import ManyLinesDialog
from peerreview.gui.screens.one_line import OneLineDialog
from peerreview.gui.screens.pages_dialog import PagesDialog
from peerreview.gui.screens.paper import PaperDialog
from peerreview.gui.screens.prepare_last_time import StepsDialog
from peerreview.gui.screens.review_frame import places
from peerreview.gui.screens.safe_copies import TestCopyDialog
from peerreview.gui.screens.sending import SendDialog
from peerreview.gui.screens.share import ByPlanDialog, SureDialog
from peerreview.gui.screens.stamp import AcceptStampDialog, NewStampDialog, StampDialog
from peerreview.gui.screens.timetable import DayDialog, ShiftDialog, day_of
from peerreview.gui.screens.what_changed import WhatChangedDialog
from peerreview.gui.shell import Shell
from peerreview.gui.unlock import UnlockDialog
from peerreview.services.inspecting import Inside, Part
from peerreview.services.joining import Invited
from peerreview.services.keeping import Kit
from peerreview.services.posting import Sent
from peerreview.services.recalling import Astray, Holding
from peerreview.services.removing import Holder, MyText, Removal
from peerreview.services.safeguarding import Whom
from peerreview.services.views import ArrivalView, Counted, HistoryLine, HistoryView
from tests.gui import invented

_AT = datetime(2026, 11, 17, 12, 24, tzinfo=UTC)
_LONG = "Adults move to where the catch-up is, and every subject lead checks books once a half-term with a colleague."


@dataclass
class Under:
    """What a dialog opens over: the window, the screen in it, and the screen's view."""

    shell: Shell
    screen: Any
    view: Any

    @property
    def session(self) -> Any:
        """The screen's session."""
        return self.screen.session


def _nothing(*_: object) -> None:
    return None


def _history(under: Under) -> Dialog:
    made = HistoryDialog(under.session, under.view.report["headline"], "Headline", under.screen)
    lines = (
        HistoryLine(_AT, "Miriam Feldt", _LONG, "present", _LONG),
        HistoryLine(_AT, "Dele Akintola", None, "disposed", ""),
    )
    made.show_lines(HistoryView("Headline", lines))
    return made


def _removing(under: Under) -> Dialog:
    texts = (MyText(invented.REVIEWERS, "note", "1", "Note, Quillbeck Primary", _LONG, (_LONG,), _AT),)
    before = (Removal(_AT, "Miriam Feldt", True, (Holder("Dele Akintola", None), Holder("Tom Ashdown-Reyes", _AT))),)
    return RemoveDialog(under.screen, texts, before)


def _arrival(under: Under) -> Dialog:
    adds = (Counted("notes", 12, "Quillbeck Primary"), Counted("grades", 3, changed=True))
    said = "A review file: 12 notes on Quillbeck Primary."
    warns = ("Two sentences were changed by you both; you choose.",)
    clash = "Main point, text: “Pupils remember what they learnt …” / “Most pupils remember what they were taught …”"
    aside = (
        "1 of Carys Bevan-Holt: waiting for an earlier file. It comes in with the earlier file that it was written on."
    )
    view = ArrivalView(
        "from Tom.prb", "streams", "Tom Ashdown-Reyes", False, said, adds, warns, False, False, 3, 1, (clash,), (aside,)
    )  # fmt: skip
    return ArrivalDialog(_nothing, view, under.shell)  # type: ignore[arg-type]


def _gone_astray(under: Under) -> Dialog:
    holder = Holding("b", "Bernadette Oyelaran", "Lead headteacher, Sandlark Primary", _AT, None)
    holds = ("Report, 2026-11-17 Quillbeck Primary full v1.pdf: 1 document, 182 kB",)
    return AstrayDialog(
        under.screen,
        Astray(("b",), "Full report, Quillbeck Primary", _AT, (holder,), holds, None, _LONG, ("E:/Visits",)),
    )


def _inside(under: Under) -> Dialog:
    parts = (Part("The review", 214, "change", 91_000), Part("Attachments, photos and pages", 3, "file", 2_400_000))
    found = Inside(
        "from Tom.prb", "Review file: a working copy", 1_900_000, "Tom Ashdown-Reyes", "A member of Marram Vale.", _AT,
        ("Miriam Feldt", "Dele Akintola"), parts,
    )  # fmt: skip
    return InsideDialog(found, under.shell)


def _guest_check(under: Under) -> Dialog:
    made = GuestCheckDialog(under.screen, under.session.signer)
    made._page.show_view(invented.review(Role.HOST))
    return made


def _without(under: Under) -> Dialog:
    late = replace(under.view.signing, without=(("t", "Tom Ashdown-Reyes"),), lead="Bernadette Oyelaran")
    return IssueWithoutDialog(under.screen, late)


def _open(under: Under, act: Callable[[], object]) -> Dialog:
    """A dialog that the screen itself makes and opens."""
    before = set(under.shell.findChildren(Dialog))
    act()
    return next(each for each in under.shell.findChildren(Dialog) if each not in before)


def _visit(view: Any) -> Any:
    return view.visits[0]


DIALOGS: Mapping[str, tuple[str, Callable[[Under], Dialog]]] = {
    "AcceptStampDialog": (
        "network",
        lambda at: AcceptStampDialog(at.session, Path("news.prb"), invented.NEW_STAMP, at.screen),
    ),
    "AgreedDialog": (
        "network",
        lambda at: AgreedDialog(at.screen, at.view.network, {"triad-p": "Triad review"}),
    ),
    "ArrivalDialog": ("home", _arrival),
    "AstrayDialog": ("share", _gone_astray),
    "BankDialog": ("call", lambda at: BankDialog(at.screen, at.view)),
    "ByPlanDialog": ("share", lambda at: ByPlanDialog(at.screen, at.view)),
    "CastDialog": ("triad", lambda at: triad_dialogs.CastDialog(at.screen, at.view, _visit(at.view))),
    "ClosureDialog": ("triad", lambda at: triad_dialogs.ClosureDialog(at.screen, at.view)),
    "ConcernDialog": (
        "home",
        lambda at: ConcernDialog(
            [Whom("900101", "Quillbeck Primary", invented.CONTACTS), Whom("900102", "Tansy Bank C of E Primary", ())],
            lambda: None,
            at.shell,
        ),
    ),
    "ContactsDialog": (
        "triad",
        lambda at: ContactsDialog(at.screen, invented.TRIAD, "900101", "Quillbeck Primary", invented.CONTACTS),
    ),
    "DayDialog": ("call", lambda at: DayDialog(at.screen, day_of(at.view))),
    "DocumentDialog": ("prepare, host", lambda at: DocumentDialog(at.screen, "r", at.view.attachments[0])),
    "ExportDialog": ("board", lambda at: ExportDialog(at.screen)),
    "Form": ("network", lambda at: Form("Add", at.screen)),
    "GiveGradesDialog": (
        "grades, hidden",
        lambda at: GiveGradesDialog(at.screen, at.view, at.session.signer),
    ),
    "GoDialog": ("points", lambda at: GoDialog(at.session, places(at.view), at.shell)),
    "GroupDialog": ("network", lambda at: GroupDialog(at.screen, at.view.network, at.view.network.groups[0])),
    "GuestCheckDialog": ("check, writer", _guest_check),
    "GuestDialog": ("sign", lambda at: GuestDialog(at.screen, "d", "Dele Akintola", _nothing)),
    "GuestSignDialog": (
        "sign",
        lambda at: GuestSignDialog(at.screen, at.view.signing.versions[0], at.session.signer, host=True),
    ),
    "HandOverDialog": ("network", lambda at: HandOverDialog(at.screen, at.view.network)),
    "HistoryDialog": ("feedback", _history),
    "InsideDialog": ("home", _inside),
    "IssueWithoutDialog": ("sign", _without),
    "JoinDialog": ("home", lambda at: JoinDialog(at.session, Path("Joining.prb"), at.shell)),
    "KeyFileDialog": ("settings", lambda at: KeyFileDialog(at.screen)),
    "KitDialog": ("settings", lambda at: KitDialog(at.screen, Kit(("amber",) * 24, b"", (3, 11, 20)))),
    "LinkNotesDialog": ("points", lambda at: LinkNotesDialog(at.screen, at.view, at.view.points[0])),
    "ManyLinesDialog": ("notes", lambda at: ManyLinesDialog(at.screen.pad, 412)),
    "MemberDialog": ("network", lambda at: MemberDialog(at.screen, at.view.network, at.view.network.people[0])),
    "MembersDialog": ("triad", lambda at: triad_dialogs.MembersDialog(at.screen, at.view)),
    "MyWordsDialog": ("home", lambda at: MyWordsDialog(at.session, ("oracy", "phonics"), lambda: None, at.shell)),
    "NewPointDialog": ("points", lambda at: NewPointDialog(at.screen, at.view, at.view.notes[:2])),
    "NewStampDialog": ("network", lambda at: NewStampDialog(at.screen)),
    "OneLineDialog": (
        "check, host",
        lambda at: OneLineDialog(at.screen, "What is correct?", _LONG, at.view.check.comment, _nothing),
    ),
    "PagesDialog": ("sign", lambda at: PagesDialog(at.screen, "Version 1", lambda _desk: ("", b""))),
    "PaperDialog": ("call", lambda at: PaperDialog(at.screen, "Paper pack", _nothing)),  # type: ignore[arg-type]
    "PastDialog": (
        "triad",
        lambda at: triad_dialogs.PastDialog(
            at.screen, _visit(at.view), date(2026, 9, 1), Refused("This day has passed.", "Nothing changed.", "Choose.")
        ),
    ),
    "PersonDialog": (
        "triad",
        lambda at: people.PersonDialog(
            at.screen, people.Spot(invented.TRIAD, "1", "r"), at.view.visits[0].participants[0]
        ),
    ),
    "PhraseDialog": ("home", lambda at: PhraseDialog(at.shell, _nothing)),
    "PlanDialog": ("triad", lambda at: triad_dialogs.PlanDialog(at.screen, at.view)),
    "ProposeDialog": ("triad", lambda at: triad_dialogs.ProposeDialog(at.screen, _visit(at.view))),
    "QualityDialog": (
        "lead",
        lambda at: QualityDialog(at.screen, at.view.lines[0], invented.PACK.rules.quality),
    ),
    "RegisterDialog": ("network", lambda at: RegisterDialog(at.screen)),
    "RemoveDialog": ("notes", _removing),
    "SchoolDialog": ("network", lambda at: SchoolDialog(at.screen, at.view.network.schools[0])),
    "SendDialog": ("report", lambda at: SendDialog(at.session, at.view, at.screen)),
    "SendPlanDialog": ("triad", lambda at: triad_dialogs.SendPlanDialog(at.screen, at.view)),
    "SheetDialog": (
        "home",
        lambda at: SheetDialog(at.shell, "Bring a safe copy back", at.session.jobs, _nothing, copy=True),
    ),
    "ShiftDialog": ("call", lambda at: ShiftDialog(at.screen, day_of(at.view))),
    "StampDialog": ("network", lambda at: StampDialog(at.screen, "Admit", _nothing)),
    "StartDialog": ("network", lambda at: StartDialog(at.screen)),
    "StateDialog": (
        "triad",
        lambda at: triad_dialogs.StateDialog(at.screen, _visit(at.view), VisitState.POSTPONED),
    ),
    "StepsDialog": ("prepare, host", lambda at: StepsDialog(at.screen)),
    "SureDialog": ("share", lambda at: SureDialog(at.screen, at.view, at.view.sharing.plan[2])),
    "TakeOffDialog": ("triad", lambda at: triad_dialogs.TakeOffDialog(at.screen, at.view, at.view.members[-1])),
    "TableDialog": ("network", lambda at: TableDialog(at.screen, at.view.network)),
    "TermDialog": ("lead", lambda at: TermDialog(at.screen, at.view)),
    "TestCopyDialog": ("settings", lambda at: TestCopyDialog(at.screen)),
    "UnlockDialog": ("home", lambda at: UnlockDialog(at.shell, wrong=True)),
    "WaiveDialog": ("grades, hidden", lambda at: WaiveDialog(at.screen, at.view, at.view.hidden)),
    "WhatChangedDialog": (
        "sign",
        lambda at: WhatChangedDialog(at.screen, "2", "1", (Changed("Headline", _LONG, ""), Changed("P2", "", _LONG))),
    ),
    "YearDialog": (
        "network",
        lambda at: YearDialog(at.screen, at.view.network, at.view.network.groups[0], {}),
    ),
    "keymap.key_page": ("home", lambda at: keymap.key_page(at.shell)),  # type: ignore[dict-item]
    "screens.network.stamp_made": ("network", lambda at: _open(at, lambda: at.screen.stamp_made(("amber",) * 6))),
    "screens.network.show_phrase": (
        "network",
        lambda at: _open(
            at, lambda: at.screen.show_phrase(Invited(Sent((), 0, "Saved.", ()), "amber candle drift elbow"))
        ),
    ),
    "screens.arrived._delete": (
        "sent and arrived",
        lambda at: _open(at, lambda: at.screen._delete(list(at.view.aside))),
    ),
    "screens.share._stop": ("share", lambda at: _open(at, lambda: at.screen._stop(at.view.sharing.plan[0]))),
    "screens.visit._clear_out": ("notes", lambda at: _open(at, at.screen._clear_out)),
}
"""A dialog's class, or where one without a class is made, to the page under it and how it opens."""


def modules() -> Iterator[ModuleType]:
    """Every module of the window."""
    for found in walk_packages(gui.__path__, f"{gui.__name__}."):
        yield import_module(found.name)


def known_dialogs() -> set[str]:
    """Every dialog that the window's code can open: its class, or the function that makes one without a class."""
    found: set[str] = set()
    for module in modules():
        within = module.__name__.removeprefix(f"{gui.__name__}.")
        for function in ast.walk(ast.parse(getsource(module))):
            if isinstance(function, ast.FunctionDef) and any(
                isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == Dialog.__name__
                for each in ast.walk(function)
            ):
                found.add(f"{within}.{function.name}")
    waiting = [*Dialog.__subclasses__()]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith(gui.__name__) and not kind.__name__.startswith("_"):
            found.add(kind.__name__)
    return found
