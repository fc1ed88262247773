"""Fake servers of the messengers: real HTTP on loopback, as strict as the real ones, faults on demand."""
