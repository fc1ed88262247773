"""How the service is at this moment, for `/readyz`, `/metrics` and the admin room: what may hang is asked in bounds."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Protocol

from bot.operations.waiting import Probe
from bot.services import Services
from bot.storage.faults import Fault
from bot.storage.queue import Waiting

DATABASE_SECONDS = 2.0
"""A database that has not answered by then counts as away."""
FAULT_DAYS = 7
NOTHING: Mapping[str, str] = MappingProxyType({})


class Watched(Protocol):
    """What is told of another channel that this process serves."""

    @property
    def name(self) -> str:
        """Its name, as in the questions written down."""

    def is_ready(self) -> bool:
        """Say whether it hears what people write."""

    def silent_seconds(self) -> float | None:
        """Return how long ago it was last heard; None where nobody can say."""


class Watch:
    """Looks at one process and at the database it has.

    `wanting` are the channels that are not set up, with the setting each wants.
    """

    def __init__(
        self,
        services: Services,
        channels: Sequence[Watched],
        wanting: Mapping[str, str] = NOTHING,
        seconds: float = DATABASE_SECONDS,
    ) -> None:
        self.services = services
        self.channels = channels
        self.wanting = wanting
        self._storage = Probe(self._ready, seconds)
        self._queue = Probe(self._waiting, seconds)
        self._faults = Probe(self._recent, seconds)

    async def storage(self) -> bool:
        """Say whether the database takes questions; False as well if it does not say so in time."""
        return bool(await self._storage.answer())

    async def queue(self) -> Sequence[Waiting] | None:
        """Return what waits on each channel; None if the database does not say."""
        return await self._queue.answer()

    async def faults(self) -> Sequence[Fault] | None:
        """Return what went wrong in the last `FAULT_DAYS`, the latest first; None if the database does not say."""
        return await self._faults.answer()

    def knowledge_age(self) -> float:
        """Return how many seconds ago the version that is served was put into service; 0 for a folder."""
        activation = self.services.snapshot.activation
        return max((datetime.now(UTC) - activation.at).total_seconds(), 0.0) if activation else 0.0

    async def _ready(self) -> bool:
        return await self.services.journal.ready()

    async def _recent(self) -> Sequence[Fault]:
        return await self.services.faults.recent(FAULT_DAYS) if self.services.faults else []

    async def _waiting(self) -> Sequence[Waiting]:
        if not self.services.queue:
            return []
        return await self.services.queue.waiting([channel.name for channel in self.channels])
