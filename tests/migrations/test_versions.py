"""The schema, version by version: up, down, up again, equal to the models; and a kept old file opens whole."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from peerreview.errors import EnvironmentFault
from peerreview.persistence import schema, versions
from peerreview.persistence.engine import connect, open_engine
from peerreview.persistence.store import BACKUPS, STORE, create_store, open_store
from tests.integration.persistence.world import table
from tests.migrations.kept import KEY, NOTE, RECORD

OLD = Path(__file__).parent / "store-0001.db"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty encrypted file."""
    made = open_engine(tmp_path / "x.db", KEY, create=True)
    yield made
    made.dispose()


def migrate(engine: sa.Engine, where: str) -> None:
    """Go up or down to a revision."""
    with engine.begin() as connection:
        config = versions.alembic_config(connection)
        (command.downgrade if where.startswith("-") else command.upgrade)(config, where.lstrip("-"))


def shape(engine: sa.Engine) -> dict[str, object]:
    """Everything a file says of its tables, but not the spelling of its SQL."""
    with engine.connect() as connection:

        def rows(statement: str) -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.exec_driver_sql(statement)]

        found: dict[str, object] = {}
        for name, without_rowid in rows("SELECT name, wr FROM pragma_table_list WHERE schema = 'main'"):
            indexes = rows(f"SELECT name, \"unique\", origin, partial FROM pragma_index_list('{name}')")
            found[str(name)] = (
                without_rowid,
                rows(f"SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_xinfo('{name}')"),
                sorted((index, rows(f"SELECT name FROM pragma_index_info('{index[0]}')")) for index in indexes),
                sorted(rows(f'SELECT "table", "from", "to" FROM pragma_foreign_key_list(\'{name}\')')),
            )
        return found


def test_every_table_is_marked_truth_local_or_projection() -> None:
    standings = {name: one.info.get("standing") for name, one in schema.metadata.tables.items()}
    assert set(standings.values()) == {"truth", "local", "projection"}
    assert {name for name, standing in standings.items() if standing == "local"} == {
        "identity",
        "setting",
        "arrival",
        "sending",
        "receipt",
        "removed_blob",
    }


def test_no_projection_depends_on_what_is_local() -> None:
    for one in schema.metadata.tables.values():
        if one.info["standing"] == "projection":
            for key in one.foreign_keys:
                assert key.column.table.info["standing"] == "truth"


def test_a_file_brought_up_has_the_shape_of_a_new_one(engine: sa.Engine, tmp_path: Path) -> None:
    migrate(engine, "head")
    fresh = open_engine(tmp_path / "fresh.db", KEY, create=True)
    versions.make_tables(fresh)
    assert shape(engine) == shape(fresh)
    fresh.dispose()


def test_the_last_revision_equals_the_models(engine: sa.Engine) -> None:
    migrate(engine, "head")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or not name.startswith(schema.NOTE_TEXT)},
        )
        assert compare_metadata(context, schema.metadata) == []
        config = versions.alembic_config(connection)
        assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


def test_down_and_up_again_leaves_the_same_shape(engine: sa.Engine) -> None:
    steps = ("0001", "0002")
    shapes = []
    for step in steps:
        migrate(engine, step)
        shapes.append(shape(engine))
    assert shapes[0] != shapes[1]
    migrate(engine, "-0001")
    assert shape(engine) == shapes[0]
    migrate(engine, "head")
    assert shape(engine) == shapes[1]
    migrate(engine, "-base")
    with engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
    assert names == ["alembic_version"]
    migrate(engine, "head")
    assert shape(engine) == shapes[1]


def kept(folder: Path) -> Path:
    """A copy of the kept old file, as a profile's store."""
    folder.mkdir()
    shutil.copyfile(OLD, folder / STORE)
    return folder


def test_a_kept_old_file_opens_with_everything_in_it_and_a_safe_copy_is_made_first(tmp_path: Path) -> None:
    folder = kept(tmp_path / "dele")
    store = open_store(folder, KEY, table())
    with store.begin() as unit:
        (private,) = unit.streams("private-")
        (reviewers,) = unit.streams("reviewers-")
        record = unit.stream(private).record("private_note", RECORD)
        assert record is not None
        assert record.get("text") == NOTE
        assert len(unit.stream(reviewers)) == 2
        assert [hit.record for hit in unit.search_notes("timetable")] == [RECORD]
        assert len(unit.set_aside()) == 1
        assert [one.number for one in unit.documents("progress")] == [2]
        assert unit.setting("theme") == "dark"
        assert len(unit.arrivals()) == 2
        assert len(unit.receipts_owed("sender")) == 2
    assert store.check().problems == ()
    store.close()
    copy = folder / BACKUPS / f"before-{schema.HEAD}"
    old = open_engine(copy / STORE, KEY)
    assert versions.version(old) == "0001"
    old.dispose()
    before = (folder / STORE).read_bytes()
    open_store(folder, KEY, table()).close()
    assert (folder / STORE).read_bytes() == before


def test_what_is_removed_for_good_goes_from_the_safe_copy_of_an_older_schema_too(tmp_path: Path) -> None:
    folder = kept(tmp_path / "dele")
    store = open_store(folder, KEY, table())
    with store.begin() as unit:
        (private,) = unit.streams("private-")
        unit.dispose(value.digest for value in unit.stream(private).values.values() if value.value == NOTE)
        unit.commit()
    store.close()
    with pytest.raises(EnvironmentFault):
        open_store(folder / BACKUPS, KEY, table())
    raw = connect(folder / BACKUPS / f"before-{schema.HEAD}" / STORE, KEY)
    assert NOTE.encode() not in b"".join(line for (line,) in raw.execute("SELECT line FROM value"))
    assert raw.execute("SELECT count(*) FROM note_text WHERE note_text MATCH 'timetable'").fetchone() == (0,)
    raw.close()


def test_an_upgrade_that_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    folder = kept(tmp_path / "dele")
    raw = connect(folder / STORE, KEY)
    raw.execute("CREATE TABLE removed_blob (id)")  # stands in the way of the second step's last act
    raw.close()
    with pytest.raises(sa.exc.OperationalError):
        open_store(folder, KEY, table())
    old = open_engine(folder / STORE, KEY)
    assert versions.version(old) == "0001"
    with old.connect() as connection:
        columns = connection.exec_driver_sql("SELECT name FROM pragma_table_info('arrival')").scalars().all()
    assert "acknowledged" not in columns
    old.dispose()


def test_alembic_is_not_imported_when_there_is_nothing_to_change(tmp_path: Path) -> None:
    create_store(tmp_path, KEY, table()).close()
    program = (
        "import sys, yaml; from pathlib import Path\n"
        "from peerreview.config import paths; from peerreview.journal.table import load_table\n"
        "from peerreview.persistence.store import open_store\n"
        "table = load_table(yaml.safe_load((paths.resources() / 'records.yaml').read_text()))\n"
        f"open_store(Path(sys.argv[1]), {KEY!r}, table).close()\n"
        "print([name for name in ('alembic', 'keyring', 'sqlalchemy.orm', 'pyhanko') if name in sys.modules])\n"
    )
    ran = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
