"""What opens, closes and is redrawn in one September."""
