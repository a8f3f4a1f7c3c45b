"""Which functions the way from a file to a report can call, by the names that their code says.

Coarse on purpose: an attribute, or what is imported inside a function, may be any function of the package that is called so.
What is not reached serves something else (training, a model's folder, what is computed once where a module is loaded), and no
document can ask for it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import types
from collections.abc import Iterator
from functools import cached_property

import goiextract
from goiextract import extract


def reached(
    start: object = extract, but: tuple[str, ...] = ("shipped_model",), package: types.ModuleType = goiextract
) -> set[types.CodeType]:
    """The code of all functions of the package that `start` may come to call. but: what is not followed: a model is loaded
    once, whatever the document."""
    methods: dict[str, list[object]] = {}
    called: dict[str, list[object]] = {}
    for module in _modules(package):
        for name, held in vars(module).items():
            called.setdefault(name, []).append(held)
            if isinstance(held, type) and held.__module__ == module.__name__:
                for method, inner in vars(held).items():
                    methods.setdefault(method, []).append(inner)
    found: set[types.CodeType] = set()
    waiting: list[object] = [start]
    while waiting:
        for function in _functions(waiting.pop()):
            if function.__code__ in found or not (function.__module__ or "").startswith(package.__name__):
                continue
            found.add(function.__code__)
            for name in set(_names(function.__code__)).difference(but):
                named = [function.__globals__[name]] if name in function.__globals__ else called.get(name, [])
                waiting += [*methods.get(name, []), *named]
    return found


def _modules(package: types.ModuleType) -> Iterator[types.ModuleType]:
    yield package
    for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not one.name.endswith("__main__"):
            yield importlib.import_module(one.name)


def _functions(held: object) -> Iterator[types.FunctionType]:
    """The functions in what a name holds: itself, those of a list or mapping of them, what a class does when it is made."""
    if isinstance(held, property):
        held = held.fget
    elif isinstance(held, cached_property):
        held = held.func
    elif isinstance(held, staticmethod | classmethod):
        held = held.__func__
    if isinstance(held, types.FunctionType):
        yield held
    elif callable(held) and hasattr(held, "__wrapped__"):
        yield from _functions(inspect.unwrap(held))
    elif isinstance(held, dict):
        for one in held.values():
            yield from _functions(one)
    elif type(held) in (list, tuple, set, frozenset):
        for one in held:  # type: ignore[attr-defined]
            yield from _functions(one)
    elif isinstance(held, type):
        for name, one in vars(held).items():
            if name[:2] == "__" and isinstance(one, types.FunctionType):
                yield one


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from _names(inner)
