"""What the portal costs under load, next to the least that Django on the same server can cost (README.md)."""
