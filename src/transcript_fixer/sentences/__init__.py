"""Cues to sentences: which marks are real, and what captioning did to speech.

`rebuild` knows the order; the other modules find one kind of damage each.
"""

from transcript_fixer.sentences.rebuild import rebuild_sentences, split_sentences

__all__ = ["rebuild_sentences", "split_sentences"]
