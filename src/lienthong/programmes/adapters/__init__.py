"""Documents from outside, read into lines."""
