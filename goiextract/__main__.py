"""``goiextract`` and ``python -m goiextract``: the command, with its reading process on the way before it loads itself."""

import os
import sys

from goiextract.cli.messages import make_streams_safe


def main() -> None:
    """Run the command and leave with its exit status."""
    make_streams_safe()
    try:
        if sys.argv[1:2] == ["extract"] and not {"-h", "--help", "--list"} & set(sys.argv):
            from goiextract.batch.process import start_early

            start_early()
        from goiextract.cli import commands
    except KeyboardInterrupt:  # nothing has been read yet
        from goiextract.cli.exit_status import INTERRUPTED

        sys.exit(INTERRUPTED)
    _leave(commands.main())


def _leave(status: int) -> None:
    """End at once: Python takes apart all that was loaded first, which takes as long as reading a report."""
    if "goiextract.batch.process" in sys.modules:
        from goiextract.batch.process import end_early

        end_early()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except OSError:  # Python's own way out knows what to say of output that nobody takes
        sys.exit(status)
    os._exit(status)


if __name__ == "__main__":
    main()
