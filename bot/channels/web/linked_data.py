"""A procedure as schema.org's GovernmentService, for search engines: what the data says and nothing else."""

from collections.abc import Iterator

from bot.answers import facts, wording
from bot.knowledge.models import Procedure
from bot.knowledge.values import Postal

Data = dict[str, object]


def government_service(procedure: Procedure, page: str) -> Data:
    """Return the JSON-LD of `procedure`, whose own page is at `page`; what is unknown is left out."""
    known = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": procedure.title,
        "identifier": procedure.code,
        "url": page,
        "sameAs": procedure.url,
        "serviceType": procedure.field,
        "provider": procedure.agency and {"@type": "GovernmentOrganization", "name": procedure.agency},
        "audience": procedure.applicants and {"@type": "Audience", "audienceType": facts.applicants(procedure)},
        "serviceOutput": procedure.result and {"@type": "Thing", "name": procedure.result},
        "availableChannel": list(_channels(procedure)),
    }
    return {name: value for name, value in known.items() if value}


def _channels(procedure: Procedure) -> Iterator[Data]:
    """Yield the ways of filing that the source lists."""
    if procedure.service_level.is_online:
        online = _channel(wording.LABEL_LEVEL, wording.LEVELS[procedure.service_level])
        yield online | ({"serviceUrl": procedure.url} if procedure.url else {})
    if procedure.postal is Postal.YES:
        yield _channel(wording.LABEL_POSTAL, wording.POSTAL[procedure.postal])
    yield _channel(wording.LABEL_WHERE, facts.where(procedure))


def _channel(name: str, description: str) -> Data:
    return {"@type": "ServiceChannel", "name": name, "description": description}
