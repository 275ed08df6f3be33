"""The reference files of the catalogue, read into plain rows."""
