"""Standard texts: listed, written, changed, taken out of use."""
