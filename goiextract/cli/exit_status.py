"""What the command ends with; a contract (README, the table of exit statuses)."""

ALL_READ, SOMETHING_FAILED, USAGE, NOTHING_READ, INTERRUPTED = 0, 1, 2, 3, 130
