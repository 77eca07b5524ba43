"""The closed word classes of English that the rules ask about.

Closed classes only, with the few open-class words that behave like them: a list of all verbs would
go stale and mislead, "a word that can start a clause" does not. Written without regard to case;
contractions with the apostrophe.
"""

from __future__ import annotations


def word_set(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


# Captions without apostrophes. Only where no other word is meant: its, were, well, ill, id, hell,
# shell, shed, wed, cant, wont and lets stay as they are.
EXPANSIONS = {
    word.replace("'", ""): word
    for word in word_set(
        "i'm i've you're you've you'd you'll they're they've they'd they'll we've he's she's that's that'd that'll",
        "there's there're what's who's where's how's here's it'd it'll don't doesn't didn't isn't aren't wasn't",
        "weren't haven't hasn't hadn't wouldn't couldn't shouldn't mustn't ain't c'mon y'all",
    )
}

# What a clause about someone opens with. "its" stands for it's too.
_SUBJECT_BASES = {
    "i": "i i'm i've i'd i'll id ill",
    "you": "you you're you've you'd you'll",
    "he": "he he's he'd he'll",
    "she": "she she's she'd she'll",
    "it": "it it's its it'd it'll",
    "we": "we we're we've we'd we'll",
    "they": "they they're they've they'd they'll",
    "that": "that that's that'd that'll",
    "there": "there there's there're",
    "this": "this",
    "who": "who who's",
    "what": "what what's",
    "these": "these",
    "those": "those",
}
BASE = {form: base for base, forms in _SUBJECT_BASES.items() for form in forms.split()}

NOMINATIVES = word_set(
    "i i'm i've i'd i'll he he's he'd he'll she she's she'd she'll we we're we've we'd we'll",
    "they they're they've they'd they'll",
)
"""Pronouns that are only ever subjects: one of them begins a clause, wherever it stands."""

SUBJECTS = NOMINATIVES | word_set(
    "you you're you've you'd you'll it it's it'd it'll that's there there's there're this these those everybody",
    "everyone somebody someone nobody people",
)

ARTICLES = word_set("a an the")
POSSESSIVES = word_set("my your our their his her its whose")
DETERMINERS = ARTICLES | word_set("my your our their every")
DEMONSTRATIVES = word_set("this that these those")
PREPOSITIONS = word_set(
    "of in on at to for with from by into onto about over under between through during without within toward towards",
    "against among across behind beyond upon",
)
CONJUNCTIONS = word_set("and or but because if when while although though whereas unless until since nor cause")
SUBORDINATORS = word_set(
    "if when whenever what whatever where wherever how why who whom which that because cause as while since though",
    "although until till unless before after so than whether once all everything anything something nothing thing",
    "things way time times only lot first last whoever the place places reason people one ones stuff kind much",
    "many far long soon like every more most day year kids",
)
"""Words after which subject and verb belong to a clause of their own: "what I have I use"."""

BE = word_set(
    "am is are was were be been being i'm you're he's she's it's we're they're that's there's its isn't aren't"
)
AUXILIARIES = BE | word_set(
    "have has had do does did can could will would shall should may might must don't doesn't didn't wasn't weren't",
    "haven't hasn't hadn't can't cant won't wont wouldn't couldn't shouldn't gonna gotta i've you've we've they've",
    "i'd i'll you'd you'll he'd he'll she'd she'll we'd we'll they'd they'll it'll",
)
ADVERBS = word_set("just really also never always actually probably still only even usually kind sort almost ever")
CLAUSE_VERBS = word_set(
    "think thought know knew guess mean meant say said says believe feel felt hope wish suppose figure figured bet",
    "swear imagine see saw hear heard notice noticed wonder remember understand find found realize told tell like",
    "love need want wanted",
)
"""Verbs that take a clause of the same speaker: "I think I know" takes nothing back."""

EMPHATIC = word_set(
    "very really no yes yeah yep bye okay ok many much far too long big old again more ha haha blah knock way right",
    "pi pie sure hey wow hi hear uh-huh huh-uh mm-hmm never had little so pretty well",
    "good great hello alright la dum click nope please thanks",
)
"""Words that people say twice and mean it (pi pi is PyPI)."""

INTERJECTIONS = word_set(
    "no yes yeah yep bye okay ok right sure wow hello great good perfect nice cool sorry please thanks"
)
"""Of these once is enough for the reader: "great, great, great"."""

NUMBERS = word_set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen",
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion",
)
HEDGES = word_set("kind sort of kinda sorta basically actually")
"""Filler words that qualify what follows: no break in the sentence shows where they stood."""

DIGITS = word_set("zero one two three four five six seven eight nine")
"""Beside one of these "oh" is a zero."""

QUESTION_OPENERS = word_set(
    "what what's who who's whom whose which why when where how do does did is are was were am can could will would",
    "shall should may might must have has had isn't aren't don't doesn't didn't won't can't couldn't wouldn't",
)

FUNCTION_WORDS = (
    ARTICLES
    | POSSESSIVES
    | DEMONSTRATIVES
    | PREPOSITIONS
    | CONJUNCTIONS
    | NOMINATIVES
    | AUXILIARIES
    | word_set(
        "you it so as than which who what where how why not all some any each both either me him them us there then",
        "very just really no one up out off",
    )
)

CANNOT_END = ARTICLES | POSSESSIVES | AUXILIARIES | NOMINATIVES | word_set("to of really just also never always even")
"""Words that no clause ends with: said last before a new start, they leave it hanging."""
