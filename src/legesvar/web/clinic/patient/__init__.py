"""One patient at the clinic: who they are, and what is done about their place on the list."""
