"""Innsyn: the patient sees who has opened or done what with their record."""
