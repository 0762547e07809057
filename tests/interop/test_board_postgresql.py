"""A council's database takes the board's tables as their description types them: PostgreSQL, by COPY alone."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.demo_term import Term

pytestmark = pytest.mark.xdist_group("demo")

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
def shelf() -> Iterator[Path]:
    """A folder that the server's own user may read: pytest's lie under one that only we may enter."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture(scope="module")
def sql(shelf: Path) -> Iterator[Sql]:
    """Runs statements on a server of its own, which listens on a socket file only."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not homes:
        pytest.skip("PostgreSQL is not installed")
    programs, home = homes[-1], shelf / "server"
    home.mkdir()
    as_server = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_server:
        shutil.chown(home, "postgres")

    def run(*command: object) -> str:
        words = [*as_server, *map(str, command)]
        return subprocess.run(words, capture_output=True, text=True, check=True, cwd="/").stdout

    run(programs / "initdb", "-D", home / "data", "-A", "trust", "--no-sync", "-E", "UTF8")
    listen = f"-c listen_addresses='' -c unix_socket_directories={home}"
    run(programs / "pg_ctl", "-D", home / "data", "-o", listen, "-l", home / "log", "-w", "start")

    def ask(statements: str) -> list[list[str]]:
        told = run(
            programs / "psql", "-h", home, "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-qAtX", "--csv", "-c", statements
        )
        return list(csv.reader(told.splitlines()))

    try:
        yield ask
    finally:
        run(programs / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop")


@pytest.mark.heavy
def test_every_table_is_copied_in_and_answers_the_boards_first_question(term: Term, sql: Sql, shelf: Path) -> None:
    board = term.folder / "board"
    package = json.loads((board / "datapackage.json").read_bytes())
    for table in package["resources"]:
        copy, name = shelf / table["path"], table["name"].replace("-", "_")
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
