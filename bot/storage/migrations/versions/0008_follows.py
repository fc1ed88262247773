"""Who is to be told when a procedure can be filed another way."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and its indexes."""
    op.create_table(
        "follow",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("key", sa.String(32), nullable=False, unique=True),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("procedure", sa.String(10), nullable=False),
        sa.Column("wish", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("person", "procedure", name="uq_follow"),
    )
    op.create_index("ix_follow_channel", "follow", ["channel"])
    op.create_index("ix_follow_ends_at", "follow", ["ends_at"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("follow")
