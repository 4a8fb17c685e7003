"""The people that tests are about."""
