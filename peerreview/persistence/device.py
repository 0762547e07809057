"""What belongs to this device alone: its keys and its settings."""

from __future__ import annotations

import sqlalchemy as sa

from . import schema
from .rows import Rows


class Device(Rows):
    """The part of a unit of work that holds the device's own rows."""

    def identity(self) -> bytes | None:
        """The keys of the profile's owner as `keep_identity` got them, or None before there are any."""
        return self.connection.execute(sa.select(schema.identity.c.data)).scalar()

    def keep_identity(self, data: bytes) -> None:
        """Keep the owner's keys in place of what was kept before."""
        self.connection.execute(sa.insert(schema.identity).prefix_with("OR REPLACE"), {"id": 1, "data": data})

    def setting(self, key: str) -> str | None:
        """A setting, or None when it was never set."""
        return self.connection.execute(
            sa.select(schema.setting.c.value).where(schema.setting.c.key == key)
        ).scalar_one_or_none()

    def set_setting(self, key: str, value: str) -> None:
        """Set a setting."""
        self.connection.execute(sa.insert(schema.setting).prefix_with("OR REPLACE"), {"key": key, "value": value})
