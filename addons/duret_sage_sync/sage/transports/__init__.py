"""Ways to SAGE, behind the interface of `base`."""
