"""The code of the stages → their mechanisms: functions that could have left alone what they were given.

The annotations tell which, and what the function returns that does nothing:

- a *change*: what is returned is of the kind of one parameter (`(lines: Sequence[Line], …) -> list[Line]`): that parameter, as it
  came. A *parting* (`(cells: list[Cell]) -> list[list[Cell]]`): that parameter as the only part.
- a *choice* (`-> X | None`): None. A *question* (`-> bool`): False.
- a *pick* (`(copies: Sequence[X], …) -> X`): the first.
- a *find* (`-> list[X]`, a tuple of any length, set, mapping, iterator; `-> str`): an empty one.
- a *work* (`-> None`): nothing, so that the list it was given, or the object whose method it is, stays as it was.
- several of them (`-> tuple[list[X], bool]`, or a record of the stage's own with such fields): each as above.

Numbers and arrays are none, nor are lists of what things cost: what is counted or weighed is not left alone by being 0. Nor is
a function all of whose parameters are of the forms (or that has none): it says the same of every document. Functions inside
functions are not looked at.
"""

from __future__ import annotations

import collections.abc as abc
import functools
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

import goiextract

STAGES = ("layout", "labelling", "reconciling")
Given = Mapping[str, Any]  # the arguments of a call, by parameter
Nothing = Callable[[Given], object]  # what a call returns that does nothing

LISTS = (list, abc.Sequence, abc.Collection, abc.Iterable, abc.Iterator, abc.Generator)
MADE: dict[object, Callable[[], object]] = {
    **dict.fromkeys((list, abc.Sequence, abc.Collection), list),
    **dict.fromkeys((abc.Iterator, abc.Iterable, abc.Generator), lambda: iter(())),
    **dict.fromkeys((dict, abc.Mapping, abc.MutableMapping), dict),
    **dict.fromkeys((set, abc.Set, abc.MutableSet), set),
    frozenset: frozenset,
}


@dataclass(frozen=True)
class Mechanism:
    """A function that could do nothing. name: ``layout.aligned.align``; kind: change, parting, choice, question, pick, find, work
    or several; nothing: what it returns then (None: what it is given stays as it is), made of the parameters that it `uses`."""

    name: str
    kind: str
    function: types.FunctionType
    nothing: Nothing
    uses: frozenset[str]


class _Way(NamedTuple):
    """A way to do nothing."""

    kind: str
    nothing: Nothing
    uses: frozenset[str] = frozenset()


def mechanisms(package: types.ModuleType = goiextract, stages: tuple[str, ...] = STAGES) -> list[Mechanism]:
    """All mechanisms of these parts of a package, by name."""
    found = [one for module in _modules(package, stages) for one in _of_module(module, package.__name__)]
    return sorted(found, key=lambda one: one.name)


def functions_of(module: types.ModuleType) -> Iterator[tuple[str, types.FunctionType]]:
    """The functions that this module defines, and the methods of its classes, by their names in it."""
    for name, held in vars(module).items():
        if isinstance(held, type) and held.__module__ == module.__name__:
            for method, inner in vars(held).items():
                if (function := _function(inner, module)) is not None and function.__name__ == method:
                    yield f"{name}.{method}", function
        elif (function := _function(held, module)) is not None and function.__name__ == name:
            yield name, function


def _function(held: object, module: types.ModuleType) -> types.FunctionType | None:
    """The function in what a name holds: bare, cached, or a property. None for others' and for those that Python made."""
    if isinstance(held, property):
        held = held.fget
    elif isinstance(held, functools.cached_property):
        held = held.func
    elif isinstance(held, staticmethod | classmethod):
        held = held.__func__
    elif hasattr(held, "__wrapped__"):
        held = inspect.unwrap(typing.cast("Callable[..., object]", held))
    own = isinstance(held, types.FunctionType) and held.__code__.co_filename == module.__file__
    return held if own and isinstance(held, types.FunctionType) and held.__name__[:2] != "__" else None


def _modules(package: types.ModuleType, stages: tuple[str, ...]) -> Iterator[types.ModuleType]:
    for stage in stages:
        top = importlib.import_module(f"{package.__name__}.{stage}")
        yield top
        for one in pkgutil.walk_packages(getattr(top, "__path__", ()), f"{top.__name__}."):
            yield importlib.import_module(one.name)


def _of_module(module: types.ModuleType, package: str) -> Iterator[Mechanism]:
    for name, function in functions_of(module):
        hints = typing.get_type_hints(function, vars(module))
        returns = hints.pop("return", None)
        is_method = "." in name
        if not is_method and all(_is_of_form(hint) for hint in hints.values()):
            continue
        told = _nothing(returns, hints, module, is_method)
        if told is not None:
            yield Mechanism(
                f"{module.__name__.removeprefix(f'{package}.')}.{name}", told.kind, function, told.nothing, told.uses
            )


def _is_of_form(hint: object) -> bool:
    """True for what is the same for every document: a form, its tables and rows, or several of them."""
    leaves = list(_leaves(hint))
    return bool(leaves) and all(getattr(one, "__module__", "").startswith("goiextract.forms") for one in leaves)


def _leaves(hint: object) -> Iterator[object]:
    arguments = [one for one in typing.get_args(hint) if one is not Ellipsis]
    if not arguments:
        yield hint
    for one in arguments:
        yield from _leaves(one)


def _nothing(returns: Any, hints: Mapping[str, object], module: types.ModuleType, is_method: bool) -> _Way | None:
    """The kind of a function with these annotations, and what it returns that does nothing; None where it has to do something."""
    if returns is None or returns is type(None):
        changed = [
            name
            for name, hint in hints.items()
            if _origin(hint) in (list, dict, set) and not any(map(_is_of_form, _leaves(hint)))
        ]
        return _Way("work", lambda given: None) if is_method or changed else None
    if (told := _one_nothing(returns, hints)) is not None:
        return told
    parts: dict[str, _Way | None]
    if typing.get_origin(returns) is tuple:
        parts = {str(number): _one_nothing(hint, hints) for number, hint in enumerate(typing.get_args(returns))}
        make: Callable[..., object] = _tuple
    elif isinstance(returns, type) and returns.__module__ == module.__name__ and _is_record(returns):
        parts = {name: _one_nothing(hint, {}) for name, hint in typing.get_type_hints(returns).items()}
        make = returns
    else:
        return None
    whole = {name: part.nothing for name, part in parts.items() if part is not None}
    if not parts or len(whole) < len(parts):
        return None
    uses = frozenset[str]().union(*(part.uses for part in parts.values() if part is not None))
    return _Way("several", lambda given: make(**{name: part(given) for name, part in whole.items()}), uses)


def _tuple(**parts: object) -> tuple[object, ...]:
    return tuple(parts.values())


def _is_record(cls: type) -> bool:
    return is_dataclass(cls) or issubclass(cls, msgspec.Struct) or (issubclass(cls, tuple) and hasattr(cls, "_fields"))


def _one_nothing(returns: Any, hints: Mapping[str, object]) -> _Way | None:
    if not _is_number(returns):
        for name, hint in hints.items():
            if _kind(hint) == _kind(returns) or _kind(hint) == _without_unions(returns):
                return _Way("change", functools.partial(_given, name=name, returns=returns), frozenset({name}))
    if _may_be_none(returns):
        return _Way("choice", lambda given: None)
    if returns is bool:
        return _Way("question", lambda given: False)
    if returns is str:
        return _Way("find", lambda given: "")
    if not _is_number(returns):
        for name, hint in hints.items():
            if _item(hint) is not None and _kind(_item(hint)) == _kind(returns):
                return _Way("pick", functools.partial(_first, name=name), frozenset({name}))
    item = _item(returns)
    if item is not None and not _is_number(item):
        for name, hint in hints.items():
            if _kind(hint) == _kind(item):
                return _Way("parting", functools.partial(_only_part, name=name, returns=returns), frozenset({name}))
    if (item is not None or _origin(returns) in MADE) and set(_leaves(returns)) != {float}:
        return _Way("find", lambda given: () if _origin(returns) is tuple else MADE[_origin(returns)]())
    return None


def _given(given: Given, name: str, returns: object) -> object:
    return _as_declared(given[name], returns)


def _first(given: Given, name: str) -> object:
    return next(iter(given[name]), None)


def _only_part(given: Given, name: str, returns: object) -> object:
    return _as_declared([given[name]], returns)


def _as_declared(value: Any, returns: object) -> object:
    """A list as the list, tuple or iterator that is to be returned."""
    origin = _origin(returns)
    if origin in (list, tuple) and not isinstance(value, origin):
        return origin(value)
    return iter(value) if origin in (abc.Iterator, abc.Generator) else value


def _origin(hint: object) -> Any:
    return typing.get_origin(hint) or hint


def _item(hint: object) -> object | None:
    """What a list of any length is of; None for what is no such list."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return arguments[0] if len(arguments) == 2 and arguments[1] is Ellipsis else None
    return arguments[0] if origin in LISTS and arguments else None


def _kind(hint: object) -> object:
    """A type with lists, tuples and sequences alike, so that kinds compare."""
    if isinstance(hint, list):  # of a Callable
        return tuple(map(_kind, hint))
    if _is_union(hint):
        return frozenset(_kind(one) for one in typing.get_args(hint))
    if (item := _item(hint)) is not None:
        return "list", _kind(item)
    arguments = typing.get_args(hint)
    return (_origin(hint), *map(_kind, arguments)) if arguments else hint


def _without_unions(hint: object) -> object:
    """The kind of lists whose items are all of the first of the kinds that they may be of."""
    item = _item(hint)
    if item is not None and _is_union(item) and not _may_be_none(item):
        return "list", _kind(typing.get_args(item)[0])
    return _kind(hint)


def _is_union(hint: object) -> bool:
    return typing.get_origin(hint) in (typing.Union, types.UnionType)


def _may_be_none(hint: object) -> bool:
    return _is_union(hint) and type(None) in typing.get_args(hint)


def _is_number(hint: object) -> bool:
    """True for numbers, arrays, truth values, and lists or mappings of nothing else."""
    numeric = all(
        one in (int, float, bool, complex, type(None), typing.Any)
        or getattr(one, "__module__", "").partition(".")[0] == "numpy"
        for one in _leaves(hint)
    )
    return numeric or getattr(_origin(hint), "__module__", "").partition(".")[0] == "numpy"


def file_of(mechanism: Mechanism) -> tuple[Path, int]:
    """Where its code stands: file and line."""
    code = mechanism.function.__code__
    return Path(code.co_filename), code.co_firstlineno
