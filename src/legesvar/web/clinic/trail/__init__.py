"""The trail at the clinic: who has opened and done what with a patient, or with one dialogue."""
