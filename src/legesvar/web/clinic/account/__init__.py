"""The own way in of who works here: password, second factors, recovery codes."""
