"""What is open is counted from the indexes alone: all that the wall asks of a row stands in them."""

from django.db import migrations, models

WAITS, NOBODYS = models.Q(("done_at", None)), models.Q(("assignee_id", None), ("done_at", None))
ORDER = ["due_date", "rank", "id"]
# name, what leads to it, of which rows, and what else is kept beside the wall's own
INDEXES = (
    ("worklist_of_a_clinic", [], WAITS, ()),
    ("worklist_of_one", ["assignee_id"], WAITS, ()),
    ("worklist_of_nobody", [], NOBODYS, ("kind",)),
    ("worklist_of_a_kind", ["kind"], WAITS, ()),
    ("worklist_of_one_by_kind", ["assignee_id", "kind"], WAITS, ()),
    ("worklist_of_nobody_by_kind", ["kind"], NOBODYS, ()),
)


def anew(
    name: str, fields: list[str], condition: models.Q, beside: tuple[str, ...]
) -> list[migrations.RemoveIndex | migrations.AddIndex]:
    """Return the steps that make an index over open work once more, with what the wall asks in it."""
    index = models.Index(
        fields=["clinic_id", *fields, *ORDER], condition=condition, include=("person_id", "hidden", *beside), name=name
    )
    return [migrations.RemoveIndex("item", name), migrations.AddIndex("item", index)]


class Migration(migrations.Migration):
    """Keep in each index of open work what the wall asks of a row."""

    dependencies = [("work", "0002_seen_present_and_changed")]
    operations = [step for index in INDEXES for step in anew(*index)]
