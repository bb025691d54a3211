"""JSON Schema and flat columns of a record type, both made from the field descriptions in `records`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SEPARATOR = " | "


class _Numbers(GenerateJsonSchema):
    """Decimals are published as numbers, so the schema must not offer them as text."""

    def decimal_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ARG002 (named by pydantic)
        return {"type": "number"}


@dataclass(frozen=True)
class Column:
    """One column of a CSV file; `type` is a Table Schema type, `of` names the field it came from."""

    name: str
    type: str
    description: str
    required: bool
    of: str
    values: tuple[str, ...] = ()
    pattern: str = ""


@cache
def of_record(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of one record."""
    return model.model_json_schema(schema_generator=_Numbers)


def of_file(name: str, title: str, about: str, model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a published file: what it says about itself, and its records."""
    record = dict(of_record(model))
    definitions = record.pop("$defs", {})
    text = {"type": "string", "minLength": 1}
    head = {"name": {"const": name}, "title": text, "description": text, "version": text, "license": text}
    return {
        "$schema": DIALECT,
        "title": title,
        "description": about,
        "type": "object",
        "properties": {
            **head,
            "updated": {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
            "schema": {"const": f"{name}.schema.json"},
            "records": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/record"}},
        },
        "required": [*head, "updated", "schema", "records"],
        "additionalProperties": False,
        "$defs": {**definitions, "record": record},
    }


@cache
def columns(model: type[BaseModel]) -> list[Column]:
    """Columns of the CSV file; fields that hold groups of rows have a file of their own and no column."""
    schema = of_record(model)
    required = set(schema.get("required", []))
    found: list[Column] = []
    for name, field in schema["properties"].items():
        found += _columns(name, field, schema.get("$defs", {}), field.get("description", ""), required=name in required)
    return found


def _columns(name: str, field: dict[str, Any], defs: dict[str, Any], about: str, *, required: bool) -> list[Column]:
    kind = next((k for k in field.get("anyOf", []) if k.get("type") != "null"), field)
    if "$ref" in kind:
        group = defs[kind["$ref"].rpartition("/")[2]]
        parts = group.get("properties", {})
        return [
            replace(c, name=f"{name}_{part}", description=f"{about}: {c.description}", of=name)
            for part, inner in parts.items()
            for c in _columns(part, inner, defs, inner.get("description", ""), required=False)
        ]
    if kind.get("type") == "array":
        items = kind["items"]
        if items.get("type") == "string":
            return [Column(name, "string", f"{about} (several are set apart by a vertical bar)", required, name)]
        if items.get("$ref", "").endswith("/Cite"):
            text = f"{about} (keys, several are set apart by a vertical bar; places in the source: citations.csv)"
            return [Column(name, "string", text, required, name)]
        return []
    if kind.get("type") == "object" or not {"type", "enum", "const"} & kind.keys():
        return []
    type_ = "date" if kind.get("format") == "date" else kind.get("type", "string")
    values = tuple(kind.get("enum", []))
    return [Column(name, type_, about, required, name, values=values, pattern=kind.get("pattern", ""))]


def cells(row: dict[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    """A record as one line of its CSV file."""
    line: dict[str, Any] = {}
    for column in columns(model):
        value = row.get(column.of)
        if isinstance(value, dict):
            value = value.get(column.name.removeprefix(f"{column.of}_"))
        elif isinstance(value, list):
            value = SEPARATOR.join(v["key"] if isinstance(v, dict) else v for v in value)
        elif isinstance(value, bool):
            value = "true" if value else "false"
        line[column.name] = "" if value is None else value
    return line
