"""Scores of what readers say of documents, against gold: one module for every reader, ours and others."""
