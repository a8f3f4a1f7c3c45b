"""``goiextract`` and ``python -m goiextract``: the command, with its reading process on the way before it loads itself."""

import sys


def main() -> None:
    """Run the command and leave with its exit status."""
    try:
        if sys.argv[1:2] == ["extract"] and not {"-h", "--help"} & set(sys.argv):
            from goiextract.reading_process import start_early

            start_early()
        from goiextract import cli
    except KeyboardInterrupt:  # nothing has been read yet
        from goiextract.exit_status import INTERRUPTED

        sys.exit(INTERRUPTED)
    cli.main()


if __name__ == "__main__":
    main()
