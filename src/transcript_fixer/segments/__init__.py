"""Sentences to topic segments, each with a title and keywords.

`outline` knows the order; `evidence`, `signposts`, `spoken`, `cohesion`, `boundaries` and `search` find where a
segment starts; `wording`, `kinds`, `likelihoods`, `questions`, `phrases`, `subjects`, `turns`, `spelling`,
`plain_names`, `titles` and `keywords` say what it is about.
"""

from transcript_fixer.segments.outline import call_after_talk, find_boundaries, find_segments

__all__ = ["call_after_talk", "find_boundaries", "find_segments"]
