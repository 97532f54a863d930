"""Order of Chinese names by sound, stored as a plain key: the database has no Chinese collation."""

from pypinyin import Style, lazy_pinyin


def pinyin_key(text: str) -> str:
    """``思茅区`` → ``si1 mao2 qu1``: sorts as a reader expects; other characters stay."""
    return " ".join(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)).lower()


def plain_pinyin(text: str) -> list[str]:
    """``思茅区`` → ``["si", "mao", "qu"]``: as people type it, without tones."""
    return [syllable.lower() for syllable in lazy_pinyin(text, v_to_u=False)]
