"""Exporters: each writes one format from the document tree."""
