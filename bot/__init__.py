"""Hỏi Một Cửa: which level of online service a procedure has, whether it takes post, and where to file it."""

__version__ = "0.1.0"
