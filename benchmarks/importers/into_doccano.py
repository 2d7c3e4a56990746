"""Have doccano import a JSONL file into a new project, and print what is then in its database, as one line of JSON.

Run by a Python that has doccano: ``python into_doccano.py FILE FOLDER``; the database is made in the folder.
``seconds`` are those of the import alone, by the processor. doccano 1.8 starts only with ``marshmallow<4``, ``numpy<2``
and a pandas that is built for it, such as 2.3, which ``pip install doccano`` does not see to.
"""

import importlib.util
import json
import os
import sys
import time
from pathlib import Path


def main() -> None:
    """Set doccano up, import, and print."""
    path, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'doccano.db'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    package = importlib.util.find_spec("backend")
    assert package is not None
    assert package.submodule_search_locations
    sys.path.insert(0, package.submodule_search_locations[0])
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("create_roles")
    from data_import.datasets import load_dataset
    from data_import.pipeline.catalog import create_file_format
    from data_import.pipeline.readers import FileName
    from django.conf import settings
    from labels.models import Span
    from projects.models import SequenceLabelingProject

    user = get_user_model().objects.create_superuser("admin", "admin@example.org", "pass")
    project = SequenceLabelingProject.objects.create(
        name="one", description="one", created_by=user, project_type="SequenceLabeling", allow_overlapping=True
    )
    name = FileName(full_path=str(path), generated_name=path.name, upload_name=path.name)
    started = time.process_time()
    options = {"column_data": "text", "column_label": "label", "encoding": "utf_8"}  # as its form has them
    dataset = load_dataset("SequenceLabeling", create_file_format("JSONL"), [name], project, **options)
    dataset.save(user, batch_size=settings.IMPORT_BATCH_SIZE)
    seconds = time.process_time() - started
    spans = [
        [each.example.meta.get("key"), each.start_offset, each.end_offset, each.label.text,
         each.example.text[each.start_offset : each.end_offset]]
        for each in Span.objects.select_related("example", "label").order_by("example_id", "start_offset", "id")
    ]  # fmt: skip
    errors = [error.dict() for error in dataset.errors]
    print(json.dumps({"seconds": seconds, "documents": project.examples.count(), "spans": spans, "errors": errors}))


if __name__ == "__main__":
    main()
