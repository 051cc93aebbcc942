"""Synthetic load, so that the pages can be measured with much in them. For benchmarks only."""
