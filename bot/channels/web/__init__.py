"""The web channel: chat page, procedure pages, JSON API, health checks."""
