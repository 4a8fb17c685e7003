"""Why an invoice was credited, and what money must never be."""

from django.db import migrations, models

_SCOPE = "(SELECT current_setting('legesvar.wall', true))"


def _only(table: str, *scopes: str) -> migrations.RunSQL:
    """Let rows in only from these scopes, on top of what the wall asks (docs/wall.md)."""
    listed = ", ".join(f"'{scope}'" for scope in scopes)
    return migrations.RunSQL(
        f"CREATE POLICY wall_add ON {table} AS RESTRICTIVE FOR INSERT WITH CHECK ({_SCOPE} IN ({listed}))",
        f"DROP POLICY wall_add ON {table}",
    )


class Migration(migrations.Migration):
    """Why an invoice was credited, and what money must never be."""

    dependencies = [
        ("billing", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="invoice",
            name="credit_reason",
            field=models.TextField(default=""),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("day_ore__gte", 0),
                    ("fee_ore__gte", 0),
                    models.Q(("evening_ore", None), ("evening_ore__gte", 0), _connector="OR"),
                ),
                name="nobody_consents_to_be_paid",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("credit_reason", ""), ("credits", None)),
                    models.Q(("credits__isnull", False), models.Q(("credit_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_credit_note_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kid", ""), _negated=True),
                fields=("clinic_id", "kid"),
                name="a_kid_names_one_invoice",
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.CheckConstraint(
                condition=models.Q(("evening_ore", None), ("evening_ore__gte", 0), _connector="OR"),
                name="an_evening_tariff_is_not_negative",
            ),
        ),
        migrations.AddIndex(
            model_name="charge",
            index=models.Index(
                fields=["person_id", "about"], include=("clinic_id", "hidden"), name="charges_of_a_person"
            ),
        ),
        # A patient cannot charge or credit, and a clinic cannot consent in a patient's name.
        _only("billing_consent", "self", "for", "open"),
        _only("billing_charge", "clinic", "open"),
        _only("billing_invoice", "clinic", "open"),
    ]
