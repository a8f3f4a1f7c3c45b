"""The command: `commands` names what it can do, one module each does it. Loads nothing: messages come before all else."""
