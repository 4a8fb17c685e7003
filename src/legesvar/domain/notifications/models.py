"""Notices: an address and a short text that never says anything about health (NOTE-2)."""

from django.db import models

from legesvar.core.models import Record, new_public_id
from legesvar.domain.notifications.events import TROUBLE, Channel, NoticeState


class Notice(Record):
    """One notice about one event, to a recipient that was fixed when it was decided (NOTE-3).

    `reader_id` is the person it goes to when that is not the patient, but somebody who acts for them.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    event = models.TextField()
    about = models.UUIDField()
    number = models.IntegerField()
    channel = models.TextField()
    recipient = models.TextField()
    reader_id = models.BigIntegerField(null=True)
    language = models.TextField(default="nb")
    state = models.TextField()
    message_id = models.TextField(unique=True)
    decided_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    problem = models.TextField(default="")

    class Meta:
        db_table = "notifications_notice"
        constraints = [
            models.UniqueConstraint(
                fields=["clinic_id", "about", "event", "number", "channel", "reader_id"],
                nulls_distinct=False,
                name="one_notice_per_event_channel_and_reader",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(NoticeState)),
                name="a_notice_has_a_known_state",
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=sorted(Channel)), name="a_notice_has_a_known_channel"
            ),
        ]
        indexes = [
            models.Index(fields=["claimed_at"], condition=models.Q(state="claimed"), name="notice_claims_open"),
            models.Index(fields=["clinic_id", "-id"], include=["person_id", "hidden"], name="notices_of_a_clinic"),
            models.Index(fields=["person_id", "-id"], include=["clinic_id", "hidden"], name="notices_of_a_person"),
            models.Index(
                fields=["clinic_id", "-id"], include=["person_id", "hidden"],
                condition=models.Q(state__in=TROUBLE), name="notices_with_trouble",
            ),
        ]  # fmt: skip
