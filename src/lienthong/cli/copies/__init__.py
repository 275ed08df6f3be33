"""A copy of an install in a folder: `database/`, `files/` and `keys/` apart, SHA256SUMS over all of
them (for `sha256sum -c` too), and manifest.json, written last: without it the copy is not whole."""
