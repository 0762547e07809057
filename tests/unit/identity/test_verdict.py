"""What `verify --json` prints."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from peerreview.identity.verdict import ReportVerdict, SignerVerdict

TOM = SignerVerdict(
    "Tom Ashdown-Reyes", "host", datetime(2026, 11, 20, 9, 15, tzinfo=UTC), trusted=True, actor="0" * 64
)


def test_the_json_has_the_promised_members() -> None:
    verdict = ReportVerdict(
        "report", True, True, False, 3, (TOM, SignerVerdict("Dele", "", None, False)), None, ("Why",)
    )
    assert json.loads(json.dumps(verdict.to_json())) == {
        "kind": "report",
        "intact": True,
        "trusted": True,
        "complete": False,
        "expected_signatures": 3,
        "signers": [
            {"name": "Tom Ashdown-Reyes", "role": "host", "when": "2026-11-20T09:15:00+00:00", "trusted": True},
            {"name": "Dele", "role": "", "when": None, "trusted": False},
        ],
        "changed_since": None,
        "problems": ["Why"],
    }


@pytest.mark.parametrize("broken", [(), ("intact",), ("trusted",), ("complete",)])
def test_good_means_intact_trusted_and_complete(broken: tuple[str, ...]) -> None:
    facts = {fact: fact not in broken for fact in ("intact", "trusted", "complete")}
    assert ReportVerdict("report", expected_signatures=1, **facts).good is not bool(broken)
