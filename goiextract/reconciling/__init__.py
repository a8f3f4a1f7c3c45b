"""Stage: reconciling."""
