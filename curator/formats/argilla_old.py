"""The other shapes that Argilla writes records in, as the one that `curator.formats.argilla` reads.

- Argilla 1's token classification: ``annotation`` and ``prediction`` with ``[label, start, end]`` (and a score).
- Argilla 1's feedback data sets: lists of responses, each with the values of a user, and of suggestions.
- Argilla 2's flat rows, as ``to_list(flatten=True)`` and ``to_datasets`` have them: ``ner.responses`` and the like.
"""

from __future__ import annotations

from typing import Any

from curator.formats.checks import Bad
from curator.formats.fields import items, mapping, objects, string

_STATES = {"Validated": "submitted", "Edited": "submitted", "Discarded": "discarded"}
_RESPONSES = ".responses"
_SUGGESTION = ".suggestion"
_BOOKKEEPING = frozenset({"id", "status", "inserted_at", "updated_at", "_server_id"})


def is_old(fields: dict[str, Any]) -> bool:
    """Whether these are the fields of a record in one of these shapes."""
    return _is_tokens(fields) or _is_feedback(fields) or _is_flat(fields)


def modern(row: dict[str, Any]) -> dict[str, Any]:
    """The record as Argilla 2 has it. Raises Bad for a value that is none of Argilla's."""
    if _is_tokens(row):
        return _of_tokens(row)
    if _is_feedback(row):
        return _of_feedback(row)
    return _of_flat(row) if _is_flat(row) else row


def _is_tokens(row: dict[str, Any]) -> bool:
    return isinstance(row.get("text"), str) and {"annotation_agent", "prediction_agent"} <= row.keys()


def _is_feedback(row: dict[str, Any]) -> bool:
    lists = isinstance(row.get("responses"), list) or isinstance(row.get("suggestions"), list)
    return isinstance(row.get("fields"), dict) and lists


def _is_flat(row: dict[str, Any]) -> bool:
    return any(isinstance(value, list) and name.endswith((_RESPONSES, _SUGGESTION)) for name, value in row.items())


def _of_tokens(row: dict[str, Any]) -> dict[str, Any]:
    response = {
        "value": [_span(each) for each in items(row, "annotation")],
        "user_id": row.get("annotation_agent"),
        "status": _STATES.get(string(row, "status") or "", "draft"),
    }
    predicted = items(row, "prediction")
    suggestion = {
        "value": [_span(each) for each in predicted],
        "score": [each[3] if len(each) > 3 else None for each in predicted],
        "agent": row.get("prediction_agent"),
    }
    return {
        "id": row.get("id"),
        "fields": {"text": row["text"]},
        "metadata": mapping(row, "metadata"),
        "responses": {} if row.get("annotation") is None else {"annotation": [response]},
        "suggestions": {"prediction": suggestion} if predicted else {},
    }


def _span(each: Any) -> dict[str, Any]:
    if not isinstance(each, list) or len(each) not in (3, 4):
        raise Bad("an annotation is no [label, start, end]", 'write such as ["PERSON", 0, 5]')
    return {"label": each[0], "start": each[1], "end": each[2]}


def _of_feedback(row: dict[str, Any]) -> dict[str, Any]:
    responses: dict[str, list[dict[str, Any]]] = {}
    for response in objects(row, "responses") if isinstance(row.get("responses"), list) else ():
        common = {"user_id": response.get("user_id"), "status": response.get("status")}
        values = mapping(response, "values")
        for question in values:
            responses.setdefault(question, []).append({"value": mapping(values, question).get("value"), **common})
    suggestions = {
        string(each, "question_name") or "": {name: each.get(name) for name in ("value", "score", "agent")}
        for each in (objects(row, "suggestions") if isinstance(row.get("suggestions"), list) else ())
    }
    key = row.get("external_id") or row.get("id")
    return {**row, "id": key, "responses": responses, "suggestions": suggestions}


def _of_flat(row: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    metadata: dict[str, Any] = {}
    responses: dict[str, list[dict[str, Any]]] = {}
    suggestions: dict[str, dict[str, Any]] = {}
    for name, value in row.items():
        question = name.rpartition(".")[0]
        if name.endswith(_RESPONSES):
            users, states = items(row, f"{name}.users"), items(row, f"{name}.status")
            responses[question] = [
                {"value": each, "user_id": _at(users, index), "status": _at(states, index)}
                for index, each in enumerate(items(row, name))
            ]
        elif name.endswith(_SUGGESTION):
            more = {part: row.get(f"{name}.{part}") for part in ("score", "agent")}
            suggestions |= {} if value is None else {question: {"value": value, **more}}
        elif _RESPONSES not in name and _SUGGESTION not in name and name not in _BOOKKEEPING:
            (fields if isinstance(value, str) else metadata)[name] = value
    return {
        "id": row.get("id"),
        "fields": fields,
        "metadata": metadata,
        "responses": responses,
        "suggestions": suggestions,
    }


def _at(values: list[Any], index: int) -> Any:
    return values[index] if index < len(values) else None
