"""Running the bot with care: what is removed before storing, how it logs."""
