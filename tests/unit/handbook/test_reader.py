"""Broken packs are refused with file, place and remedy, and everything wrong is told at once."""

from __future__ import annotations

import json
import shutil
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from peerreview.config import paths
from peerreview.errors import BadInput
from peerreview.handbook import reader
from peerreview.handbook.model import Handbook
from peerreview.handbook.problems import BadHandbook
from tests.unit.handbook.breakages import BREAKAGES


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(paths.forms() / "triad-p", tmp_path / "our-pack"))


def _write(pack: Path, *changes: tuple[str, str]) -> list[str]:
    """Changes the pack's text and gives its lines."""
    path = pack / reader.FILE
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return text.splitlines()


@pytest.mark.parametrize("name", list(BREAKAGES))
def test_each_breakage_names_file_place_and_remedy(pack: Path, name: str) -> None:
    old, new, at, what, remedy = BREAKAGES[name]
    lines = _write(pack, (old, new))
    found = reader.problems(pack)
    fitting = [problem for problem in found if any(words in problem.what for words in what.split("|"))]
    assert fitting, found
    assert all(problem.file == "our-pack/handbook.yaml" for problem in found)
    assert any(words in fitting[0].remedy for words in remedy.split("|")), fitting[0]
    if at:
        text = "\n".join(lines)
        line = text[: text.index(at)].count("\n") + 1
        assert any(problem.place.startswith(f"line {line}") for problem in fitting), (line, fitting)


def test_the_place_is_told_by_codes(pack: Path) -> None:
    _write(pack, ("prefix: books}", "prefix: Books!}"), ("[STAFF, SUBJ, GOV, DOCS]", "[STAFF, SUB]"))
    assert [problem.place.partition(", ")[2] for problem in reader.problems(pack)] == ["activities › BOOKS › prefix"]
    _write(pack, ("prefix: Books!}", "prefix: books}"))
    assert [problem.place.partition(", ")[2] for problem in reader.problems(pack)] == [
        "sections › P5 › evidence › no. 2"
    ]


def test_everything_wrong_is_told_in_the_order_of_the_file(pack: Path) -> None:
    _write(pack, ("photos: false", "photos: maybe"), ("subject: school", "subject: x"), ("stage: dig", "stage: deep"))
    with pytest.raises(BadHandbook) as refused:
        reader.load(pack)
    assert [problem.what for problem in refused.value.problems] == [
        "“x” is not known here",
        "“deep” is not known here",
        "text stands where true or false is expected",
    ]
    told = str(refused.value)
    assert "our-pack/handbook.yaml" in told
    assert "3 things are to be put right" in told
    assert all(str(problem) in told for problem in refused.value.problems)
    assert isinstance(refused.value, BadInput)
    assert refused.value.exit_code == 2


def test_a_value_is_written_out_not_pointed_to(pack: Path) -> None:
    _write(pack, ("fills: [host]\n", "fills: &who [host]\n"), ("fills: [host]\n", "fills: *who\n"))
    (problem,) = reader.problems(pack)
    assert "only points to another place" in problem.what


def test_what_yaml_would_turn_into_something_else_stays_text(pack: Path) -> None:
    changes = [
        ('version: "2026.1"', "version: 2026.10"),
        ('start: "13:10"', "start: 13:10"),
        ("label: Book", "label: no"),
    ]
    _write(pack, *changes)
    handbook = reader.load(pack)
    assert handbook.version == "2026.10"
    assert handbook.activities[3].label == "no look"
    assert handbook.timetable[0].slots[8].start == "13:10"


def test_text_is_tidied(pack: Path) -> None:
    _write(pack, ("title: Triad review\n", 'title: "  Cafe\\u0301 review "\n'))
    assert reader.load(pack).title == "Café review"


def test_expressions_take_their_normal_form(pack: Path) -> None:
    _write(pack, ("${O1} != ''", "( count-words( ${A2} ) > 3 )"))
    assert reader.load(pack).items["O2"].relevant == "count-selected(normalize-space(${A2})) > 3"


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "nothing stands where"),
        (b"just words", "text stands where"),
        (b"\xff\xfe\x00", "not in UTF-8"),
        (b"a: \x01", "not YAML here"),
        (b"[" * 200_000, "too deep|not YAML"),
        (b"a: " + b"x" * 1_000_001, "too large"),
    ],
)
def test_files_that_are_no_pack(pack: Path, raw: bytes, what: str) -> None:
    (pack / reader.FILE).write_bytes(raw)
    problem = reader.problems(pack)[0]
    assert any(words in problem.what for words in what.split("|"))


def test_a_folder_without_a_pack(tmp_path: Path) -> None:
    (problem,) = reader.problems(tmp_path)
    assert "no such file" in problem.what
    assert "put handbook.yaml" in problem.remedy


def test_a_guidance_page_is_named_when_it_is_wrong(pack: Path) -> None:
    (pack / "empty.md").write_text("# Only a heading\n", encoding="utf-8")
    (problem,) = reader.problems(pack)
    assert problem.place.startswith("empty.md")
    assert "nothing is written here" in problem.what


def test_a_guidance_page_that_is_not_text(pack: Path) -> None:
    (pack / "picture.md").write_bytes(b"\x89PNG\xff")
    (problem,) = reader.problems(pack)
    assert (problem.place, problem.what) == ("picture.md", "the file is not in UTF-8")


def _schema_of(schema: dict[str, Any], rule: dict[str, Any]) -> dict[str, Any]:
    return _schema_of(schema, schema["$defs"][rule["$ref"].rpartition("/")[2]]) if "$ref" in rule else rule


def _dataclass_in(hint: Any) -> Any:
    return next((each for each in (hint, *get_args(hint)) if is_dataclass(each)), None)


def test_schema_and_model_know_the_same_names() -> None:
    schema = json.loads((paths.resources() / "handbook.schema.json").read_text(encoding="utf-8"))
    ahead: list[tuple[Any, dict[str, Any]]] = [(Handbook, schema)]
    met = set()
    while ahead:
        model, rule = ahead.pop()
        met.add(model.__name__)
        hints = get_type_hints(model)
        assert {field.name for field in fields(model)} == set(rule["properties"]), model.__name__
        assert rule["additionalProperties"] is False
        for name, each in rule["properties"].items():
            inner = _schema_of(schema, each)
            inner = _schema_of(schema, inner["items"]) if inner.get("type") == "array" else inner
            if found := _dataclass_in(hints[name]):
                ahead.append((found, inner))
    assert len(met) == 22
