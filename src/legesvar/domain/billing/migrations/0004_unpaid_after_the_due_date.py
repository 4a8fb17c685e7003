"""What is unpaid after its due date, as a clinic says it is."""

import django.db.models.deletion
from django.db import migrations, models

from legesvar.core.raise_wall import Key, RaiseWall

# A patient cannot say that they have paid, nor that they have not.
_BY_A_CLINIC = "(SELECT current_setting('legesvar.wall', true)) IN ('clinic', 'open')"


class Migration(migrations.Migration):
    """What is unpaid after its due date, as a clinic says it is."""

    dependencies = [
        ("billing", "0003_who_set_a_price"),
    ]

    operations = [
        migrations.CreateModel(
            name="Overdue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.invoice",
                    ),
                ),
                ("marked_at", models.DateTimeField()),
                ("marked_by", models.TextField()),
                ("settled", models.TextField(db_default="", default="")),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.TextField(db_default="", default="")),
            ],
            options={
                "db_table": "billing_overdue",
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["person_id"],
                        include=("clinic_id", "hidden", "invoice"),
                        name="overdue_of_a_person",
                    ),
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["clinic_id", "id"],
                        name="overdue_at_a_clinic",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at", None)),
                        fields=("invoice",),
                        name="an_invoice_is_overdue_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled", ""), ("settled_at", None), ("settled_by", "")),
                            models.Q(
                                ("settled_at__isnull", False),
                                models.Q(("settled", ""), _negated=True),
                                models.Q(("settled_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="what_is_settled_says_how_and_by_whom",
                    ),
                ],
            },
        ),
        RaiseWall(
            "billing_overdue",
            "record",
            rights="SELECT, INSERT, UPDATE (settled, settled_at, settled_by)",
            keys=(Key(("invoice_id", "clinic_id", "person_id"), "billing_invoice", ("id", "clinic_id", "person_id")),),
        ),
        # What is settled stays settled, and says for good who marked it.
        migrations.RunSQL(
            [
                f"CREATE POLICY wall_mark ON billing_overdue AS RESTRICTIVE FOR INSERT WITH CHECK ({_BY_A_CLINIC})",
                "CREATE POLICY wall_settle ON billing_overdue AS RESTRICTIVE FOR UPDATE "
                f"USING ({_BY_A_CLINIC} AND settled_at IS NULL) WITH CHECK ({_BY_A_CLINIC})",
            ],
            ["DROP POLICY wall_mark ON billing_overdue", "DROP POLICY wall_settle ON billing_overdue"],
        ),
    ]
