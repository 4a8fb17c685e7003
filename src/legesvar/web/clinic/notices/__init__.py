"""The delivery log: what became of notices, and sending one again."""
