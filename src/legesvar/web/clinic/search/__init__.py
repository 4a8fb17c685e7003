"""Finding a patient, or what was written."""
