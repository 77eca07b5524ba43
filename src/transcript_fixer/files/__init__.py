"""Transcripts as files, here or behind an address: reading, and writing so that no half file is ever seen."""
