"""Question-answering search over an archive of news, every sentence cited to exact characters."""

__version__ = "0.1.0"
