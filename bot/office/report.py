"""What was found about a load, kept with it: faults, what it changes, what would no longer be found."""

from pydantic import BaseModel, ConfigDict

from bot.knowledge.differences import Differences
from bot.knowledge.problems import Problem
from bot.search.effects import Missed


class Report(BaseModel):
    """The findings about a load. `problems` keep it from being used; `warnings` are for a person to weigh."""

    model_config = ConfigDict(frozen=True)

    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    words: tuple[str, ...] = ()
    differences: Differences = Differences()
    missed: tuple[Missed, ...] = ()
    procedures: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether the load can be put into service."""
        return not self.problems

    @property
    def changes_nothing(self) -> bool:
        """Whether a sound load holds just what is served already."""
        return self.is_sound and self.differences.is_empty
