"""What belongs together as one verb: "everyone has been entering", "he can change it", "we want to install it"."""

from __future__ import annotations

from transcript_fixer.sentences.habits import OPEN_WORDS

_MODALS = frozenset(("will", "would", "can", "could", "should", "might", "may", "must"))
_BEING = frozenset(
    ("be", "been", "are", "was", "were", "that's", "what's", "it's", "there's", "who's", "he's", "she's")
)
_HAVING = frozenset(("has", "had", "i've", "you've", "we've", "they've"))
# What may stand behind a modal and a comma: it opens a clause or an aside ("when they can, and in turn").
_OPENING = OPEN_WORDS | frozenset(
    word
    for line in (
        "but or so because while since unless then maybe right okay ok yes no yeah sorry please again thanks not even",
        "let's there there's it it's that that's this they they're we we're you you're he she i i'm i'll just also",
        "what which who how why where whatever too though however",
    )
    for word in line.split()
)
_INSTEAD = frozenset(("instead", "like"))  # behind "to": "if I wanted to, instead of this one"
# What looks like a participle and opens an aside ("as late as it was, including the wait").
_ASIDE = frozenset(
    ("including", "meaning", "depending", "based", "according", "assuming", "compared", "given", "regarding")
)


def parts_verb(word: str, following: str) -> bool:
    """Whether a comma between two words, in lower case, would part a verb from its auxiliary, or from its "to".

    >>> parts_verb("has", "been"), parts_verb("can", "change"), parts_verb("that's", "provided"), parts_verb("to", "go")
    (True, True, True, True)
    >>> parts_verb("can", "and"), parts_verb("have", "expanding"), parts_verb("was", "meaning"), parts_verb("to", "we")
    (False, False, False, False)
    """
    if word == "to" and following in _INSTEAD:
        return False
    if word in _MODALS or word == "to":
        return following not in _OPENING and not following.endswith("ly") and following.isalpha()
    if word in _HAVING:
        return following == "been" or (following.endswith("ed") and following not in _ASIDE)
    return word in _BEING and following not in _ASIDE and (following == "been" or following.endswith(("ing", "ed")))
