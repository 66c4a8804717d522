"""Full pages of one thing."""
