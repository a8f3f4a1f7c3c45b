"""How time and memory grow: with pages, with the size of a table, with the number of files."""
