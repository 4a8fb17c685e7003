"""One dialogue as the clinic sees it: read, answered, prepared, paid for, journaled."""
