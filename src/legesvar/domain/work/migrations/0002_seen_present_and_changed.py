"""Who has seen what, who is where, and when the list last changed."""

from django.db import migrations, models
from django.db.models.functions import Now

from legesvar.core.raise_wall import Key, RaiseWall

BEFORE = """
UPDATE work_item SET changed_at = coalesce(done_at, received_at), news_at = received_at;
"""
TOUCHED = """
CREATE FUNCTION work_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER note_change BEFORE UPDATE ON work_item FOR EACH ROW EXECUTE FUNCTION work_note_change();
"""
UNTOUCHED = """
DROP TRIGGER note_change ON work_item;
DROP FUNCTION work_note_change();
"""
STAFF = (Key(("clinic_id", "staff_id"), "clinics_staff", ("clinic_id", "id")),)


def of_work(name: str, fields: list[str], condition: models.Q | None, include: tuple[str, ...]) -> migrations.AddIndex:
    """Return the step that adds an index over work."""
    index = models.Index(fields=fields, condition=condition, include=include, name=name)
    return migrations.AddIndex(model_name="item", index=index)


WAITS, NOBODYS = models.Q(("done_at", None)), models.Q(("assignee_id", None), ("done_at", None))
DONE = models.Q(("done_at__isnull", False))
ORDER = ["due_date", "rank", "id"]


class Migration(migrations.Migration):
    """Add what a worklist needs that several have open at once."""

    dependencies = [
        ("work", "0001_initial"),
        ("clinics", "0001_initial"),
    ]

    operations = [
        migrations.AddField("item", "mark_date", models.DateField(null=True)),
        migrations.AddField("item", "news_at", models.DateTimeField(db_default=Now())),
        migrations.AddField("item", "changed_at", models.DateTimeField(db_default=Now())),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
        migrations.RunSQL(TOUCHED, UNTOUCHED),
        of_work("worklist_of_nobody", ["clinic_id", *ORDER], NOBODYS, ("person_id", "kind")),
        of_work("worklist_of_a_kind", ["clinic_id", "kind", *ORDER], WAITS, ("person_id",)),
        of_work("worklist_of_one_by_kind", ["clinic_id", "assignee_id", "kind", *ORDER], WAITS, ("person_id",)),
        of_work("worklist_of_nobody_by_kind", ["clinic_id", "kind", *ORDER], NOBODYS, ("person_id",)),
        of_work("work_done_of_a_kind", ["clinic_id", "kind", "-done_at", "-id"], DONE, ("person_id",)),
        of_work("work_changed", ["clinic_id", "-changed_at", "-id"], None, ("person_id", "hidden")),
        migrations.CreateModel(
            name="Seen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("staff_id", models.BigIntegerField()),
                ("about", models.UUIDField()),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "db_table": "work_seen",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clinic_id", "staff_id", "about"), include=("seen_at",), name="seen_once_by_each"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("staff_id", models.BigIntegerField()),
                ("name", models.TextField()),
                ("about", models.UUIDField()),
                ("doing", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "work_presence",
                "constraints": [
                    models.UniqueConstraint(fields=("clinic_id", "staff_id"), name="everybody_is_in_one_place"),
                    models.CheckConstraint(
                        condition=models.Q(("doing__in", ["reading", "writing"])), name="a_known_doing"
                    ),
                ],
            },
        ),
        RaiseWall("work_seen", "staff", rights="SELECT, INSERT, UPDATE, DELETE", keys=STAFF),
        RaiseWall("work_presence", "staff", rights="SELECT, INSERT, UPDATE, DELETE", keys=STAFF),
    ]
