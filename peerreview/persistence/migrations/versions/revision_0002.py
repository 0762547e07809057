"""Remember which arrivals have been acknowledged and which photos are gone for good; find arrivals by their bundle."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Arrivals known so far count as not yet acknowledged: a second receipt does no harm."""
    op.add_column("arrival", sa.Column("acknowledged", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index("ix_arrival_bundle", "arrival", ["bundle"])
    op.create_table("removed_blob", sa.Column("digest", sa.String, primary_key=True))


def downgrade() -> None:
    """Forget what was acknowledged and removed."""
    op.drop_table("removed_blob")
    op.drop_index("ix_arrival_bundle", "arrival")
    op.drop_column("arrival", "acknowledged")
