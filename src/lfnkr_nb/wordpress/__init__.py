"""WordPress exports become posts."""
