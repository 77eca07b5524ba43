"""What leads up to a sentence: "in this case", "however", "if you look at it".

Its words tell that no sentence ends behind it, whatever mark the captions have there, and that a
careful typist parts it from the sentence with a comma.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transcript_fixer.sentences.gaps import Script
from transcript_fixer.sentences.punctuation import PAD, Company, load_model, unpack

# It is short.
_SHORT, _SHORT_TEXT, _PHRASE = 15, 70, 7
_LEADING = frozenset(("and", "but", "so", "well", "now", "then"))
SUBORDINATORS = frozenset(("if", "when", "as", "since", "before", "after", "once", "although", "while"))
_PREPOSITIONS = frozenset(("in", "on", "at", "for", "with", "from", "to", "by"))
ADVERBS = frozenset(("now", "however", "next", "first", "finally", "today", "personally", "again", "also", "so"))
ADVERBS |= {"then", "still", "instead", "currently", "unfortunately", "interestingly", "basically", "normally"}
# Behind these a comma stands though the captions have none; behind the others it may.
_COMMENTS = frozenset(("however", "finally", "unfortunately", "interestingly", "fortunately", "luckily", "hopefully"))
_COMMENTS |= {"similarly", "eventually", "ideally", "obviously", "essentially", "typically", "specifically"}
_COMMENTS |= {"additionally", "alternatively", "furthermore", "moreover", "otherwise", "surprisingly"}
_OPENERS = SUBORDINATORS | _PREPOSITIONS | _COMMENTS
_QUANTITIES = frozenset(("a", "about", "some", "several", "many", "two", "three", "four", "five", "ten", "years"))
# Words before "that" which nothing but a clause can follow: "things that。 I know".
_THINGS = frozenset(("something", "anything", "everything", "nothing", "thing", "things"))
_ANSWERS = frozenset(("ok", "okay", "yeah", "yes", "no"))
# With these a second clause begins, or with one that may be an object if a verb follows.
_NEW_SUBJECTS = frozenset(("i", "you", "we", "they", "he", "she", "there", "then", "please", "don't", "come", "let's"))
_NEW_SUBJECTS |= {f"{who}'{verb}" for who in ("i", "you", "we", "they") for verb in ("re", "ve", "ll", "d", "m")}
_NEW_SUBJECTS |= {f"{who}'s" for who in ("it", "that", "there", "here", "he", "she", "this", "what")}
_MAYBE_SUBJECTS = frozenset(("it", "this", "that", "here", "these", "those"))
# Behind these one of them opens no clause that could be the main one: "how we do it", "is new to you", "if I don't".
_NO_SUBJECT_BEHIND = frozenset(("what", "how", "that", "which", "where", "who", "whether", "why", "when", "if"))
_NO_SUBJECT_BEHIND |= {"i", "you", "we", "they", "would", "will", "can", "to", "of", "for", "with"}
_VERBS = frozenset(("is", "are", "was", "were", "has", "have", "will", "can", "would", "could", "does", "means"))
# The words with which the sentence itself begins behind it; not with "then", which may belong to what is before.
_SUBJECTS = _NEW_SUBJECTS - {"then", "please", "don't", "come"} | {"it", "it'll"}
# Nor behind these: "as far as I know", "if you think they do".
_NO_MAIN_CLAUSE_BEHIND = _NO_SUBJECT_BEHIND | SUBORDINATORS | _LEADING
_NO_MAIN_CLAUSE_BEHIND |= {"than", "or", "because", "until", "though", "the", "a", "all", "like", "about", "just", "--"}
_NO_MAIN_CLAUSE_BEHIND |= {"think", "thinking", "know", "mean", "see", "hope", "guess", "say", "says", "said"}
_NO_MAIN_CLAUSE_BEHIND |= {"thing", "things", "people"}
# Two that lead up to nothing: "in case you have not", "at least it did", "as well as all that we have".
_JOINED = frozenset((("in", "case"), ("at", "least"), ("as", "well")))
# The model's log-odds from which on a comma is written there. Of 110 places read 100 were right; of 79 clauses with
# odds between -3 and this 13 were: there the word is mostly an object ("if you measured it twice").
_LIKELY = -1.0


def told_by_opening(script: Script, first: int, last: int) -> str:
    """The mark where a stop is likely but no capital tells it, as the words behind the last mark tell it.

    None does before a name or "I", which have their capitals anywhere, nor in bare captions.
    """
    words = script.words
    if words[last + PAD] == "that" and words[last - 1 + PAD] in _THINGS:
        return ""
    if words[last + 1 + PAD] in _ANSWERS:
        return "."  # "on this network。 OK": the speaker broke off
    is_short = last - first < _SHORT and script.ends[last] - script.starts[first] <= _SHORT_TEXT
    if not is_short or not leads_up(words[first + PAD : last + 1 + PAD]):
        return "."
    return "" if words[last + PAD] == "so" else ","


def leads_up(words: Sequence[str]) -> bool:
    """Whether words only lead up to a sentence: a clause that waits for the main one, "in this case", "however".

    >>> [leads_up(said.split()) for said in ("and if you want to", "in this case", "so next", "it works")]
    [True, True, True, False]
    >>> [leads_up(said.split()) for said in ("by looking at what we have here now", "and then a year ago")]
    [True, True]

    Not if the main clause has come:

    >>> [leads_up(said.split()) for said in ("if you like it you can stay", "as you see here is one", "of course")]
    [False, False, False]
    >>> [leads_up(said.split()) for said in ("on the left is the sea", "he came a year ago", "when in doubt don't")]
    [False, False, False]
    """
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    opener = words[0]
    if len(words) == 1:
        return opener in ADVERBS
    if words[-1] == "ago":
        return len(words) <= _PHRASE and opener in _QUANTITIES
    if opener not in SUBORDINATORS:
        is_act = opener == "by" and words[1].endswith("ing")
        is_phrase = opener in _PREPOSITIONS and len(words) <= _PHRASE and _VERBS.isdisjoint(words)
        if not is_act and not is_phrase:
            return False
    following = (*words[1:], "")[2:]
    return not any(
        (word in _NEW_SUBJECTS and before not in _NO_SUBJECT_BEHIND) or (word in _MAYBE_SUBJECTS and after in _VERBS)
        for before, word, after in zip(words[1:], words[2:], following, strict=False)
    )


def find_missing_commas(script: Script, company: Company, ends: Sequence[int], marks: Sequence[int]) -> Iterator[int]:
    """The words that end what leads up to a sentence, where nothing parts it from its subject: "in this case | we".

    `ends` are the words with which sentences end, `marks` those behind which any mark stands, both in order.

    >>> from transcript_fixer.sentences.gaps import read_script
    >>> said = read_script("in this case we lost it but if you look at it we found some so to sum it up we won")
    >>> company = load_model().company(said.kinds)
    >>> [said.words[word + PAD] for word in find_missing_commas(said, company, [6, 16], [6, 16])]
    ['case', 'it']
    """
    words = script.words
    upcoming = iter((*marks, len(script)))
    mark = next(upcoming)
    for start in (0, *(end + 1 for end in ends)):
        opener = start
        while words[opener + PAD] in _LEADING:
            opener += 1
        if words[opener + PAD] not in _OPENERS:
            continue
        while mark < start and mark < len(script):
            mark = next(upcoming)
        subjects = [at for at in range(opener + 1, min(mark, start + _SHORT) + 1) if words[at + PAD] in _SUBJECTS]
        parts = [at - 1 for at in subjects if _may_part(words, opener + PAD, at - 1 + PAD)]
        odds, last = max(((_odds_of_comma(script, company, start, each), each) for each in parts), default=(_LIKELY, 0))
        if odds > _LIKELY:
            yield last


def _odds_of_comma(script: Script, company: Company, start: int, last: int) -> float:
    """Of a comma behind the word `last` of a sentence that starts at `start` and has no mark so far."""
    model, at, before = load_model(), last + PAD, start - 1 + PAD
    between = model.between(script.ids, script.kinds, [at])[0]
    return unpack(model.total(script.ids, script.kinds, company, at, before, before, between)).comma


def _may_part(words: Sequence[str], first: int, last: int) -> bool:
    """Whether all from `first` to `last` only leads up to the subject behind it."""
    if words[last] in _NO_MAIN_CLAUSE_BEHIND:
        return False
    if first == last:
        return words[first] in _COMMENTS
    if words[last + 1] in ("there", "there's") and words[first] not in SUBORDINATORS:
        return False  # "on the left there is the sea"
    return (words[first], words[first + 1]) not in _JOINED and leads_up(words[first : last + 1])
