"""Paths follow the tree: before, a department that was moved or renamed left those under it behind."""

from django.db import migrations


def follow_the_tree(apps, schema_editor):  # type: ignore[no-untyped-def]
    departments = apps.get_model("participation", "Department").objects
    waiting = [(row, "/") for row in departments.filter(parent=None)]
    while waiting:
        row, above = waiting.pop()
        path = f"{above}{row.slug}/"
        if row.path != path:
            departments.filter(pk=row.pk).update(path=path)
        waiting += [(child, path) for child in departments.filter(parent=row.pk)]


class Migration(migrations.Migration):
    dependencies = [("participation", "0011_corrections")]

    operations = [migrations.RunPython(follow_the_tree, migrations.RunPython.noop)]
