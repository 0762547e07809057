"""Which schema a file has, and bringing an older one up to date without risk.

The version is read with one plain query; Alembic is imported only when something has to change. Then a safe copy is
made first, and all steps run in one transaction: a kill or a full disk leaves the file as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

import peerreview
from peerreview.errors import Refused

from . import schema
from .faults import Damaged

if TYPE_CHECKING:
    from alembic.config import Config

_VERSION_TABLE = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
_MIGRATIONS = Path(__file__).parent / "migrations"

_NEEDS = "store.needs"
"""The setting that tells, to an older program, which version of Peer Review this schema needs."""


def make_tables(engine: sa.Engine) -> None:
    """Give a new file every table of the present schema."""
    with engine.begin() as connection:
        schema.metadata.create_all(connection, checkfirst=False)
        connection.exec_driver_sql(_VERSION_TABLE)
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (schema.HEAD,))
        _write_needs(connection)


def version(engine: sa.Engine) -> str:
    """The schema version of a file; raises Damaged when it holds no tables of ours."""
    with engine.connect().execution_options(reading=True) as connection:
        try:
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        except sa.exc.OperationalError as error:  # no such table
            raise Damaged("This file holds no data of Peer Review.") from error
    if found is None:
        raise Damaged("This file does not say which version of Peer Review wrote it.")
    return str(found)


def bring_up(engine: sa.Engine, save_copy: Callable[[str], object]) -> None:
    """Bring an older file to the present schema, after `save_copy(its version)`; refuse a newer file."""
    found = version(engine)
    if found == schema.HEAD:
        return
    if found > schema.HEAD:
        raise _newer(engine)
    save_copy(found)
    from alembic import command  # 0.4 s to import, and needed once in a year

    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), schema.HEAD)
        _write_needs(connection)


def alembic_config(connection: sa.Connection) -> Config:
    """Alembic's settings for running revisions on an open connection, within its transaction."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _write_needs(connection: sa.Connection) -> None:
    connection.execute(
        sa.insert(schema.setting).prefix_with("OR REPLACE"), {"key": _NEEDS, "value": peerreview.__version__}
    )


def _newer(engine: sa.Engine) -> Refused:
    with engine.connect().execution_options(reading=True) as connection:
        needs = connection.execute(sa.select(schema.setting.c.value).where(schema.setting.c.key == _NEEDS)).scalar()
    wanted = f"version {needs} or later" if needs else "a later version"
    return Refused(
        f"These data need {wanted} of Peer Review. You have {peerreview.__version__}.",
        "Nothing was changed; the data wait here.",
        "Ask your office for the new version.",
        code="newer_store",
    )
