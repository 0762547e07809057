# ruff: noqa: E402  run as a program: the path comes first
"""Makes `store-0001.db`, a store as the first schema held it, to be kept for ever: run once, never again.

`python tests/migrations/make_store_0001.py` writes it beside itself, under the key in `kept.py`.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1]), str(HERE.parent / "integration" / "persistence")]

from alembic import command
from kept import KEY, NOTE, RECORD
from world import DELE, MIRIAM, NOW, TOM, Device, network, note, reviewers_begin

from peerreview.domain.exchange import DocumentKind, SignedDocument
from peerreview.journal.compose import Edit
from peerreview.persistence import schema, versions
from peerreview.persistence.engine import connect, open_engine, truncate_log
from peerreview.persistence.store import STORE


def main() -> None:
    """Fill a store of today, and put its rows into the tables of the first schema."""
    kept = HERE / "store-0001.db"
    kept.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        dele, miriam = Device(DELE, Path(folder) / "dele", KEY), Device(MIRIAM, Path(folder) / "miriam", KEY)
        for one in (dele, miriam):
            one.join(network(1, [MIRIAM.card, DELE.card]))
        stream_id = miriam.begin("reviewers", *reviewers_begin(MIRIAM, DELE))
        miriam.write(stream_id, note("The morning's books show the same steps."))
        dele.bring_in(miriam.send(stream_id), arrival="one")
        miriam.write(stream_id, note("Not sealed, and so set aside."))
        dele.bring_in(miriam.send(stream_id, seal=False), arrival="two")
        dele.write(dele.begin("private"), Edit("private_note", RECORD, "text", NOTE))
        with dele.store.begin() as unit:
            page = SignedDocument(DocumentKind.PROGRESS, "quillbeck", 2, "Progress", b"page", b"signature")
            unit.put_document(page, TOM.name, NOW)
            unit.set_setting("theme", "dark")
            unit.commit()
        for one in (dele, miriam):
            one.store.close()
        engine = open_engine(kept, KEY, create=True)
        with engine.begin() as connection:
            command.upgrade(versions.alembic_config(connection), "0001")
        truncate_log(engine)
        engine.dispose()
        with closing(connect(kept, KEY)) as old, closing(connect(dele.folder / STORE, KEY)) as new:
            first = {row[0] for row in old.execute("SELECT name FROM sqlite_master")}
            for table in (table for table in schema.metadata.sorted_tables if table.name in first):
                columns = ", ".join(row[1] for row in old.execute(f"PRAGMA table_info({table.name})"))
                rows = new.execute(f"SELECT {columns} FROM {table.name}").fetchall()
                marks = ", ".join("?" * len(columns.split(", ")))
                old.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", rows)
            texts = new.execute(f"SELECT rowid, text FROM {schema.NOTE_TEXT}").fetchall()
            old.executemany(f"INSERT INTO {schema.NOTE_TEXT} (rowid, text) VALUES (?, ?)", texts)


if __name__ == "__main__":
    main()
