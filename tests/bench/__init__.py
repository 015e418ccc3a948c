"""Benchmarks: `make bench`. Measured, never asserted."""
