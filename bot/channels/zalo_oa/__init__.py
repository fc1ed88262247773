"""The Zalo Official Account: signed webhook in, CS messages out, rotating tokens.

Everything about Zalo's behaviour comes from its documentation as of late 2026, at second hand; none of it
was tried against the real server.
"""
