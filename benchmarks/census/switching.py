"""A mechanism watched, or switched off, wherever it is called from.

The code of the function itself is exchanged: a module that imported it, a list of checks that holds it, a cache around it all
call the same object. This cannot be undone, so it is done in a process of its own.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from typing import Any

from benchmarks.census.mechanisms import Mechanism

Called = Callable[..., Any]
DEEP = 3  # levels of lists in lists of which a copy is kept, to see whether they were changed in place
_EMPTY = inspect.Parameter.empty


def watch(mechanism: Mechanism, asked: set[str], changed: set[str]) -> None:
    """From now on its name goes to `asked` once it was called, and to `changed` once it did something."""
    given_to = _Arguments(mechanism)

    def around(original: Called, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        asked.add(mechanism.name)
        if mechanism.name in changed:
            return original(*args, **named)
        args, named = given_to.kept(args, named)
        given = given_to.by_name(args, named)
        if mechanism.kind == "work":
            before = _copied(list(given.values()), DEEP + 2)
            result = original(*args, **named)
            if not _same(before, _copied(list(given.values()), DEEP + 2)):
                changed.add(mechanism.name)
            return result
        nothing = mechanism.nothing({name: _copied(value, DEEP) for name, value in given.items()})
        result = original(*args, **named)
        if hasattr(result, "__next__"):
            return _watched(result, list(nothing) if isinstance(nothing, Iterator) else [], mechanism.name, changed)
        if not _is_nothing(result, nothing, mechanism.kind):
            changed.add(mechanism.name)
        return result

    _exchange(mechanism.function, around)


def switch_off(mechanism: Mechanism) -> None:
    """From now on it does nothing."""
    given_to = _Arguments(mechanism)
    _exchange(
        mechanism.function,
        lambda original, args, named: mechanism.nothing(given_to.by_name(*given_to.kept(args, named))),
    )


class _Arguments:
    """The arguments of a call by the names of the parameters."""

    def __init__(self, mechanism: Mechanism) -> None:
        self._parameters = list(inspect.signature(mechanism.function).parameters.values())
        self._uses = mechanism.uses

    def kept(self, args: tuple[Any, ...], named: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """With lists in place of the iterators that are looked at here too: that could be done only once. Others are left as
        they are: what they find they may find only within the function, and some do not end."""
        looked_at = zip(args, [one.name in self._uses for one in self._parameters], strict=False)
        listed = tuple([_listed(value) if looked else value for value, looked in looked_at])
        return listed, {name: _listed(value) if name in self._uses else value for name, value in named.items()}

    def by_name(self, args: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
        """All of them, defaults too."""
        found = {one.name: one.default for one in self._parameters if one.default is not _EMPTY}
        found |= {one.name: value for one, value in zip(self._parameters, args, strict=False)}
        return found | named


def _listed(value: Any) -> Any:
    return list(value) if hasattr(value, "__next__") else value


def _watched(result: Iterator[Any], wanted: Sequence[Any], name: str, changed: set[str]) -> Iterator[Any]:
    """The items as they are asked for: an iterator may be left before its end."""
    count = 0
    for item in result:
        if count >= len(wanted) or not _same(item, wanted[count]):
            changed.add(name)
        count += 1
        yield item
    if count < len(wanted):
        changed.add(name)


def _is_nothing(result: Any, nothing: Any, kind: str) -> bool:
    """Whether a result is that of doing nothing. No parts at all are none as well."""
    if kind == "several" and isinstance(result, tuple) and isinstance(nothing, tuple) and len(result) == len(nothing):
        return all(_same(one, other) or _is_empty(one) for one, other in zip(result, nothing, strict=True))
    return _same(result, nothing) or (kind == "parting" and _is_empty(result))


def _is_empty(value: Any) -> bool:
    return type(value) in (list, tuple) and not value


def _same(one: Any, other: Any) -> bool:
    """Whether two values are alike, a list and a tuple of the same things too. Arrays are, where they are the same object."""
    if one is other:
        return True
    if type(one) in (list, tuple) and type(other) in (list, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    try:
        return bool(one == other)
    except ValueError:  # arrays in it
        return False


def _copied(value: Any, deep: int) -> Any:
    """A copy of lists, sets and mappings, and of objects, where they stand at the top, as a mapping of what they hold: what is
    changed in place shows beside it."""
    if deep <= 0:
        return value
    if type(value) in (list, tuple):
        return type(value)([_copied(item, deep - 1) for item in value])
    if type(value) is dict:
        return {key: _copied(item, deep - 1) for key, item in value.items()}
    if isinstance(value, set):
        return copy(value)
    if deep > DEEP and hasattr(value, "__dict__"):
        return {name: _copied(item, deep - 2) for name, item in vars(value).items()}
    return value


def _exchange(function: types.FunctionType, around: Called) -> None:
    original = types.FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    original.__kwdefaults__ = function.__kwdefaults__
    if len(function.__code__.co_freevars) > 1:
        raise NotImplementedError(f"{function.__qualname__} has a closure")
    code = (_closed(None) if function.__code__.co_freevars else _instead).__code__
    function.__kwdefaults__ = {"_around": around, "_original": original}
    function.__defaults__ = None
    function.__code__ = code


def _instead(*args: Any, _around: Any, _original: Any, **named: Any) -> Any:
    return _around(_original, args, named)


def _closed(cell: object) -> types.FunctionType:
    """The same with a cell around it, as a method has that says `super()`: code and cells have to agree in number."""

    def instead(*args: Any, _around: Any, _original: Any, **named: Any) -> Any:
        _ = cell
        return _around(_original, args, named)

    assert isinstance(instead, types.FunctionType)
    return instead
