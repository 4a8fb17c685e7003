"""Settings for commands that work on the code alone, such as gathering style sheets: nothing is reached by them."""

import os

NOWHERE = {
    "SECRET_KEY": "nothing-is-signed-with-this-placeholder",
    "PUBLIC_URL": "https://legesvar.invalid",
    "DATABASE_URL": "postgresql://nobody@legesvar.invalid/none",
    "OWNER_DATABASE_URL": "postgresql://nobody@legesvar.invalid/none",
    "FILES_URL": "file:///nonexistent",
    "MAIL_URL": "smtp://legesvar.invalid",
    "MAIL_FROM": "nobody@legesvar.invalid",
    "OIDC_PATIENT_ISSUER": "https://legesvar.invalid",
    "OIDC_PATIENT_CLIENT_ID": "none",
    "OIDC_PATIENT_CLIENT_SECRET": "none",
    "OIDC_STAFF_ISSUER": "https://legesvar.invalid",
    "OIDC_STAFF_CLIENT_ID": "none",
    "OIDC_STAFF_CLIENT_SECRET": "none",
}


PROOF = "nothing-is-proved-with-this-placeholder"


def fill() -> None:
    """Give every setting that is missing a value that leads nowhere."""
    for name, value in NOWHERE.items():
        os.environ.setdefault("LEGESVAR_" + name, value)
    for door in ("PATIENT", "STAFF"):
        if not os.environ.get(f"LEGESVAR_OIDC_{door}_KEY_FILE"):
            os.environ.setdefault(f"LEGESVAR_OIDC_{door}_CLIENT_SECRET", PROOF)
