"""Discourse markers and filler words: what they are by their place, and by what they would mean there.

The same word is a filler in one place and says something in the next, so each has a rule that asks
about its neighbours. Where a rule cannot tell, the word stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from transcript_fixer.disfluencies.english import (
    ADVERBS,
    ARTICLES,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DEMONSTRATIVES,
    DETERMINERS,
    DIGITS,
    NOMINATIVES,
    NUMBERS,
    POSSESSIVES,
    PREPOSITIONS,
    SUBJECTS,
    word_set,
)
from transcript_fixer.disfluencies.letters import one_phrase_of
from transcript_fixer.disfluencies.words import END, NONE, SOFT, WALL, Words
from transcript_fixer.trace import Reason, Span

Rule = Callable[[Words, int], int]
"""How many words from position `at` are a filler: 0 where they mean something."""


def find_markers(words: Words, within: Span, rules: dict[str, Rule]) -> dict[int, Reason]:
    """Find the fillers that `rules`, a rule for each first word, see in the text."""
    low, breaks = words.low, words.breaks
    found: dict[int, Reason] = {}
    for at in words.places(_heads_pattern(tuple(rules)), within):
        if breaks[at - 1] is WALL or at in found or low[at] not in rules:
            continue
        size = rules[low[at]](words, at)
        if size and WALL not in breaks[at : at + size]:
            for taken in range(at, at + size):
                found[taken] = Reason.DISCOURSE_MARKER
    return found


_SECOND_WORDS = {"you": ["know"], "i": ["mean"], "kind": ["of"], "sort": ["of"], "all": ["right"]}
"""Without this word behind them, they are no filler."""


@cache
def _heads_pattern(heads: tuple[str, ...]) -> re.Pattern[str]:
    return one_phrase_of([head, *_SECOND_WORDS.get(head, ())] for head in heads)


_ASKED = word_set(
    "do did don't didn't does as how what why who which whatever everyone everybody anyone anybody once than never"
)
"""Before "you know" it is the hearer's knowledge: "do you know", "as you know"."""

_MODALS = word_set("can could would should might may must will won't can't couldn't wouldn't shouldn't")
_KNOWN = word_set(
    "what how who whom that whose when where why which whether if about anything nothing everything him them something",
    "me exactly of more better nobody somebody anybody someone it its this these",
)
"""What can be known: "you know what it does", "you know them"."""


def _you_know(words: Words, at: int) -> int:
    low, breaks = words.low, words.breaks
    if low[at + 1] != "know" or breaks[at] is not NONE:
        return 0
    before, behind = low[at - 1], low[at + 2]
    joined, goes_on = breaks[at - 1] is NONE and not words.paused[at - 1], breaks[at + 1] is NONE
    if (joined and goes_on and before == "let") or (joined and before in _ASKED):
        return 2 if before == "as" and goes_on and behind in ARTICLES else 0
    if joined and before in _MODALS and low[at - 2] not in SUBJECTS:
        return 0  # "would you know"
    if goes_on and words.as_written(at)[:1] == "Y" and behind.startswith("you"):
        return 0  # "You know you are done when ...": as a marker it would have its comma
    clause = behind in SUBJECTS or behind in DETERMINERS or behind in _CLAUSE_OPENERS
    if joined and before in _SUBORDINATE:
        if not goes_on:
            return 2 if breaks[at + 1] is SOFT else 0
        return 2 if clause and behind not in _KNOWN else 0
    if goes_on and behind in _KNOWN:
        if behind == "that" and _is_concluded(words, at):
            return 0
        if behind in ("it", "its", "this", "these", "if", "that", "when", "about", "of", "something"):
            known = (breaks[at - 1] >= END and behind in ("that", "it")) or (joined and behind == "about")
            return 0 if known else 2
        return 0
    return 2


def _is_concluded(words: Words, at: int) -> bool:
    """Whether the sentence so far is what one knows something by: "if we run this you know that it fails"."""
    low, breaks = words.low, words.breaks
    if low[at - 2 : at] == ["just", "so"]:
        return True
    start = at
    while start > at - 16 and breaks[start - 1] < END:
        start -= 1
    return not _CONDITIONS.isdisjoint(low[start:at])


_CONDITIONS = word_set("if when because since once")
_SUBORDINATE = word_set(
    "that if when where because whether until unless since before after the people thing things all something anything",
    "only everything way time whenever wherever",
)


def _i_mean(words: Words, at: int) -> int:
    low, breaks = words.low, words.breaks
    if low[at + 1] != "mean" or breaks[at] is not NONE:
        return 0
    behind, goes_on = low[at + 2], breaks[at + 1] is NONE
    if breaks[at - 1] is NONE and low[at - 1] in ("what", "which", "do", "did", "whatever", "how", "as", "whom", "who"):
        return 0
    if breaks[at - 1] is NONE and low[at - 1] in ("that", "if", "when") and not (behind in SUBJECTS and goes_on):
        return 0
    if goes_on and ("by" in low[max(0, at - 5) : at] or behind in ("by", "to", "business")):
        return 0  # "by parsed, I mean the database"
    if goes_on and behind in ("it", "that", "this") and breaks[at + 2] is not NONE:
        return 0
    return 2


_WELL_DONE = word_set(
    "as very pretty do does did doing done go goes going went gone work works worked working really how quite fairly",
    "extremely too perform performs performed sleep feel feels know knows along equally perfectly reasonably not",
    "play plays played written particularly incredibly amazingly this fits fit run runs speak remarkably",
    "get got turned turn pays paid eat treated live lived might may sell sells came come stay stays being are were",
    "pair scales scale hold holds surprisingly all relatively exceptionally",
)
_WELL_BEFORE = word_set(
    "as worth off known over into under above below enough done aware established defined designed suited within",
    "written understood beyond past documented tested behaved formed being liked educated paid trained put",
    "have be never get find take make",
)


_WELL_MADE = word_set("spoken chosen built made kept thought said taken")
_BEFORE_WELL = word_set("yeah oh okay yes no uh-huh right said say says saying think but and")


def _well(words: Words, at: int) -> int:
    low, breaks = words.low, words.breaks
    if breaks[at] is NONE and low[at + 1] in _WELL_BEFORE and low[at + 2] not in SUBJECTS:
        return 0
    if breaks[at - 1] >= END or (breaks[at - 1] is SOFT and breaks[at] is SOFT):
        return 1
    behind = low[at + 1]
    if breaks[at] is NONE and ((len(behind) > 4 and behind.endswith("ed")) or behind in _WELL_MADE):
        return 0  # "simple and well contained"
    if low[at - 1] in _BEFORE_WELL:
        return 1
    if low[at - 1] in _WELL_DONE or breaks[at] >= END:
        return 0
    return int(behind in SUBJECTS or behind in _CLAUSE_OPENERS or low[at - 1] in CONJUNCTIONS or words.paused[at - 1])


_CLAUSE_OPENERS = word_set(
    "that this these those the a an my your our their what how why when where who if because so no not maybe",
    "now just some most there's here yeah yes okay let's lets is are do does did let its were",
    "actually basically first then someone people one",
)


def _oh_talk(words: Words, at: int) -> int:
    """A turn that is nothing but "oh" is an answer."""
    alone = words.breaks[at - 1] >= END and (words.breaks[at] >= END or not words.low[at + 1])
    if alone or words.low[at - 1] in DIGITS or words.low[at + 1] in DIGITS:
        return 0
    return 1


def _huh(words: Words, at: int) -> int:
    return int(words.low[at - 1] != "uh")  # "uh huh" is an answer


_COMPARING = word_set(
    "look looks looked looking feel feels felt feeling sound sounds sounded seem seems seemed taste tastes smell",
    "smells act acts acted something anything nothing things thing stuff someone somebody anybody would i'd you'd",
    "we'd they'd he'd she'd don't didn't doesn't do does did i you we they to really more exactly much not kind sort",
    "it",
)
_COMPARED = _COMPARING | word_set(
    "acting behave behaves behaved who people might never also always case cases kinds words seems ones else less long",
    "lot phrases reads what treat treats treated work works worked still place places way",
)


def _like_talk(words: Words, at: int) -> int:
    """In conversation: before a number, between commas or pauses, or where no comparison can stand."""
    low, breaks = words.low, words.breaks
    before, behind = low[at - 1], low[at + 1]
    if breaks[at - 1] is SOFT and breaks[at] is SOFT:
        return 1
    if behind in NUMBERS or behind[:1].isdigit() or behind.partition("-")[0] in NUMBERS or behind in ("about", "maybe"):
        if behind == "one" and low[at + 2] in ("of", "that"):
            return 0
        return int(before not in _COMPARING and not ("what" in low[at - 5 : at] or "how" in low[at - 5 : at]))
    if before in _COMPARING or behind in ("this", "that", "to"):
        return 0
    if words.paused[at] or words.paused[at - 1]:
        return int(before not in BE or words.paused[at])
    if breaks[at - 1] >= END:
        return int(behind in SUBJECTS or behind in DETERMINERS)
    if before in ("of", "there's", "there", "if", "when", "think", "until"):
        return int(low[at - 2] not in ("kind", "sort"))
    return int(behind in ("oh", "okay", "well", "yeah", "uh") and before not in BE)


_LIKE_WHAT = word_set("this that these those it me him her us them what how so all")
_BEFORE_QUESTION = (PREPOSITIONS - {"to", "about"}) | word_set("know see")
"""Between one of these and "how" or "what" nothing is compared: "an overview on like how we can do it"."""
_DID = word_set("did do does")
_SAID = word_set("said say mentioned told showed")
_CODE = word_set("loop loops statement statements block blocks clause clauses keyword")
"""What the article belongs to where "like" stands before a keyword: "a like for loop"."""
_TAKING_OBJECTS = word_set(
    "use using used make making have having create creating need needs want wants recommend recommending add adding",
    "write writing build building get getting solve solving extracting means define defining implement implementing",
)
"""Verbs that need an object, so that "like" only delays it: "we will be using like a queue"."""


def _like_lecture(words: Words, at: int) -> int:
    """In lectures: inside a noun or verb group, or before a clause, where nothing is compared."""
    low, breaks = words.low, words.breaks
    before, behind = low[at - 1], low[at + 1]
    if before == "of" and low[at - 2] in ("kind", "sort"):
        before = low[at - 3]
    if breaks[at - 1] >= END:
        if low[at + 2] in _SAID:
            return 0  # "Like I said before"
        says = low[at + 2] in AUXILIARIES or low[at + 2] in ADVERBS  # "Like it just may not"
        return int(breaks[at] is SOFT or (behind in SUBJECTS and (behind not in _LIKE_WHAT or says)))
    if breaks[at - 1] is SOFT:
        return int(breaks[at] is SOFT)
    if before in ARTICLES and (breaks[at] >= END or behind in PREPOSITIONS or behind in CONJUNCTIONS):
        return int(breaks[at] is NONE and low[at + 2] in _CODE)  # "get a like for it", "and the like"
    if before in ARTICLES or before in POSSESSIVES or before in ("these", "those"):
        return 1
    if before in ("say", "says", "said", "tell", "you", "because", "and", "but", "or") and breaks[at] is SOFT:
        return int(before != "you" or low[at - 2] in ("tell", "tells"))
    if before in ("and", "but", "or") and low[at + 2] in _SAID:
        return 0
    if before == "because" and behind not in DEMONSTRATIVES:
        return 1
    if (low[at - 2] == "there" and before in BE) or before in ("there's", "there're"):
        return 1
    if before == "that" and low[at - 2] == "so":
        return 1
    if breaks[at] is NONE and behind in ("what", "how") and before in _BEFORE_QUESTION:
        return int(low[at - 2] != "more")  # "more of like what he said"
    if breaks[at] is not NONE or behind in _LIKE_WHAT:
        return 0
    if before in PREPOSITIONS:
        return int(before not in ("to", "on") or behind not in DETERMINERS)
    if before in ("gonna", "have", "has", "had", "having", "got", "because", "that"):
        return int(behind not in SUBJECTS)
    if before in _TAKING_OBJECTS:
        return 1
    if before in BE:
        return int(behind in ("very", "really", "super", "one", "two", "basically") or behind.endswith("ly"))
    if before in ("also", "only"):
        return int(low[at - 2] not in SUBJECTS or low[at - 2] == "there's")
    if before in ("not", "always") and behind.endswith("ly"):
        return 1
    if behind in NOMINATIVES and before not in _COMPARED:
        return int(low[at + 2] not in _DID)
    opens = behind in SUBJECTS or behind in ("as", "if", "when")
    return int(before in _CASES and opens and low[at + 2] not in _DID)


_CASES = word_set("case cases way ways problem step")
"""After an opening phrase: "in that case like we use"."""


_KINDS = word_set(
    "this that some any what which same another every each one new different certain these those all two three other",
    "various many most first second third next right special particular only whole best similar few several specific",
    "interesting common no last general basic my your our their his its similar both main old perfect worst",
)


def _kind_of(words: Words, at: int) -> int:
    """As a hedge "kind of" and "sort of" go; after a determiner they are nouns."""
    low, breaks = words.low, words.breaks
    if low[at + 1] != "of" or breaks[at] is not NONE:
        return 0
    before, behind = low[at - 1], low[at + 2]
    if before == "all" and low[at - 2] in SUBJECTS:
        return 2  # "it all kind of fits"
    noun = low[at + 3] in BE or (breaks[at + 2] is not NONE and behind in _SHOWS)  # "this kind of shows"
    if before in ("that", "this", "which") and breaks[at - 1] is NONE and behind in _DOES and not noun:
        return 2  # "that kind of shows us the names"
    if before in _KINDS or (before.endswith(("est", "ous", "ful")) and breaks[at - 1] is NONE):
        return 0
    if breaks[at + 1] >= END or not behind:
        return 0
    if before in ("a", "an", "the") and breaks[at - 1] is NONE:
        return 0
    if behind in ("thing", "things", "stuff"):
        return 0
    return 2


_DOES = word_set(
    "makes lets gives helps tells brings allows takes gets shows runs comes goes depends works looks concludes returns",
    "sums summarizes specifies indicates explains becomes happens scales exists defeats explodes",
)
"""Verbs in the form that "this kind of" has only before a verb; the few nouns among them seldom follow it."""
_SHOWS = word_set("shows looks returns runs takes sums scales")
"""Nouns among them, where nothing follows that they could do something with."""


def _kinda(words: Words, at: int) -> int:
    return int(words.breaks[at] < END)


def _yeah_lecture(words: Words, at: int) -> int:
    """A "yeah" thinks aloud, wherever it stands, unless it is quoted: "you're like, oh yeah"."""
    low = words.low
    return int(low[at - 1] not in ("oh", "say", "said", "says", "like", "hell") or words.breaks[at - 1] >= END)


def _yes_lecture(words: Words, at: int) -> int:
    """Between two statements, or between commas, "yes" is a nod and no answer."""
    breaks = words.breaks
    if breaks[at - 1] is SOFT is breaks[at]:
        return 1
    nods = breaks[at - 1] >= END <= breaks[at] and "?" not in words.gaps[at - 1]
    return int(nods and bool(words.low[at - 1]) and bool(words.low[at + 1]))


_JUDGING = word_set(
    "totally perfectly not an the looks look sounds quite just do doing click it really feel say says said"
)


def _okay_lecture(words: Words, at: int) -> int:
    low, breaks = words.low, words.breaks
    behind = low[at + 1]
    if breaks[at - 1] >= END or breaks[at - 1] is SOFT:
        return int(not (breaks[at] is NONE and behind in ("with", "to", "for", "if", "is")))
    if low[at - 1] in BE or low[at - 1] in _JUDGING:
        return 0
    return int(behind in ("so", "now") or breaks[at] is SOFT)


def _all_right(words: Words, at: int) -> int:
    """At the start of a sentence "All right" takes the floor, as "alright" does."""
    low, breaks = words.low, words.breaks
    size = 1
    if low[at] == "all":
        if low[at + 1] != "right" or breaks[at] is not NONE:
            return 0
        size = 2
    end = breaks[at + size - 1]
    if breaks[at - 1] >= END:
        opens = end is not NONE or low[at + size] in ("so", "let's", "lets", "now", "well", "and", "we", "the")
        return size if opens else 0
    return size if breaks[at - 1] is SOFT and end is not NONE else 0


def _right_lecture(words: Words, at: int) -> int:
    low, breaks = words.low, words.breaks
    before, behind = low[at - 1], low[at + 1]
    if "?" not in words.gaps[at] and (
        before in _PLACED or (low[at - 2] in ("get", "getting") and before in ("this", "it", "that", "them", "things"))
    ):
        return 0  # "getting this right", with a mark where bare captions were cut
    if breaks[at - 1] >= END:  # "Right. So", "Right?"
        goes_on = behind == "and" and (low[at + 2] in SUBJECTS or low[at + 2] in ("then", "so"))
        return int(breaks[at] is not NONE or behind == "so" or goes_on)  # but "Right and wrong"
    if breaks[at - 1] is SOFT:
        return int(breaks[at] >= END or (breaks[at] is SOFT and behind not in _RIGHT_BESIDE))
    if breaks[at] >= END and behind == "so" and before not in _CORRECT:
        return 1
    if before in ("yeah", "okay"):
        return int(behind in ("so", "and") or breaks[at] is not NONE)
    if "?" in words.gaps[at] and before not in _CORRECT:
        return 1
    return 0


_PLACED = word_set(
    "top bottom left upper feel feels feeling felt look looks looked looking sound sounds sounded seem seems"
)
"""Before these "right" is a side or a judgement: "at the bottom right", "it doesn't feel right"."""

_RIGHT_BESIDE = word_set("above below over under underneath there here away beside next behind before after off")
_CORRECT = word_set(
    "that's is are be not the all was were i'm you're it's isn't left on to your my their that this it get got do",
    "done works the",
)


def _so_lecture(words: Words, at: int) -> int:
    low, breaks = words.low, words.breaks
    if breaks[at - 1] is SOFT and breaks[at] >= END and low[at - 1] not in ("or", "do", "think"):
        return 1  # a trailing ", so."
    if breaks[at - 1] < END:
        return int(breaks[at] is SOFT and low[at - 1] == "and")
    behind = low[at + 1]
    if not behind or breaks[at] >= END:
        return int(breaks[at] >= END)
    return int(_so_follows_nothing(words, at))


_CONCLUDES = word_set(
    "that now i i'm i'd we we'll if there it it's that's maybe really every even much far don't you're perhaps clearly",
    "obviously therefore hopefully no not only few little often long close fast slow big good bad great be",
)
"""After "So" these go on from what was said: a purpose, a state reached, what we did because of it.
A full noun phrase, "here", "first" or "let's" opens the next step instead. Counted on careful
readers' lectures, 2026-11: kept before these 27 times in 37, before other words 10 in 85."""

_NODS = word_set("okay ok alright right cool yeah great")


def _so_follows_nothing(words: Words, at: int) -> bool:
    """Whether a "So" that opens a sentence only takes the floor, rather than state a consequence."""
    low = words.low
    behind, then = low[at + 1], low[at + 2]
    if low[at - 1] in _NODS and words.breaks[at - 2] >= END and "?" not in words.gaps[at - 1]:
        return True
    if words.breaks[at + 1] >= END and behind == "what":
        return False  # "So what?"
    if words.breaks[at + 2] >= END and behind in AUXILIARIES and then in NOMINATIVES:
        return False  # "So do I."
    if behind == "to" and then in ("speak", "say"):
        return False
    if "going" in low[at + 2 : at + 4] and behind != "if":
        return True  # "So now I'm going to ...": announces, concludes nothing
    if not low[at - 1] and behind not in ("that", "far", "much", "many"):
        return True  # there is nothing that it could follow from
    if behind == "you":
        return then not in ("don't", "now", "need", "can't", "won't", "get", "should")
    if behind in ("i", "we") and then in ("have", "want", "should"):
        return then == "have"
    return behind not in _CONCLUDES


def _always(words: Words, at: int) -> int:
    return 1


def _actually_lecture(words: Words, at: int) -> int:
    low, breaks = words.low, words.breaks
    if breaks[at - 1] >= END:
        return int(breaks[at] is SOFT and low[at + 1] not in ("no", "yes"))
    if low[at - 1] in BE and breaks[at] is NONE:
        return int(low[at + 1] in ARTICLES or low[at + 1] in ("another", "one", "my", "our"))
    return int(low[at - 1] == "just" and breaks[at] is NONE)


def _actually_talk(words: Words, at: int) -> int:
    low, breaks = words.low, words.breaks
    if breaks[at - 1] >= END:
        return int(low[at + 1] in SUBJECTS or breaks[at] is not NONE)
    if low[at - 1] in ("well", "and", "but", "so", "think"):
        return int(low[at + 1] in SUBJECTS)
    return 0


def _see_talk(words: Words, at: int) -> int:
    if words.breaks[at - 1] < END and words.low[at - 1] not in ("yeah", "now", "well", "right"):
        return 0
    return int(words.low[at + 1] in _SEEN or words.breaks[at] is SOFT)


_SEEN = NOMINATIVES | word_set("that's it's there's you're now my when")
"""What follows "see" as a marker; what can be seen ("see you", "see this") does not."""


def _now_talk(words: Words, at: int) -> int:
    return int(
        words.breaks[at - 1] >= END and words.low[at + 1] in SUBJECTS and words.low[at + 1] not in ("i'm", "it's")
    )


def _cool_lecture(words: Words, at: int) -> int:
    """In "Cool. So" it is the speaker's nod to the slide just done."""
    return int(
        words.breaks[at - 1] >= END
        and words.breaks[at] is not NONE
        and words.low[at + 1] in ("so", "let's", "now", "and", "okay")
    )


_BOTH: dict[str, Rule] = {"you": _you_know, "i": _i_mean, "well": _well, "huh": _huh}

LECTURE: dict[str, Rule] = _BOTH | {
    "like": _like_lecture,
    "kind": _kind_of,
    "sort": _kind_of,
    "kinda": _kinda,
    "sorta": _kinda,
    "yeah": _yeah_lecture,
    "yes": _yes_lecture,
    "okay": _okay_lecture,
    "ok": _okay_lecture,
    "alright": _all_right,
    "all": _all_right,
    "right": _right_lecture,
    "so": _so_lecture,
    "basically": _always,
    "actually": _actually_lecture,
    "cool": _cool_lecture,
}

CONVERSATION: dict[str, Rule] = _BOTH | {
    "oh": _oh_talk,
    "like": _like_talk,
    "actually": _actually_talk,
    "see": _see_talk,
    "now": _now_talk,
}
