"""What the bot keeps: SQLModel tables, repositories, migrations. The only package that knows SQL."""
