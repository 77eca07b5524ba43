"""What captions tell that nobody said: applause, music, silence, a stray emoji.

Recognisers and human captioners write sounds in brackets. A bracket is only
taken for a sound if it holds nothing but words and one of them names a sound,
or if it is square and holds capital words, two at least (`[SIDE CONVERSATION]`):
`[OK]`, `[0]` and `(ViLT)` were said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcript_fixer.patterns import compile_late

_SOUNDS = (
    "applau[ds]\\w*|clap\\w*|cheer\\w*|laugh\\w*|chuckl\\w*|giggl\\w*|music\\w*|sing\\w*|songs?|silence|silent|"
    "pauses?|paus(?:ed|ing)|inaudible|unintelligible|indistinct\\w*|indiscernible|crosstalk|cross-talk|chatter\\w*|"
    "noises?|nois(?:e|y)|static|beep\\w*|buzz\\w*|ring(?:s|ing)|chirp\\w*|snapp\\w*|cough\\w*|sneez\\w*|sigh\\w*|"
    "breath\\w*|gasps?|groans?|sniff\\w*|whistl\\w*|knock\\w*|footsteps|typing|clears|throat|blank|blank_audio|"
    "foreign|speaking|whispers?|mumbl\\w*|audio|video"
)
# ♪ and the emoji planes; what joins or colours an emoji goes with it.
_NON_SPEECH_RE = compile_late(
    rf"""
    [\[(] \s{{0,3}} (?: [A-Za-z'_-]{{1,20}} \s{{1,3}} ){{0,4}}
    (?:{_SOUNDS}) (?: \s{{1,3}} [A-Za-z'_-]{{1,20}} ){{0,4}} \s{{0,3}} [\])]
  | [♩-♯\U0001F000-\U0001FAFF☀-☄☝☹-☻❤✨]+ [︎️\u200d\U0001F000-\U0001FAFF]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
# In 102 talks these are sounds, "video playback" and "side conversation". Not a label of a speaker, nor a link.
_CAPTION_RE = compile_late(r"(?<!\w)\[\s{0,3}[A-Z]{2,20}(?:\s{1,3}[A-Z]{2,20}){1,5}\s{0,3}\](?![:：(\[])")
# In other languages: music, silence and what nobody understood ("Tos" and "latter" are English, too) ...
_SOUNDS_ABROAD = """
    musik musikk müzik musique música musica muziek muzyka hudba zene музыка музика μουσική 音楽 音乐 音樂 음악
    stille silencio silenzio silêncio stilte cisza ticho тишина тиша 静音 침묵 räuspern räuspert husten hustet кашель
    unverständlich inaudible ininteligible inintelligible incomprensibile inaudível onverstaanbaar niezrozumiałe
    неразборчиво нерозбірливо 听不清 聽不清 聞き取れず
"""
# ... and what an audience does: that is no remark in round brackets either.
_AUDIENCE_ABROAD = """
    gelächter lachen lacht applaus beifall risas risa aplausos rires applaudissements risate applausi risos gelach
    applåder skratt śmiech oklaski smích potlesk nevetés alkış смех аплодисменты сміх оплески γέλια χειροκρότημα
    拍手 笑い 笑 掌声 掌聲 笑声 笑聲 鼓掌 박수 웃음
"""
_IN_ROUND = frozenset(_AUDIENCE_ABROAD.split())
_IN_SQUARE = _IN_ROUND.union(_SOUNDS_ABROAD.split())
_BRACKETED_RE = compile_late(
    r"[\[(（【［]\s{0,3}([^\W\d_]{1,20}(?:\s{1,3}[^\W\d_]{1,20}){0,2})[.。…]?\s{0,3}[\])）】］](?![:：(\[])"
)
_NEARBY = 40
"""Characters on each side in which a small letter must stand: else all is written large."""
# A pattern that ignores case is slow to search with.
_MAY_START_RE = re.compile(r"[\[(（【［♩-♯\U0001F000-\U0001FAFF☀-☄☝☹-☻❤✨]")
_SAID = frozenset({"video", "audio", "typing", "static", "ringing", "speaking", "blank", "foreign", "silent"})


def find_non_speech(text: str) -> Iterator[tuple[int, int]]:
    """Where sounds and stray symbols stand.

    >>> line = "Thanks。 [ Applause ]， Hello (laughs) 😊 and [0] or (ViLT)"
    >>> [line[start:end] for start, end in find_non_speech(line)]
    ['[ Applause ]', '(laughs)', '😊']
    >>> line = "Is it on? [SIDE CONVERSATION] It wrote [INFO] and [OLD PAGE](page.html)"
    >>> [line[start:end] for start, end in find_non_speech(line)]
    ['[SIDE CONVERSATION]']

    Other languages have words of their own for them:

    >>> line = "Danke. [Musik] [Leises Gelächter] 谢谢（掌声）"
    >>> [line[start:end] for start, end in find_non_speech(line)]
    ['[Musik]', '[Leises Gelächter]', '（掌声）']

    Round brackets are common in writing, so there a word that is also said ("video",
    "speaking") is not enough:

    >>> list(find_non_speech("the clip (video) and the demo (speaking of which)"))
    []
    """
    done = 0
    for start in _MAY_START_RE.finditer(text):
        if start.start() < done:
            continue
        if found := _CAPTION_RE.match(text, start.start()):
            nearby = text[max(0, found.start() - _NEARBY) : found.end() + _NEARBY]
            if any(map(str.islower, nearby)):
                done = found.end()
                yield found.span()
                continue
        if not (found := _NON_SPEECH_RE.match(text, start.start())):
            if found := _BRACKETED_RE.match(text, start.start()):
                known = _IN_ROUND if found[0][0] in "(（" else _IN_SQUARE
                if not known.isdisjoint(found[1].lower().split()):
                    done = found.end()
                    yield found.span()
            continue
        done = found.end()
        inner = found[0].strip("[]() ").lower().split()
        if found[0][0] == "(" and not (_SOUND_RE.search(" ".join(word for word in inner if word not in _SAID))):
            continue
        yield found.span()


_SOUND_RE = compile_late(rf"\b(?:{_SOUNDS})\b")
