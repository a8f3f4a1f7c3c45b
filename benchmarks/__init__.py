"""Benchmarks: what goiextract costs, measured beside other readers in the same run."""
