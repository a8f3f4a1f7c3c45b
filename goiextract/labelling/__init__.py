"""Stage: labelling."""
