"""Turns raw lecture transcripts into clean Markdown and a JSON index of topic segments."""
