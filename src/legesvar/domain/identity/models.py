"""Persons, staff accounts and sessions: what a scope is computed from. No health data stands here."""

from django.db import models

from legesvar.core.models import Root, new_public_id


class Person(Root):
    """A human being known by a full national identity number (ID-3), with the contact data notices go to."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    identity_number = models.CharField(max_length=11, unique=True)
    name = models.TextField()
    birth_date = models.DateField()
    email = models.TextField(default="")
    mobile = models.TextField(default="")
    email_verified_at = models.DateTimeField(null=True)
    email_failed_at = models.DateTimeField(null=True)
    mobile_verified_at = models.DateTimeField(null=True)
    contact_confirmed_at = models.DateTimeField(null=True)
    contact_put_off_at = models.DateTimeField(null=True)
    language = models.TextField(default="nb")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "identity_person"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(identity_number__regex=r"^[0-9]{11}$"), name="an_identity_number_has_eleven_digits"
            ),
        ]


class Account(Root):
    """Somebody who works at one or more clinics. A doctor who is also a patient has a Person as well."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    identity_number = models.CharField(max_length=11, unique=True, null=True)
    hpr_number = models.TextField(default="")
    name = models.TextField()
    active = models.BooleanField(default=True)
    language = models.TextField(default="nb", db_default="nb")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "identity_account"


class Session(Root):
    """A login. Only a hash of the token is kept; it ends by itself (ID-7) and can be ended from anywhere."""

    token_hash = models.CharField(max_length=64, unique=True)
    audience = models.TextField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    staff_id = models.BigIntegerField(null=True)
    listed = models.BooleanField(default=False)
    issuer = models.TextField(default="")
    provider_sid = models.TextField(default="")
    hpr_number = models.TextField(default="")
    local = models.BooleanField(default=False, db_default=False)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(default="")

    class Meta:
        db_table = "identity_session"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audience="patient", person__isnull=False, account__isnull=True)
                | models.Q(audience="clinic", account__isnull=False, person__isnull=True),
                name="a_session_is_a_patients_or_a_staff_members",
            ),
        ]
        indexes = [
            models.Index(fields=["issuer", "provider_sid"], name="session_by_provider"),
            models.Index(fields=["person"], condition=models.Q(ended_at=None), name="sessions_of_a_person"),
            models.Index(fields=["account"], condition=models.Q(ended_at=None), name="sessions_of_an_account"),
            models.Index(fields=["seen_at"], name="sessions_by_age"),
        ]


class ParkedPost(Root):
    """A form that arrived after its session had ended, sealed with a key that only the sender's browser has."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    audience = models.TextField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    path = models.TextField()
    sealed = models.BinaryField()
    parked_at = models.DateTimeField()

    class Meta:
        db_table = "identity_parked_post"
        indexes = [models.Index(fields=["parked_at"], name="parked_posts_by_age")]


class Attempt(Root):
    """How often something was tried from one place in one minute. The place is a keyed hash, never an address."""

    place_hash = models.CharField(max_length=64)
    minute = models.DateTimeField()
    times = models.IntegerField()

    class Meta:
        db_table = "identity_attempt"
        constraints = [
            models.UniqueConstraint(fields=["place_hash", "minute"], name="attempts_are_counted_once"),
        ]
        indexes = [models.Index(fields=["minute"], name="attempts_by_age")]


class Verification(Root):
    """An address somebody says is theirs, until they have shown it by a code or a link (ID-4).

    Of code and link only hashes are kept. Trying is counted, and ends with the fifth code.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.TextField()
    address = models.TextField()
    code_hash = models.CharField(max_length=64)
    link_hash = models.CharField(max_length=64, unique=True)
    tries = models.IntegerField(default=0)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    outcome = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_verification"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["email", "mobile"]), name="a_known_kind_of_address"),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=models.Q(ended_at=None), name="one_address_at_a_time_is_verified"
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="verifications_by_age")]


class ContactChange(Root):
    """An address of a person became another. The former one is told, so that nobody is moved away unknowing."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.TextField()
    former = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.TextField()
    claimed_at = models.DateTimeField(null=True)
    outcome = models.TextField(default="")

    class Meta:
        db_table = "identity_contact_change"
        indexes = [models.Index(fields=["person", "-changed_at"], name="contact_changes_of_a_person")]


class PushSubscription(Root):
    """A device on which a person has asked to be told by the browser's push service. A device is one person's."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    endpoint = models.TextField(unique=True)
    public_key = models.TextField()
    secret = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "identity_push_subscription"
        indexes = [models.Index(fields=["person"], name="devices_of_a_person")]


class LocalLogin(Root):
    """A password of ours, where there is no HelseID: with a second factor it opens one membership (ID-2)."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    account = models.OneToOneField(Account, models.PROTECT, related_name="+")
    staff_id = models.BigIntegerField(unique=True)
    email = models.TextField(unique=True)
    password_hash = models.TextField()
    password_set_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "identity_local_login"


class Factor(Root):
    """What somebody has besides their password: a passkey, or an app that makes codes."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    login = models.ForeignKey(LocalLogin, models.PROTECT, related_name="+")
    kind = models.TextField()
    name = models.TextField()
    credential_id = models.TextField(unique=True, null=True)
    public_key = models.BinaryField(default=b"")
    sign_count = models.BigIntegerField(default=0)
    sealed_secret = models.BinaryField(default=b"")
    last_step = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_factor"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="passkey", credential_id__isnull=False)
                | models.Q(kind="totp", credential_id__isnull=True),
                name="a_factor_is_a_passkey_or_an_app",
            ),
        ]
        indexes = [models.Index(fields=["login"], name="factors_of_a_login")]


class RecoveryCode(Root):
    """A code on paper for who has lost their second factor. Works once; only a keyed hash is kept."""

    login = models.ForeignKey(LocalLogin, models.PROTECT, related_name="+")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_recovery_code"
        constraints = [models.UniqueConstraint(fields=["login", "code_hash"], name="recovery_codes_differ")]


class LoginStep(Root):
    """What a browser has shown so far, between the password and the second factor. Ten minutes, and once."""

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.TextField()
    login = models.ForeignKey(LocalLogin, models.PROTECT, null=True, related_name="+")
    invitation_id = models.BigIntegerField(null=True)
    challenge = models.TextField(default="")
    sealed = models.BinaryField(default=b"")
    begun_at = models.DateTimeField()

    class Meta:
        db_table = "identity_login_step"
        indexes = [models.Index(fields=["begun_at"], name="login_steps_by_age")]


class Guess(Root):
    """How often a password or a code was wrong, for one account or from one place. Keyed hashes, never addresses."""

    key_hash = models.CharField(max_length=64, unique=True)
    failures = models.IntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        db_table = "identity_guess"
        indexes = [models.Index(fields=["last_at"], name="guesses_by_age")]
