"""Boards: figures of a place and the dossiers under every one of them."""
