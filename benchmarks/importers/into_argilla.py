"""Have Argilla's models take records, and print what they hold, as one line of JSON.

Run by a Python that has argilla and requests, which it imports: ``python into_argilla.py FILE``. Each record becomes
one of the client's, and the model that it would send to a server.
"""

import json
import sys
from pathlib import Path


def main() -> None:
    """Make records of the rows, and print."""
    import argilla
    from argilla._models import RecordModel, UserResponseModel

    rows = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    records = [argilla.Record.from_dict(row) for row in rows]
    spans = [
        [record.id, span["start"], span["end"], span["label"], record.fields["text"][span["start"] : span["end"]]]
        for record in records
        for response in record.responses
        for span in response.value
    ]
    states = [response.status.value for record in records for response in record.responses]
    for record, row in zip(records, rows, strict=True):
        answers = [
            UserResponseModel(values={response.question_name: {"value": response.value}}, status=response.status,
                              user_id=response.user_id)
            for response in record.responses
        ]  # fmt: skip
        model = RecordModel(fields=row["fields"], metadata=row["metadata"], external_id=record.id, responses=answers)
        assert model.model_dump(mode="json")["responses"]
    print(json.dumps({"documents": len(records), "spans": spans, "states": states}))


if __name__ == "__main__":
    main()
