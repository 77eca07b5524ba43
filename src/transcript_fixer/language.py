"""Which language a talk is in.

Rules for fillers and punctuation fit one language each, and a rule of the wrong
one does harm (German "um" is a word). The writing tells most languages apart;
those in Latin letters are told by their commonest little words.
"""

from __future__ import annotations

from collections import Counter

UNSPACED = frozenset(("zh", "ja"))
"""Languages that put no spaces between words."""

# First and last characters. As regular expressions they would take longer to compile than to use.
_SCRIPTS = (
    ("\u3400", "\u4dbf", "han"),
    ("\u4e00", "\u9fff", "han"),
    ("\u3041", "\u30ff", "kana"),
    ("\uac00", "\ud7a3", "ko"),
    ("\u0400", "\u052f", "cyrillic"),
    ("\u0370", "\u03ff", "el"),
    ("A", "Z", "latin"),
    ("a", "z", "latin"),
    ("\u00c0", "\u024f", "latin"),
)
_LITTLE_WORDS = {
    "en": "the of and to in is that it you for we this with are was they what have not be",
    "de": "der die das und ist nicht ein eine zu mit wir sie auf dem den auch es ich wird sind",
    "fr": "le la les des et est que une dans pour pas sur nous vous qui avec ce il du sont",
    "es": "el la los que de y en una es para con por las del se como pero esto más lo",
    "pt": "o a os que de e em uma é para com não por as do da se como mais isso",
    "it": "il la che di e in una è per con non le del si come ma della gli questo sono",
    "pl": "nie to jest się na że w z do i jak ale co tak o po są dla tego być",
    "cs": "je to se na že v a s do i jak ale co tak o po jsou pro není být",
    "hu": "a az és hogy nem is egy ez van de meg már csak mint azt ha vagy még el itt",
    "vi": "là và của có không được cho một các này với để trong người khi đã những thì tôi như",
    "nl": "de het een en van is dat niet op te zijn met voor ook maar aan er wij je deze",
}
_VOTES: dict[str, list[str]] = {}
for _language, _words in _LITTLE_WORDS.items():
    for _word in _words.split():
        _VOTES.setdefault(_word, []).append(_language)


def find_language(text: str) -> str:
    """The two-letter code of the language most of the text is in, `en` where nothing tells.

        >>> find_language("So today we look at what is new in the world of robots.")
        'en'
        >>> find_language("今天我们来看看 deep learning 的一些新闻")
        'zh'
        >>> find_language("Así que hoy vamos a ver lo que es nuevo en el mundo de los robots")
        'es'

    Only a sample is read: its ends may be in another language, a talk rarely changes.
    """
    if text.isascii():
        return _latin_language(_sample(text))
    sample = _sample(text)
    counts = dict.fromkeys((script for _, _, script in _SCRIPTS), 0)
    for character, count in Counter(sample).items():
        for first, last, script in _SCRIPTS:
            if first <= character <= last:
                counts[script] += count
    # One Chinese character says about as much as two or three letters.
    weights = {script: count * (3 if script in ("han", "kana", "ko") else 1) for script, count in counts.items()}
    script = max(weights, key=lambda name: weights[name])
    if not weights[script] or script == "latin":
        return _latin_language(sample)
    if script in ("han", "kana"):
        return "ja" if counts["kana"] * 10 > counts["han"] else "zh"
    if script == "cyrillic":
        return "uk" if sum(sample.count(letter) for letter in "іїєґ") * 50 > counts["cyrillic"] else "ru"
    return script


def _sample(text: str, size: int = 1500) -> str:
    middle = len(text) // 2
    return text if len(text) <= 3 * size else f"{text[:size]} {text[middle : middle + size]} {text[-size:]}"


def _latin_language(sample: str) -> str:
    votes: Counter[str] = Counter()
    for word in sample.lower().split():
        for language in _VOTES.get(word.strip(".,?!。，"), ()):
            votes[language] += 1
    if not votes:
        return "en"
    best, count = votes.most_common(1)[0]
    return best if count > votes["en"] else "en"
