"""Who works at the clinic, how they come in, who is invited, who is away and who stands in (ADMIN-2)."""
