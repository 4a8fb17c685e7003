"""The register of patients: finding one, putting one on the list, and reading many from a file."""
