"""JSON Schemas of our records, made from their types, so that they cannot say anything else."""

import types
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Schema = dict[str, Any]

_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
}


def record(kind: type, *, without: tuple[str, ...] = ()) -> Schema:
    """Return the schema of a dataclass as `asdict` writes it.

    Raises:
        TypeError: a field has a type that has no schema.
    """
    hints = get_type_hints(kind)
    names = [each.name for each in fields(kind) if each.name not in without]
    return closed({name: _of(hints[name]) for name in names})


def closed(properties: dict[str, Schema], *, optional: tuple[str, ...] = ()) -> Schema:
    """Return the schema of an object with these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def many(items: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def counts() -> Schema:
    """Return the schema of an object that counts something by name."""
    return {"type": "object", "additionalProperties": {"type": "integer"}}


def maybe(schema: Schema) -> Schema:
    """Return the schema of what may be null."""
    return {"anyOf": [schema, {"type": "null"}]}


def _of(hint: Any) -> Schema:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if is_dataclass(hint) and isinstance(hint, type):
        return record(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_of(each) for each in arguments]}
    if origin is tuple and arguments[-1] is Ellipsis:
        return many(_of(arguments[0]))
    if origin is tuple and len(set(arguments)) == 1:
        size = len(arguments)
        return {**many(_of(arguments[0])), "minItems": size, "maxItems": size}
    raise TypeError(f"{hint} has no schema")
