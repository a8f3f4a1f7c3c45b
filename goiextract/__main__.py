"""``python -m goiextract``."""

from goiextract.cli import main

if __name__ == "__main__":
    main()
