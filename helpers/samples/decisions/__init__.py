"""Advice tested by following it: on worlds whose truth is known, against what one does today."""
