"""Liên Thông: one system on which a two-tier local government settles and answers for its work."""

__version__ = "0.1.0"
