"""Which screen a target means. Each screen's module is imported when it is first wanted."""

from __future__ import annotations

from importlib import import_module

from peerreview.services.views import Screen as Where
from peerreview.services.views import Target

from .screen import AnyScreen, Screen
from .session import Session

ROUTES = {
    Where.HOME: ("home", "HomeScreen"),
    Where.TRIAD: ("triad", "TriadScreen"),
    Where.PREPARE: ("prepare", "PrepareScreen"),
    Where.CALL: ("call", "CallScreen"),
    Where.NOTES: ("visit", "VisitScreen"),
    Where.GRADES: ("agree", "AgreeScreen"),
    Where.POINTS: ("points", "PointsScreen"),
    Where.FEEDBACK: ("feedback", "FeedbackScreen"),
    Where.REPORT: ("report", "ReportScreen"),
    Where.CHECK: ("check", "CheckScreen"),
    Where.SIGN: ("sign", "SignScreen"),
    Where.SHARE: ("share", "ShareScreen"),
    Where.PLAN: ("follow_up", "FollowUpScreen"),
    Where.OPEN: ("arrived", "ArrivedScreen"),
    Where.TWO_VERSIONS: ("two_versions", "TwoVersionsScreen"),
    Where.LEAD: ("lead", "LeadScreen"),
    Where.BOARD: ("board", "BoardScreen"),
    Where.NETWORK: ("network", "NetworkScreen"),
    Where.SETTINGS: ("settings", "SettingsScreen"),
}
"""Every screen a button can lead to: module and class."""


def make_screen(session: Session, target: Target) -> AnyScreen:
    """The screen of a target, not yet filled."""
    module, name = ROUTES[target.screen]
    made = getattr(import_module(f"peerreview.gui.screens.{module}"), name)(session, target)
    assert isinstance(made, Screen)
    return made
