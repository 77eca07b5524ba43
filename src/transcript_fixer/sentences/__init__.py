"""Cues to sentences: which marks are real, and what captioning did to speech.

`rebuild` knows the order. Some modules find one kind of damage each: `speakers`, `nonspeech`, `numbers`,
`loops`, `overlap`. `gaps` reads the words and what stands between them, `wrapping` and `habits` how the file
was cut and how it writes. `marks` decides, asking `evidence` for odds and `punctuation` for the model's word;
`casing` follows with capitals. `weaving` makes one edit of it all.
"""

from transcript_fixer.sentences.rebuild import rebuild_sentences, split_sentences

__all__ = ["rebuild_sentences", "split_sentences"]
