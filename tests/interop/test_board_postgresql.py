"""A council's database takes the board's tables as their description types them: PostgreSQL, by COPY alone."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.demo_term import Term

_TYPES = {
    "string": "text",
    "integer": "bigint",
    "number": "numeric",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamptz",
}

Sql = Callable[[str], list[list[str]]]


@pytest.fixture(scope="module")
def sql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sql]:
    """Runs statements on a server of its own, which listens on a socket file only."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not homes:
        pytest.skip("PostgreSQL is not installed")
    programs = homes[-1]
    folder = tmp_path_factory.mktemp("postgres")
    for each in (folder, *folder.parents[:2]):
        each.chmod(0o755)
    as_server = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_server:
        shutil.chown(folder, "postgres")

    def run(*command: object) -> str:
        words = [*as_server, *map(str, command)]
        return subprocess.run(words, capture_output=True, text=True, check=True, cwd="/").stdout

    run(programs / "initdb", "-D", folder / "data", "-A", "trust", "--no-sync", "-E", "UTF8")
    listen = f"-c listen_addresses='' -c unix_socket_directories={folder}"
    run(programs / "pg_ctl", "-D", folder / "data", "-o", listen, "-l", folder / "log", "-w", "start")

    def ask(statements: str) -> list[list[str]]:
        told = run(
            programs / "psql",
            "-h",
            folder,
            "-d",
            "postgres",
            "-v",
            "ON_ERROR_STOP=1",
            "-qAtX",
            "--csv",
            "-c",
            statements,
        )
        return list(csv.reader(told.splitlines()))

    try:
        yield ask
    finally:
        run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")


@pytest.mark.heavy
def test_every_table_is_copied_in_and_answers_the_boards_first_question(term: Term, sql: Sql, tmp_path: Path) -> None:
    board = term.folder / "board"
    package = json.loads((board / "datapackage.json").read_bytes())
    for parent in (tmp_path, *tmp_path.parents[:2]):
        parent.chmod(0o755)
    for table in package["resources"]:
        copy, name = tmp_path / table["path"], table["name"].replace("-", "_")
        shutil.copy(board / table["path"], copy)
        copy.chmod(0o644)
        columns = ", ".join(f"{field['name']} {_TYPES[field['type']]}" for field in table["schema"]["fields"])
        sql(f"create table {name} ({columns})")
        sql(f"copy {name} from '{copy}' with (format csv, header match)")
        with copy.open(encoding="utf-8", newline="") as file:
            written = sum(1 for _ in csv.reader(file)) - 1
        assert sql(f"select count(*) from {name}") == [[str(written)]]
    asked = "select school, extract(year from visited) from reviews where section = 'O' and agreed = '3'"
    assert sql(asked) == [["Brindlemere Primary", "2026"]]
    assert sql("select count(distinct urn) from reviews") == [["6"]]
    assert sql("select count(*) from next_steps where by_when is null") == [["0"]]
