"""Hostile and ordinary mail, generated from a seed: 60 named shapes and any number of mutations of them."""
