"""What a clinic has decided, and who may decide it (ADMIN-1, ADMIN-4). docs/settings.md says what a new one needs."""
