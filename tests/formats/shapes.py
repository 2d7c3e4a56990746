"""Rows in the shapes that other tools write in JSON, beyond those of the golden files; made for the tests."""

from typing import Any

TEXT = "Timur Ivanov left Tver 😀 on Monday."
PER, LOC = ("PER", "Timur Ivanov"), ("LOC", "Tver")


def region(start: int, end: int, label: str, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": TEXT[start:end], "labels": [label]}
    return {"id": "r1", "from_name": "label", "to_name": "text", "type": "labels", "value": value, **more}


def in_html(kind: str, **more: Any) -> dict[str, Any]:
    """A region whose edges are paths in a tree, as Label Studio has it for HyperText and for Paragraphs."""
    path = "/p[1]/text()[1]"
    places = {"start": path, "end": path, "startOffset": 0, "endOffset": 5, "globalOffsets": {"start": 0, "end": 5}}
    return {"id": "h1", "from_name": "l", "to_name": "t", "type": kind, "value": {**places, "text": "Timur", **more}}


def task(**fields: Any) -> dict[str, Any]:
    return {"id": 3, "data": {"text": TEXT}, **fields}


WORDS, WORDS_TAGS = "Timur Ivanov left Tver", ["B-PER", "I-PER", "O", "B-LOC"]
TOKENS = [{"text": "Timur", "start": 0, "end": 5, "id": 0}, {"text": "Ivanov", "start": 6, "end": 12, "id": 1}]
PRODIGY = {"text": TEXT, "_input_hash": -1, "_task_hash": 5, "tokens": TOKENS, "answer": "accept"}
ON_TOKENS = {"token_start": 0, "token_end": 1, "label": "PER"}
ENTITY = {"id": 5, "label": "PER", "start_offset": 0, "end_offset": 12}
PLACE = {"start": 0, "end": 12, "label": "PER"}

SHAPES: dict[str, tuple[str, list[dict[str, Any]], list[list[tuple[str, str]]], list[str]]] = {
    "Label Studio before 1.0": (
        "label-studio", [task(completions=[{"id": 1, "lead_time": 4.1, "result": [region(0, 12, "PER")]}])], [[PER]], []
    ),
    "Label Studio, numbers for ids and sets": (
        "label-studio",
        [task(annotations=[{"result": [region(0, 12, "PER", id=7)]}, 11], predictions=[15])],
        [[PER]],
        ["annotation of which only the number is there", "prediction of which only the number is there"],
    ),
    "Label Studio, several people, other kinds of results": (
        "label-studio",
        [
            task(
                annotations=[
                    {
                        "completed_by": 1,
                        "result": [
                            region(0, 12, "PER"),
                            region(18, 22, "LOC", id="r2", meta={"text": "sure?"}),
                            {"type": "relation", "from_id": "r1", "to_id": "r2", "direction": "right", "labels": ["l"]},
                            {"type": "choices", "from_name": "topic", "to_name": "text", "value": {"choices": ["a"]}},
                            {"type": "taxonomy", "from_name": "t", "id": "r1", "value": {"start": 0, "end": 12}},
                        ],
                    },
                    {"completed_by": 2, "result": [], "was_cancelled": True},
                    {"completed_by": 3, "result": []},
                ],
                drafts=[{"id": 9, "user": "a@x.org", "result": [region(0, 5, "PER")]}],
                predictions=[{"model_version": None, "score": None, "result": []}],
            )
        ],
        [[PER, LOC], [], []],
        ["attribute", "class", "draft", "relation"],
    ),
    "Label Studio, HTML and dialogues": (
        "label-studio",
        [
            task(
                annotations=[
                    {
                        "result": [
                            in_html("labels", labels=["PER"]),
                            in_html("hypertextlabels", hypertextlabels=["PER"]),
                            in_html("paragraphlabels", paragraphlabels=["PER"], start="0", end="2"),
                            region(0, 12, "PER"),
                        ]
                    }
                ]
            )
        ],
        [[PER]],
        ["region of HTML", "region of HTML", "region of a dialogue"],
    ),
    "Label Studio's smaller form, the first one empty": (
        "label-studio",
        [
            {"text": "Nobody.", "id": 4, "annotator": 1, "annotation_id": 2, "lead_time": 1},
            {"text": TEXT, "id": 3, "label": [region(0, 12, "PER")["value"]], "annotator": 1, "annotation_id": 1},
        ],
        [[], [PER]],
        [],
    ),
    "Prodigy, on tokens alone": ("prodigy", [{**PRODIGY, "spans": [ON_TOKENS]}], [[PER]], []),
    "Prodigy, what a pattern found": (
        "prodigy",
        [{**PRODIGY, "spans": [{"start": 0, "end": 5, "pattern": -7}, PLACE], "label": "NEWS"}],
        [[PER]],
        ["class", "span without a label"],
    ),
    "Label Studio, scores of any range": (
        "label-studio",
        [task(predictions=[{"model_version": "m", "score": 12.5, "result": [region(0, 12, "PER", score=-3)]}])],
        [[PER]],
        ["score that is not from 0 to 1"] * 2,
    ),
    "Prodigy, null and no spans": ("prodigy", [{**PRODIGY, "spans": None, "meta": None}, PRODIGY], [[], []], []),
    "Prodigy, relations, choices, flags": (
        "prodigy",
        [
            {**PRODIGY, "spans": [PLACE], "relations": [{"head": 0, "child": 1, "label": "x"}], "flagged": True},
            {**PRODIGY, "text": "a choice", "tokens": [], "options": [{"id": "A"}], "accept": ["A"]},
            {**PRODIGY, "text": "a class", "tokens": [], "label": "NEWS", "answer": "ignore"},
        ],
        [[PER], [], []],
        ["class", "class", "flag", "relation"],
    ),
    "Hugging Face, tags beside a text": (
        "hf-jsonl",
        [
            {"id": "1", "text": WORDS, "tokens": WORDS.split(), "ner_tags": WORDS_TAGS},
            {"id": "2", "text": WORDS, "tokens": WORDS.split(), "labels": WORDS_TAGS},
            {"id": "3", "tokens": WORDS.split(), "tags": WORDS_TAGS, "pos_tags": [1, 1, 2, 1], "langs": ["en"] * 4},
            {"id": "4", "text": WORDS, "tokens": ["Timur"], "ner_tags": ["B-PER"]},
        ],
        [[PER, LOC], [PER, LOC], [PER, LOC], [("PER", "Timur")]],
        ["column of tags that is not read"] * 2 + ["text that is not that of its tokens"],
    ),
    "doccano 1.8, none in the first": (
        "doccano",
        [
            {"id": 1, "text": "Nobody.", "Comments": []},
            {"id": 2, "text": TEXT, "entities": [ENTITY], "relations": [{"type": "x"}], "Comments": [{"text": "hm"}]},
        ],
        [[], [PER]],
        ["relation"],
    ),
    "doccano 0.x": (
        "doccano",
        [{"id": 1, "text": TEXT, "annotations": [ENTITY], "meta": "{\"a\":1}", "annotation_approver": None}],
        [[PER]],
        [],
    ),
    "entities as spaCy has them": ("doccano", [{"text": TEXT, "entities": [[0, 12, "PER"]]}], [[PER]], []),
    "entities with start and end": ("doccano", [{"text": TEXT, "entities": [PLACE]}], [[PER]], []),
    "Argilla 1, token classification": (
        "argilla",
        [
            {
                "text": TEXT, "tokens": ["Timur"], "prediction": [["LOC", 18, 22, 0.9]], "prediction_agent": "m",
                "annotation": [["PER", 0, 12]], "annotation_agent": "u", "status": "Validated", "metadata": {},
            }
        ],
        [[PER], [LOC]],
        [],
    ),
    "Argilla 1, feedback": (
        "argilla",
        [
            {
                "fields": {"text": TEXT}, "external_id": "e1", "metadata": {},
                "responses": [
                    {"user_id": "u", "values": {"ner": {"value": [PLACE]}, "ok": {"value": "y"}}, "status": "submitted"}
                ],
                "suggestions": [{"question_name": "ner", "value": [PLACE], "score": 0.3, "agent": "m"}],
            }
        ],
        [[PER], [PER]],
        ["answer that is no list of spans"],
    ),
    "Argilla 2, flat": (
        "argilla",
        [
            {
                "id": "1", "status": "pending", "_server_id": "s", "text": TEXT, "ner.responses": [[PLACE]],
                "ner.responses.users": ["u"], "ner.responses.status": ["submitted"], "ner.suggestion": None,
            }
        ],
        [[PER]],
        [],
    ),
    "lines with annotations that are not read": (
        "jsonl",
        [
            {"text": TEXT, "mentions": [{"begin": 0, "end": 5}]},
            {"text": "Nobody.", "ner": [[[0, 5, "PER"]]], "tags": ["a"]},
            {"text": "No one.", "spans": [], "relations": [{"type": "x"}]},
            {"text": "None.", "relations": [{"type": "x"}]},
        ],
        [[], [], [], []],
        ["field that is not read"] * 4,
    ),
    "spaCy's Doc, more than it holds": (
        "spacy-json",
        [
            {
                "text": TEXT, "ents": [PLACE | {"kb_id": "Q1"}, {"start": 0, "end": 5, "label": ""}],
                "spans": {"sc": [PLACE], "o": [PLACE]}, "cats": {"a": 1}, "_": {"x": 1}, "tokens": [],
            },
            {"text": TEXT, "ents": [], "title": None, "settings": {}},
            {"text": TEXT, "ents": [{"start": 0, "end": 2, "start_char": 0, "end_char": 12, "label": "PER"}]},
        ],
        [[PER], [], [PER]],
        ["class", "span of the group o", "span without a label", "user data"],
    ),
    "spaCy 2's training data, without a text": (
        "spacy-json",
        [
            {
                "id": 0,
                "paragraphs": [
                    {
                        "cats": [{"label": "a", "value": 1}],
                        "sentences": [
                            {
                                "tokens": [
                                    {"id": 0, "orth": "Timur", "ner": "B-PER"},
                                    {"id": 1, "orth": "Ivanov", "ner": "L-PER"},
                                ]
                            },
                            {"tokens": [{"id": 2, "orth": "Tver", "ner": "U-LOC"}, {"id": 3, "orth": ".", "ner": "-"}]},
                        ],
                    },
                    {"raw": "Something else", "sentences": [{"tokens": [{"orth": "Nobody"}]}]},
                ],
            }
        ],
        [[("PER", "Timur Ivanov"), LOC], []],
        ["class", "text that is not that of its tokens"],
    ),
    "doccano 0.x, numbers for labels": (
        "doccano", [{"id": 1, "text": TEXT, "annotations": [ENTITY | {"label": 12, "user": 1}]}],
        [[("12", "Timur Ivanov")]], [],
    ),
    "texts alone": ("jsonl", [{"text": TEXT}, {"text": "Nobody."}], [[], []], []),
}  # fmt: skip
"""By name: the format, the rows, the spans of each record, and the kinds of what is left."""
