"""Reading a YAML file of the knowledge base into its model; every fault names line and field."""

from collections.abc import Callable, Hashable, Iterable
from typing import ClassVar, TypeVar, cast

import yaml
from pydantic import ValidationError
from yaml.reader import ReaderError

from bot.knowledge.files import decode
from bot.knowledge.models import Model
from bot.knowledge.problems import KnowledgeError, Problem, explain, is_echo

Place = tuple[int | str, ...]
Fault = tuple[Place, str]
"""The way from the document's root to the value at fault, and what is wrong with it."""

Document = TypeVar("Document", bound=Model)
# libyaml's loader where PyYAML was built with it: some ten times faster, the same results.
_Base: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DATE = "tag:yaml.org,2002:timestamp"


class _Loader(_Base):  # type: ignore[misc,valid-type]  # one of two classes, chosen above
    """Leaves dates to the model: PyYAML raises ValueError at 2026-13-01, without its place."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _DATE]
        for first, resolvers in _Base.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:  # noqa: FBT001, FBT002  theirs
        """Refuse a key that stands twice, of which PyYAML would take the last without a word."""
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "tên phải là chữ", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"“{key.value}” ghi hai lần", key.start_mark)
            seen.add(key.value)
        return cast("dict[Hashable, object]", super().construct_mapping(node, deep))


def read_yaml(
    name: str, data: bytes, model: type[Document], check: Callable[[Document], Iterable[Fault]] = lambda _: ()
) -> Document:
    """Return the document in `data`; raises KnowledgeError with every fault that its model or `check` finds."""
    text = decode(name, data)
    try:
        content = yaml.load(text, _Loader)  # noqa: S506  a safe loader in either case
    except yaml.YAMLError as error:
        raise KnowledgeError([_syntax(name, text, error)]) from None
    except ValueError as error:  # a number that Python does not take, such as "0x_"
        raise KnowledgeError([Problem(name, 0, "", f"có số không đọc được ({error})")]) from None
    try:
        document = model.model_validate(content)
        faults = list(check(document))
    except ValidationError as error:
        faults = [(fault["loc"], explain(fault)) for fault in error.errors() if not is_echo(fault)]
    if faults:
        root = yaml.compose(text, _Base)  # the loader that read it: the two differ in what they take
        raise KnowledgeError(sorted(_located(name, root, place, message) for place, message in faults))
    return document


def _syntax(file: str, text: str, error: yaml.YAMLError) -> Problem:
    if isinstance(error, ReaderError):  # has no mark
        line = text.count("\n", 0, text.find(chr(error.character))) + 1
        return Problem(file, line, "", f"không đúng cú pháp YAML: ký tự không dùng được (U+{error.character:04X})")
    mark = getattr(error, "problem_mark", None)
    detail = getattr(error, "problem", None) or str(error)
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
