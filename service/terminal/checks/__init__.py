"""Checks: what `gateway doctor` looks at, a file for each part of the world."""
