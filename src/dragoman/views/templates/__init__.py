"""Templates and style of pages."""
