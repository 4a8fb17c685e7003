"""The trail is read a page at a time, by person and by thing: the indexes name the very order of the page."""

from django.db import migrations

# Acts of one transaction share their instant, so the order has the id too; without it each page would be sorted.
INDEXES = """
CREATE INDEX audit_of_a_person ON audit_entry (person_id, at DESC, id DESC) INCLUDE (clinic_id, hidden);
CREATE INDEX audit_of_a_thing ON audit_entry (about, at DESC, id DESC) INCLUDE (clinic_id, person_id, hidden);
DROP INDEX audit_about_person, audit_about_thing;
"""
FORMER = """
CREATE INDEX audit_about_person ON audit_entry (person_id, at DESC) INCLUDE (clinic_id, hidden);
CREATE INDEX audit_about_thing ON audit_entry (about, at DESC) INCLUDE (clinic_id, person_id, hidden);
DROP INDEX audit_of_a_person, audit_of_a_thing;
"""


class Migration(migrations.Migration):
    """Let a page of the trail be read from an index."""

    dependencies = [
        ("audit", "0001_initial"),
    ]

    operations = [migrations.RunSQL(INDEXES, FORMER)]
