"""Thin adapters: bytes in become a `Turn`, a `Reply` becomes bytes out. Only these know a channel."""
