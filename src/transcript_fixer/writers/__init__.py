"""A finished talk as text: Markdown for readers, JSON for programs."""
