"""Questions asked, redacted, and their outcome."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and its indexes."""
    op.create_table(
        "asked_question",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("procedure", sa.String(10), nullable=True),
        sa.Column("faq", sa.String(80), nullable=True),
        sa.Column("aspects", sa.String(200), nullable=False),
        sa.Column("milliseconds", sa.Float(), nullable=False),
    )
    op.create_index("ix_asked_question_asked_at", "asked_question", ["asked_at"])
    op.create_index("ix_asked_question_outcome", "asked_question", ["outcome"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("asked_question")
