"""What accounts does outside of its own tables."""
