"""How the row labeller learns: label data, its maker, and training. See README.md."""
