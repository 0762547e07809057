"""The record table as it is shipped, and what its types admit."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
import yaml

from peerreview.config.paths import resources
from peerreview.journal.canonical import BadChange, JsonValue
from peerreview.journal.table import BadValue, load_table
from tests.unit.journal.triad import MIRIAM, TOM, table


@pytest.fixture
def mapping() -> dict[str, Any]:
    return deepcopy(yaml.safe_load((resources() / "records.yaml").read_text(encoding="utf-8")))


def test_every_stream_has_its_kinds_and_says_how_it_begins() -> None:
    shipped = table()
    assert set(shipped.streams) == {"triad", "review", "reviewers", "desk", "private"}
    for stream in shipped.streams.values():
        assert (stream.begins, "nonce") in shipped.rights(stream.name)
        assert ("disposal", "ops") in shipped.rights(stream.name)
    assert ("note", "text") in shipped.rights("reviewers")
    assert ("note", "text") not in shipped.rights("review")


def test_a_field_may_narrow_its_kinds_roles() -> None:
    agreed = table().kinds["agreed"]
    assert agreed.fields["grade"].write == {"lead_reviewer"}
    assert agreed.fields["confirmed"].write == {"host"}


def test_the_type_of_a_stream_is_told_by_its_id() -> None:
    assert table().stream_type("review-" + "a" * 32).name == "review"
    with pytest.raises(BadChange):
        table().stream_type("diary-" + "a" * 32)


def test_a_kind_that_is_not_known_is_none() -> None:
    assert table().kind("horoscope") is None


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("review", "school_name", "Quillbeck Primary"),
        ("review", "school_name", "x" * 200),
        ("answer", "value", "two\nlines\tand a tab"),
        ("review", "school", "900101"),
        ("review", "handbook", "marram-vale.triad"),
        ("review", "pupils", 412),
        ("review", "visit_date", "2026-11-17"),
        ("review", "nonce", "5e" * 32),
        ("feedback", "at", "2026-11-17T15:15:00.000Z"),
        ("feedback", "chair_present", False),
        ("slot", "start", "09:05"),
        ("slot", "visit", "a" * 32),
        ("visit", "host", TOM),
        ("visit", "reviewers", [TOM, MIRIAM]),
        ("hidden_view", "grade", "not_seen"),
        ("triad", "closure_days", ["2026-11-27"]),
        ("disposal", "ops", ["a" * 64 + ":0"] * 500),
        ("version", "tips", ["a" * 64]),
        ("main_point", "place", "V"),
        ("answer", "rows", [["Reading", 61, None, True], {"measure": "Reading", "us": 61}]),
    ],
)
def test_what_fits(kind: str, field: str, value: JsonValue) -> None:
    table().check(kind, field, value)
    table().check(kind, field, None)


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("review", "school_name", "two\nlines"),
        ("review", "school_name", "x" * 201),
        ("review", "school_name", 7),
        ("answer", "value", "x" * 20_001),
        ("answer", "value", "nul\x00"),
        ("answer", "value", ["text"]),
        ("review", "school", "9001 01"),
        ("review", "school", ""),
        ("review", "pupils", "412"),
        ("review", "pupils", True),
        ("review", "pupils", 2**53),
        ("review", "visit_date", "2026-02-30"),
        ("review", "visit_date", "17 November 2026"),
        ("review", "visit_date", "20261117"),
        ("review", "nonce", "5E" * 32),
        ("feedback", "at", "2026-11-17T15:15:00Z"),
        ("feedback", "at", "2026-11-31T15:15:00.000Z"),
        ("feedback", "chair_present", 1),
        ("slot", "start", "24:00"),
        ("slot", "start", "9:05"),
        ("visit", "host", "Tom"),
        ("visit", "reviewers", TOM),
        ("visit", "reviewers", [TOM, "Miriam"]),
        ("visit", "reviewers", [TOM] * 13),
        ("disposal", "ops", ["a" * 64 + ":0"] * 501),
        ("version", "tips", ["a" * 63]),
        ("main_point", "place", "V0"),
        ("main_point", "place", ""),
        ("answer", "rows", "a table"),
        ("answer", "rows", [["x" * 4001]]),
        ("answer", "rows", [[["nested"]]]),
        ("answer", "rows", ["not a row"]),
        ("answer", "rows", [[]] * 61),
    ],
)
def test_what_does_not_fit(kind: str, field: str, value: JsonValue) -> None:
    with pytest.raises(BadValue) as caught:
        table().check(kind, field, value)
    assert caught.value.exit_code == 2
    assert not value or str(value) not in str(caught.value)  # messages never carry what people typed


@pytest.mark.parametrize(
    ("where", "broken"),
    [
        (("version",), 2),
        (("kinds", "note", "stream"), "diary"),
        (("kinds", "note", "record"), "number"),
        (("kinds", "note", "write"), ["passer-by"]),
        (("kinds", "note", "fields", "text"), {"type": "essay"}),
        (("kinds", "note", "fields", "text"), {"type": "text"}),
        (("kinds", "note", "fields", True), {"type": "date"}),  # what YAML makes of a bare `on`
        (("kinds", "review", "fields"), {"school": {"type": "code"}}),
        (("streams", "review", "people"), "crowd"),
    ],
)
def test_a_table_that_contradicts_itself_is_a_bug(mapping: dict[str, Any], where: tuple[Any, ...], broken: Any) -> None:
    inner = mapping
    for key in where[:-1]:
        inner = inner[key]
    inner[where[-1]] = broken
    with pytest.raises(ValueError):
        load_table(mapping)
