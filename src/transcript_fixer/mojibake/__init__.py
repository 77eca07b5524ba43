"""Undoes wrong decodings, also where bytes were lost on the way.

`repair` decides what is damaged; `readings` knows what a damaged character may have been,
`lattice` finds the likeliest reading of a stretch, and `charmodel` says how likely one is.
"""

from transcript_fixer.mojibake.repair import fix_mojibake, repair_mojibake

__all__ = ["fix_mojibake", "repair_mojibake"]
