"""A business's own look: its accent colour, kept legible, and its logo, kept harmless."""

from helpers.core.branding.brand import Brand, read_brand

__all__ = ["Brand", "read_brand"]
