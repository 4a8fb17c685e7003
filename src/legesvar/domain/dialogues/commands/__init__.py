"""What is done with dialogues: a module per stage of their life."""
