"""What channels report of the messages that they told."""

from dataclasses import dataclass, field

from bot.answers.wishes import news
from bot.conversation import Fate
from bot.knowledge.ways import Ways
from tests.answers.samples import birth

NEWS = news(birth(service_level="toàn trình"), Ways.ONLINE)
SAID = NEWS.blocks[0].text


@dataclass
class Reports:
    """Writes them down."""

    made: dict[str, Fate] = field(default_factory=dict)

    async def __call__(self, key: str, fate: Fate) -> None:
        assert key not in self.made, "reported twice"
        self.made[key] = fate
