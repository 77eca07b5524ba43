"""The version, and the name by which what we write is known, in one place."""

__version__ = "0.1.0"
GENERATOR = "transcript_fixer"
