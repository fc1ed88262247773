"""Versions of the knowledge base, candidates for the next, and which one was active when."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "knowledge_blob",
        sa.Column("key", sa.String(80), primary_key=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "knowledge_candidate",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(80), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("files", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
    )
    op.create_index("ix_knowledge_candidate_created_at", "knowledge_candidate", ["created_at"])
    op.create_table(
        "knowledge_version",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(80), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("from_repository", sa.Boolean(), nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.Column("files", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
    )
    op.create_index("ix_knowledge_version_checksum", "knowledge_version", ["checksum"])
    op.create_table(
        "knowledge_activation",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer(), sa.ForeignKey("knowledge_version.number"), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("activated_by", sa.String(80), nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("knowledge_activation", "knowledge_version", "knowledge_candidate", "knowledge_blob"):
        op.drop_table(table)
