"""What the clinic's work adds up to."""
