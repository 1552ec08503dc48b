"""Who says what, through whom."""
