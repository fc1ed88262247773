"""Desks, what they reach, and which account sits at which."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; accounts have no desk yet."""
    op.create_table(
        "desk",
        sa.Column("number", sa.String(4), primary_key=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("office", sa.String(120), nullable=False),
        sa.Column("commune", sa.String(50), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(40), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_table(
        "reach",
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("desk", sa.String(4), primary_key=True),
        sa.Column("procedure", sa.String(10), primary_key=True),
        sa.Column("event", sa.String(20), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
    )
    op.add_column("account", sa.Column("desk", sa.String(4), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("account") as account:
        account.drop_column("desk")
    op.drop_table("reach")
    op.drop_table("desk")
