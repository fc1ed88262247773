"""Replies from facts; all wording that a citizen reads lives in `wording` and in `knowledge/faq.yaml`."""
