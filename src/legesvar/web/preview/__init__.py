"""The patient's pages as they would be with settings that are proposed: drawn by their own code, of nobody's data."""
