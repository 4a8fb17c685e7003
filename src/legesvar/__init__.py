"""Legesvar: patient portal and clinic workbench for Norwegian GP clinics."""
