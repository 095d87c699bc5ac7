"""Workshop tools of the Duret suite: not part of the product that is installed in production."""
