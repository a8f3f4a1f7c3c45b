"""``goiextract`` and ``python -m goiextract``: the command, with its reading process on the way before it loads itself."""

import sys


def main() -> None:
    """Run the command and leave with its exit status."""
    if sys.argv[1:2] == ["extract"] and not {"-h", "--help"} & set(sys.argv):
        from goiextract.reading_process import start_early

        start_early()
    from goiextract import cli

    cli.main()


if __name__ == "__main__":
    main()
