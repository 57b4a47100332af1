"""The rungs of the admission ladder, and who stands on them."""
