"""What the clinic owes its patients, due first."""
