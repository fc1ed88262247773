"""What processes share to be safe: used-up allowances, channels switched off, counts of faults."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; allowances are not worth a write-ahead log: after a crash everybody begins anew."""
    unlogged = ["UNLOGGED"] if op.get_bind().dialect.name == "postgresql" else []
    op.create_table(
        "allowance",
        sa.Column("key", sa.String(80), primary_key=True),
        sa.Column("used_until", sa.Float(), nullable=False),
        prefixes=unlogged,
    )
    op.create_index("ix_allowance_used_until", "allowance", ["used_until"])
    op.create_table(
        "channel_switch",
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("off_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("off_by", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
    )
    op.create_table(
        "fault",
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("event", sa.String(60), primary_key=True),
        sa.Column("kind", sa.String(60), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("fault", "channel_switch", "allowance"):
        op.drop_table(table)
