"""Reading a YAML file of the knowledge base into its model; every fault names line and field."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar, cast

import yaml
from pydantic import ValidationError

from bot.knowledge.files import read_text
from bot.knowledge.models import Model
from bot.knowledge.problems import KnowledgeError, Problem, explain

Place = tuple[int | str, ...]
Fault = tuple[Place, str]
"""The way from the document's root to the value at fault, and what is wrong with it."""

Document = TypeVar("Document", bound=Model)
# libyaml's loader where PyYAML was built with it: some ten times faster, the same results.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(
    path: Path, model: type[Document], check: Callable[[Document], Iterable[Fault]] = lambda _: ()
) -> Document:
    """Return the document in `path`; raises KnowledgeError with every fault that its model or `check` finds."""
    text = read_text(path)
    try:
        data = yaml.load(text, _Loader)  # noqa: S506  a safe loader in either case
    except yaml.YAMLError as error:
        raise KnowledgeError([_syntax(path.name, error)]) from None
    try:
        document = model.model_validate(data)
        faults = list(check(document))
    except ValidationError as error:
        faults = [(fault["loc"], explain(fault)) for fault in error.errors()]
    if faults:
        root = yaml.compose(text, yaml.SafeLoader)
        raise KnowledgeError(sorted(_located(path.name, root, place, message) for place, message in faults))
    return document


def _syntax(file: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    detail = getattr(error, "problem", None) or "ký tự không dùng được"
    return Problem(file, mark.line + 1 if mark else 0, "", f"không đúng cú pháp YAML: {detail}")


def _located(file: str, root: yaml.Node | None, place: Place, message: str) -> Problem:
    node = root
    for step in place:
        inner = _child(node, step)
        if inner is None:
            break
        node = inner
    line = node.start_mark.line + 1 if node is not None and node.start_mark is not None else 0
    return Problem(file, line, ".".join(map(str, place)), message)


def _child(node: yaml.Node | None, step: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return cast("yaml.Node", node.value[step])
    return None
