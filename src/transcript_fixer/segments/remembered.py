"""What a function returned, for those that are asked the same again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_REMEMBERED = 1 << 15

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Remembered(dict[_Key, _Value]):
    """What a function returns, remembered: faster than `lru_cache`, and asked a hundred thousand times."""

    def __init__(self, function: Callable[[_Key], _Value]) -> None:
        super().__init__()
        self.function = function

    def __missing__(self, key: _Key) -> _Value:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[key] = value = self.function(key)
        return value
