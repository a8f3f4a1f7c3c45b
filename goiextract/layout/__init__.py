"""Stage: layout."""
