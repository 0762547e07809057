"""The first schema: truth, local memory and projections."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table of the first schema."""
    op.create_table("stream", sa.Column("id", sa.String, primary_key=True))
    op.create_table(
        "change",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("stream", sa.String, sa.ForeignKey("stream.id"), nullable=False),
        sa.Column("granted", sa.String),
        sa.Column("arrival", sa.String),
        sa.Column("raw", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_change_stream", "change", ["stream"])
    op.create_table(
        "value",
        sa.Column("stream", sa.String, sa.ForeignKey("stream.id"), nullable=False),
        sa.Column("digest", sa.String),
        sa.Column("arrival", sa.String),
        sa.Column("line", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("stream", "digest"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seal",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("stream", sa.String, sa.ForeignKey("stream.id"), nullable=False),
        sa.Column("arrival", sa.String),
        sa.Column("line", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_seal_stream", "seal", ["stream"])
    op.create_table(
        "document",
        sa.Column("kind", sa.String),
        sa.Column("id", sa.String),
        sa.Column("number", sa.Integer),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("signer", sa.String, nullable=False),
        sa.Column("received", sa.String, nullable=False),
        sa.Column("arrival", sa.String),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", "number"),
    )
    op.create_table(
        "blob",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    _local_tables()
    _projections()


def _local_tables() -> None:
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1"), primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.create_table(
        "arrival",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("bundle", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("sender", sa.String, nullable=False),
        sa.Column("sender_name", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("added", sa.Integer, nullable=False),
        sa.Column("taken_out", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "sending",
        sa.Column("bundle", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("recipients", sa.String, nullable=False),
        sa.Column("describes", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
    op.create_table(
        "receipt",
        sa.Column("bundle", sa.String),
        sa.Column("person", sa.String),
        sa.Column("at", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("bundle", "person"),
    )


def _projections() -> None:
    op.create_table(
        "admitted",
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("change", sa.String, sa.ForeignKey("change.id"), nullable=False, unique=True),
        sa.Column("stream", sa.String, nullable=False),
    )
    op.create_index("ix_admitted_stream", "admitted", ["stream", "place"])
    op.create_table(
        "set_aside",
        sa.Column("change", sa.String, sa.ForeignKey("change.id"), primary_key=True),
        sa.Column("stream", sa.String, nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
    )
    op.create_index("ix_set_aside_stream", "set_aside", ["stream"])
    op.create_table(
        "head",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("stream", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("record", sa.String, nullable=False),
        sa.Column("field", sa.String, nullable=False),
        sa.Column("op", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
    )
    op.create_index("ix_head_record", "head", ["stream", "kind", "record", "field"])
    op.create_table(
        "review_line",
        sa.Column("stream", sa.String, primary_key=True),
        sa.Column("school", sa.String, nullable=False),
        sa.Column("school_name", sa.String, nullable=False),
        sa.Column("handbook", sa.String, nullable=False),
        sa.Column("term", sa.String, nullable=False),
        sa.Column("visit_date", sa.String),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("roles", sa.String, nullable=False),
        sa.Column("version", sa.String, nullable=False),
    )
    op.execute("CREATE VIRTUAL TABLE note_text USING fts5(text, tokenize='unicode61 remove_diacritics 2')")
    op.execute("INSERT INTO note_text(note_text, rank) VALUES('secure-delete', 1)")


def downgrade() -> None:
    """Take every table away again, those that others point to last."""
    for name in (
        "note_text",
        "review_line",
        "head",
        "set_aside",
        "admitted",
        "receipt",
        "sending",
        "arrival",
        "setting",
        "identity",
        "blob",
        "document",
        "seal",
        "value",
        "change",
        "stream",
    ):
        op.drop_table(name)
