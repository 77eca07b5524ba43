"""Direct questions, as their word order tells them: "why did they do that", "do you see it".

Recognisers write `。` behind many, and bare captions have no mark at all. Of the 28 sentences of
102 excerpts that open so, readers wrote a question mark behind each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_LEADING = frozenset(("and", "but", "so", "now", "well", "then", "or", "okay", "yeah"))
_ASKING = frozenset(("what", "why", "how", "where", "when", "who"))
_AUXILIARIES = frozenset(("do", "does", "did", "is", "are", "was", "were", "can", "could", "will", "would", "should"))
_AUXILIARIES |= {"have", "has", "had"}
_PRONOUNS = frozenset(("i", "you", "we", "they", "he", "she", "it"))
_SUBJECTS = _PRONOUNS | {"this", "that", "these", "those", "there", "the"}
_ANYONE = frozenset(("anyone", "anybody", "everyone", "everybody"))
# Without a word that asks, fewer verbs open a question: "should you need it", "had we known" are conditions,
# "do it" and "is that we" are no questions either.
_INVERTED = {
    "do": frozenset(("i", "you", "we", "they")),
    "did": _PRONOUNS | _ANYONE,
    "does": frozenset(("he", "she", "it", "this", "that")) | _ANYONE,
    "are": frozenset(("you", "we", "they", "there")),
    "is": frozenset(("it", "there")) | _ANYONE,
    "have": frozenset(("you", "we", "they")),
    "has": frozenset(("he", "she", "it")) | _ANYONE,
    **dict.fromkeys(("can", "could", "will", "would"), _PRONOUNS | _ANYONE),
}

_OPENERS = _ASKING.union(_INVERTED)
# Behind a subject the verb is still to come: "so do we", but "does this and leaves".
_NO_VERBS = _LEADING | {"", ">"}


def opens_question(words: Sequence[str], first: int) -> bool:
    """Whether a direct question begins with the word `first`.

    >>> said = ["so why did they do that", "why is why is that cool", "do you see it", "is it late", "are there more"]
    >>> [opens_question([*each.split(), "", "", ""], 0) for each in said]
    [True, True, True, True, True]

    >>> said = ["what they did", "do it now", "should you need it", "had we known it", "when it is so", "so do we and"]
    >>> [opens_question([*each.split(), "", "", ""], 0) for each in said]
    [False, False, False, False, False, False]
    """
    while words[first] in _LEADING:
        first += 1
    if words[first] not in _OPENERS:
        return False
    if words[first : first + 2] == words[first + 2 : first + 4]:
        first += 2
    opener, second, third = words[first : first + 3]
    if opener in _ASKING:
        return second in _AUXILIARIES and third in _SUBJECTS
    return second in _INVERTED.get(opener, ()) and third not in _NO_VERBS


def is_question(words: Sequence[str], first: int, commas: Iterable[int]) -> bool:
    """Whether the sentence that begins with the word `first` is one; `commas` are the words with a mark inside it.

    Not if another clause has begun since: then nobody asks that.

    >>> said = "what is it for the task it is not that important".split()
    >>> is_question(said, 0, []), is_question(said, 0, [5])
    (True, False)
    """
    return opens_question(words, first) and not any(words[comma + 1].partition("'")[0] in _PRONOUNS for comma in commas)
