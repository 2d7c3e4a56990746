"""Have Label Studio import tasks through its own interface, and print what is in its database then, as a line of JSON.

Run by a Python that has Label Studio: ``python into_label_studio.py TASKS CONFIG FOLDER``; the database is made in the
folder. ``seconds`` are those of the import alone, by the processor.
"""

import contextlib
import importlib.util
import json
import os
import sys
import time
from pathlib import Path


def main() -> None:
    """Set Label Studio up, import, and print."""
    tasks, config, folder = (Path(each).resolve() for each in sys.argv[1:4])
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "core.settings.label_studio",
        "DJANGO_DB": "sqlite",
        "LABEL_STUDIO_BASE_DATA_DIR": str(folder),
        "COLLECT_ANALYTICS": "false",
        "LATEST_VERSION_CHECK": "false",
        "LOG_LEVEL": "ERROR",
    }
    package = importlib.util.find_spec("label_studio")
    assert package is not None
    assert package.submodule_search_locations
    sys.path.insert(0, package.submodule_search_locations[0])
    with contextlib.redirect_stdout(sys.stderr):
        found = run(tasks, config)
    print(json.dumps(found))


def run(tasks: Path, config: Path) -> dict[str, object]:
    """Import, and what came of it."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from organizations.models import Organization
    from projects.models import Project
    from rest_framework.test import APIClient
    from tasks.models import Annotation
    from users.models import User

    user = User.objects.create_user("admin@example.org", "password")
    organization = Organization.create_organization(created_by=user, title="one")
    user.active_organization = organization
    user.save()
    project = Project.objects.create(
        title="one", created_by=user, organization=organization, label_config=config.read_text(encoding="utf-8")
    )
    client = APIClient()
    client.force_authenticate(user)
    content = tasks.read_bytes()
    started = time.process_time()
    response = client.generic("POST", f"/api/projects/{project.id}/import", content, content_type="application/json")
    seconds = time.process_time() - started
    spans = [
        [each.task.data["key"], region["value"]["start"], region["value"]["end"], region["value"]["labels"][0],
         region["value"].get("text"), (region.get("meta") or {}).get("text")]
        for each in Annotation.objects.select_related("task").order_by("task_id")
        for region in each.result
        if "labels" in region["value"]
    ]  # fmt: skip
    return {
        "seconds": seconds, "status": response.status_code, "answer": json.loads(response.content),
        "documents": project.tasks.count(), "spans": spans,
    }  # fmt: skip


if __name__ == "__main__":
    main()
