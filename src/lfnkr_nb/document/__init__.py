"""Markdown, HTML or a notebook becomes one clean tree of blocks, which both exporters read."""
