"""A reply as plain data, the one shape of `ask --json`, `ask --batch` and the HTTP API."""

from collections.abc import Mapping
from dataclasses import asdict

from bot.answers import facts
from bot.conversation import Reply, plain_text
from bot.knowledge.models import Procedure


def record(reply: Reply, procedures: Mapping[str, Procedure]) -> dict[str, object]:
    """Return `reply` with the facts of its procedure, ready for JSON."""
    procedure = procedures.get(reply.procedure or "")
    return {
        "outcome": reply.outcome,
        "procedure": reply.procedure,
        "faq": reply.faq,
        "candidates": list(reply.candidates),
        "aspects": list(reply.aspects),
        "service_level": procedure.service_level if procedure else None,
        "postal": procedure.postal if procedure else None,
        "where": list(facts.offices(procedure)) if procedure else [],
        "text": plain_text(reply),
        "blocks": [asdict(block) for block in reply.blocks],
        "choices": [asdict(choice) for choice in reply.choices],
        "feedback": [asdict(choice) for choice in reply.feedback],
        "links": [asdict(link) for link in reply.links],
    }
