"""The title line: which episode of which channel this is, and where it can be seen.

    # P12：深度学习新闻 #1，2021 年 1 月 27 日 - ShowMeAI - BV1ub4y127jj
    # 【双语字幕+资料下载】course ｜ lecture series - P23：what this one is about

The line itself is never changed but for mojibake; these are readings of it.
"""

from __future__ import annotations

import re

from transcript_fixer.model import Heading, Video

_LABEL_RE = re.compile(r"^【[^】]*】\s*")
_EPISODE_RE = re.compile(r"(?:^|(?<=[\s-]))P(\d{1,6})[：:]\s*")
# A Bilibili video id is BV and ten characters, which tell the site for certain.
_BILIBILI_RE = re.compile(r"(?<!\s)\s+-\s+(BV[0-9A-Za-z]{10})\s*$")
_CHANNEL_RE = re.compile(r"(?<!\s)\s+-\s+([^\s-](?:[^-]|-(?!\s))*)$")


def parse_heading(line: str) -> Heading:
    """Read a title line (or nothing: an empty one).

    >>> heading = parse_heading("# P33：Matthew Gordon - Fighting Climate Change - leosan - BV1qt411g7JH")
    >>> heading.episode, heading.title, heading.channel
    (33, 'Matthew Gordon - Fighting Climate Change', 'leosan')
    >>> heading.video.url
    'https://www.bilibili.com/video/BV1qt411g7JH'

    The channel is told only together with the video: the last part of any other title may be
    anything.

    >>> parse_heading("# Ada Lovelace - Notes - Part 2")
    Heading(text='# Ada Lovelace - Notes - Part 2', title='Ada Lovelace - Notes - Part 2', \
episode=None, channel=None, video=None)
    """
    text = _LABEL_RE.sub("", line.lstrip("#").strip())
    video = channel = episode = None
    if found := _BILIBILI_RE.search(text):
        video = Video("bilibili", found[1], f"https://www.bilibili.com/video/{found[1]}")
        text = text[: found.start()]
        if found := _CHANNEL_RE.search(text):
            channel, text = found[1].strip(), text[: found.start()]
    if found := _EPISODE_RE.search(text):
        episode = int(found[1])
        text = text[found.end() :] or text[: found.start()].rstrip(" -")
    return Heading(line, text.strip() or None, episode, channel, video)
