"""Filling a database with invented people and dialogues, fast and believable: for the demo, tests and benchmarks."""
