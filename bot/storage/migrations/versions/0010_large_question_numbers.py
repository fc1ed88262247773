"""Numbers of questions that do not end: a million a day would use up 32 bits in six years.

PostgreSQL writes the table anew, some five seconds for each million of rows, while nobody else can use it. What SQLite
counts up by itself is large already.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen the column, and what counts it up."""
    _number(sa.BigInteger(), was=sa.Integer())


def downgrade() -> None:
    """Narrow both, which fails once a number is too large."""
    _number(sa.Integer(), was=sa.BigInteger())


def _number(kind: sa.Integer, was: sa.Integer) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.alter_column("asked_question", "id", type_=kind, existing_type=was, existing_nullable=False)
    op.execute(f"ALTER SEQUENCE asked_question_id_seq AS {kind.compile()}")
