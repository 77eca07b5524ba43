"""The ways in which files lose their encoding, for tests that undo them."""

UNDEFINED = b"\x81\x8d\x8f\x90\x9d"  # the bytes to which Windows-1252 gives no character
MODES = ("lossless", "lost", "lost_nbsp", "fffd", "twice")


def _as_windows_1252(byte: int) -> str:
    return chr(byte) if byte in UNDEFINED else bytes([byte]).decode("windows-1252")


def damage(text: str, mode: str) -> str:
    """`text` after its UTF-8 was read as Windows-1252; all but two modes lose bytes on the way.

    `lost` drops undefined bytes and soft hyphens, `lost_nbsp` also makes spaces of hard
    ones, `fffd` shows undefined bytes as U+FFFD, `twice` is `lossless` done again.
    """
    if mode == "twice":
        return damage(damage(text, "lossless"), "lossless")
    out = []
    for byte in text.encode("utf-8", "surrogatepass"):
        lost = byte in UNDEFINED
        if mode in ("lost", "lost_nbsp") and (lost or byte == 0xAD):
            continue
        if mode == "fffd" and lost:
            out.append("\ufffd")
        elif mode == "lost_nbsp" and byte == 0xA0:
            out.append(" ")
        else:
            out.append(_as_windows_1252(byte))
    return "".join(out)
