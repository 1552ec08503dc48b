"""What decoding must hold: right, wrong, lying and damaged encodings give text and a word on what was wrong, never a crash."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from according.read.decode import clean, declared_in_markup, decode

TEXTS = {
    "ru": "Армия вошла в город Дарвель утром, сообщил представитель совета. Жители покидают дома, мосты закрыты. Раненых везут в больницу.",
    "uk": "Армія увійшла до міста Дарвель уранці, повідомив речник ради. Мешканці залишають домівки, мости закриті, є поранені.",
    "ar": "دخل الجيش مدينة درويل صباح اليوم، وقال متحدث باسم المجلس إن السكان يغادرون منازلهم وإن الجسور مغلقة ونقل الجرحى إلى المستشفى.",
    "he": "הצבא נכנס לעיר דרוול הבוקר, אמר דובר המועצה. התושבים עוזבים את בתיהם והגשרים סגורים.",
    "fr": "L'armée est entrée à Darvel ce matin, a déclaré le porte-parole. Les blessés ont été transportés à l'hôpital.",
    "de": "Die Armee rückte am Morgen in Darvel ein, sagte ein Sprecher für den Rat. Über hundert Verwundete wurden gebracht.",
    "tr": "Ordu sabah saatlerinde Darvel şehrine girdi, dedi meclis sözcüsü. Yaralılar hastaneye götürüldü, köprüler kapatıldı. Işık yok.",
    "pl": "Armia weszła rano do miasta Darwel, powiedział rzecznik rady. Ranni zostali przewiezieni do szpitala, mosty są zamknięte.",
    "el": "Ο στρατός μπήκε στην πόλη Νταρβέλ το πρωί, είπε ο εκπρόσωπος. Οι τραυματίες μεταφέρθηκαν στο νοσοκομείο.",
    "ja": "軍は今朝、ダルベル市に入ったと評議会の報道官が述べた。住民は家を離れ、橋は閉鎖されている。負傷者は病院に運ばれた。",
    "zh": "军队今天早上进入达维尔市,委员会发言人说。居民正在离开家园,桥梁已关闭。伤员被送往医院。",
    "tw": "軍隊今天早上進入達維爾市,委員會發言人說。居民正在離開家園,橋樑已關閉。",
    "ko": "군대가 오늘 아침 다르벨 시에 진입했다고 의회 대변인이 말했다. 주민들은 집을 떠나고 있으며 다리는 폐쇄되었다.",
    "en": "The army entered Darvel this morning, a spokesman said – “it is calm”.",
}
# language | encoding of the bytes | what is declared (- for nothing) | is the reader warned
LABELLED = """
ru | windows-1251 | windows-1251 | no
ru | windows-1251 | -            | yes
ru | windows-1251 | utf-8        | yes
ru | windows-1251 | iso-8859-1   | yes
ru | windows-1251 | koi8-r       | yes
ru | windows-1251 | cp-1251      | no
ru | windows-1251 | x-cp1251     | no
ru | windows-1251 | win-1251     | no
ru | windows-1251 | nonsense     | yes
ru | koi8-r       | koi8-r       | no
ru | koi8-r       | -            | yes
ru | koi8-r       | windows-1251 | yes
ru | iso8859-5    | iso-8859-5   | no
ru | iso8859-5    | -            | yes
ru | cp866        | cp866        | no
ru | utf-8        | utf-8        | no
ru | utf-8        | -            | no
ru | utf-8        | utf8mb4      | no
ru | utf-8        | windows-1251 | yes
uk | windows-1251 | utf-8        | yes
uk | koi8-u       | koi8-u       | no
ar | windows-1256 | utf-8        | yes
ar | windows-1256 | windows-1256 | no
ar | windows-1256 | -            | yes
ar | windows-1256 | iso-8859-1   | yes
ar | iso8859-6    | iso-8859-6   | no
ar | iso8859-6    | utf-8        | yes
ar | utf-8        | windows-1256 | yes
he | windows-1255 | -            | yes
he | iso8859-8    | iso-8859-8   | no
he | iso8859-8    | iso-8859-8-i | no
he | iso8859-8    | utf-8        | yes
fr | windows-1252 | utf-8        | yes
fr | iso8859-1    | iso-8859-1   | no
fr | iso8859-15   | iso-8859-15  | no
fr | iso8859-1    | -            | yes
fr | utf-8        | iso-8859-1   | yes
de | windows-1252 | utf-8        | yes
tr | windows-1254 | iso-8859-9   | no
tr | windows-1254 | utf-8        | yes
pl | windows-1250 | -            | yes
pl | iso8859-2    | -            | yes
el | windows-1253 | -            | yes
el | iso8859-7    | iso-8859-7   | no
ja | shift_jis    | shift_jis    | no
ja | shift_jis    | x-sjis       | no
ja | shift_jis    | -            | yes
ja | euc_jp       | euc-jp       | no
ja | euc_jp       | -            | yes
ja | iso2022_jp   | iso-2022-jp  | no
ja | iso2022_jp   | -            | no
zh | gb18030      | gb2312       | no
zh | gb18030      | utf-8        | yes
zh | gb18030      | -            | yes
tw | big5         | big5         | no
tw | big5         | -            | yes
ko | euc_kr       | euc-kr       | no
ko | euc_kr       | -            | yes
en | windows-1252 | utf-8        | yes
en | utf-8        | utf-16       | yes
en | utf-8        | utf-7        | yes
en | utf-8        | base64       | no
en | utf-8        | idna         | no
en | utf-16       | -            | no
en | utf-16       | utf-8        | no
en | utf-16-le    | -            | no
en | utf-16-be    | utf-8        | no
ru | utf-16       | -            | no
ru | utf-16-le    | -            | no
ru | utf-16-le    | utf-16       | no
ar | utf-16-be    | utf-16be     | no
he | utf-16-be    | -            | no
zh | utf-16-le    | utf-16le     | no
en | utf-32       | -            | no
en | utf-32-le    | -            | no
ru | utf-32-be    | utf-32be     | no
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in LABELLED.strip().splitlines()]


@pytest.mark.parametrize(("language", "encoding", "declared", "warned"), ROWS)
def test_every_encoding_is_read_whatever_is_declared(language: str, encoding: str, declared: str, warned: str) -> None:
    """The text comes out as it was written; a lying or missing declaration is told."""
    written = TEXTS[language]
    text, problems = decode(written.encode(encoding), None if declared == "-" else declared)
    assert text == written
    assert bool(problems) is (warned == "yes"), problems


@pytest.mark.parametrize(("language", "encoding"), sorted({(row[0], row[1]) for row in ROWS if row[1] != "iso2022_jp"}))
def test_markup_around_the_text_does_not_hide_its_encoding(language: str, encoding: str) -> None:
    """The ASCII of tags and scripts says nothing of the encoding."""
    page = f"<html><head><title>News</title><meta name=x></head><body><div class='a'><p>{TEXTS[language]}</p></div></body></html>"
    assert decode(page.encode(encoding))[0] == page


@pytest.mark.parametrize("first", ["The bridge is closed.\n" * 20_000, ""])
def test_a_few_damaged_bytes_leave_the_rest_as_it_is(first: str) -> None:
    """Damage in UTF-8 costs the damaged characters and no others, wherever it stands."""
    whole = first + TEXTS["ru"]
    data = whole.encode().replace("город".encode(), b"\xd0\xff\xd1\x80\xd0\xbe\xd0\xb4")
    text, problems = decode(data, "utf-8")
    assert text.replace("\ufffd", "") == whole.replace("город", "род")
    assert problems == ("2 sequences of bytes are not utf-8; replaced by U+FFFD",)


def test_passages_in_two_encodings_keep_the_one_that_can_be_told() -> None:
    """Half UTF-8, half Windows-1251: the UTF-8 half stays readable, the loss is counted."""
    text, problems = decode(TEXTS["ru"].encode() + b"\n" + TEXTS["uk"].encode("cp1251"))
    assert text.startswith(TEXTS["ru"])
    assert "replaced by U+FFFD" in problems[0]


@pytest.mark.parametrize(
    ("data", "text", "problems"),
    [
        (b"", "", ()),
        (b"a", "a", ()),
        (b"\xef\xbb\xbf", "", ()),
        (b"\xff\xfe", "", ()),
        (b"\xfe\xff", "", ()),
        (b"\xff\xfe\x00\x00", "", ()),
        (b"\xef\xbb\xbfx\xff", "x\ufffd", ("1 sequence of bytes is not utf-8; replaced by U+FFFD",)),
        (b"\xff\xfea", "\ufffd", ("1 sequence of bytes is not utf-16-le; replaced by U+FFFD",)),
        (b"\x00", "\ufffd", ("1 NUL character replaced by U+FFFD",)),
        (b"a\0b\0c", "a\ufffdb\ufffdc", ("2 NUL characters replaced by U+FFFD",)),
        (b"caf\xe9", "café", ("encoding not declared; read as cp1252",)),
        (b"\xe9", "é", ("encoding not declared; read as cp1252",)),
        (b"\x80", "€", ("encoding not declared; read as cp1252",)),
        (b"joy \xed\xa0\xbd\xed\xb8\x80!", "joy 😀!", ("1 character encoded as surrogate pairs (CESU-8); joined",)),
        (
            b"lone \xed\xa0\xbd half " + "дом ".encode(),
            "lone \ufffd\ufffd\ufffd half дом ",
            ("3 sequences of bytes are not utf-8; replaced by U+FFFD",),
        ),
        ("\ufffd stands here \u200fשלום".encode(), "\ufffd stands here \u200fשלום", ()),
        (b"\x0e\x0f\x1b$Babc", "\x0e\x0f\x1b$Babc", ()),
    ],
)
def test_odd_bytes_become_text_with_a_word_on_what_was_odd(data: bytes, text: str, problems: tuple[str, ...]) -> None:
    """Empty, tiny, marked, damaged: the text is what can be read, the problems say what could not."""
    assert decode(data) == (text, problems)


def test_declared_japanese_that_is_none_is_read_with_a_loss_told() -> None:
    """An escape-based encoding is believed, since its bytes are ASCII and show nothing; what does not fit is replaced."""
    assert decode(b"abc\xff", "iso-2022-jp") == ("abc\ufffd", ("1 sequence of bytes is not iso2022_jp; replaced by U+FFFD",))


@pytest.mark.parametrize(
    ("markup", "declared"),
    [
        (b'<meta charset="windows-1251">', "windows-1251"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>", "koi8-r"),
        (b'<?xml version="1.0" encoding="UTF-16"?>', "UTF-16"),
        (b"<META CHARSET = utf-8 >", "utf-8"),
        (b"<p>the charset=latin1 of old</p>", None),
        (b" " * 5000 + b'<meta charset="utf-8">', None),
        (b"", None),
    ],
)
def test_the_encoding_that_markup_names_is_found(markup: bytes, declared: str | None) -> None:
    """In its first 4 KiB, in a meta element or the XML declaration, and nowhere else."""
    assert declared_in_markup(markup) == declared


def test_characters_that_no_store_keeps_are_replaced_one_for_one() -> None:
    """NULs and lone surrogates become U+FFFD, so that offsets stay."""
    text, problems = clean("a\0b\ud800c\udfffd")
    assert text == "a\ufffdb\ufffdc\ufffdd"
    assert problems == ("1 NUL character replaced by U+FFFD", "2 lone surrogates replaced by U+FFFD")


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\ufeff"), max_size=60))
def test_utf8_is_kept_to_the_letter(text: str) -> None:
    """Whatever is valid UTF-8 comes out unaltered, right-to-left marks and line ends included."""
    if "\x1b$" not in text:
        assert decode(text.encode())[0] == text


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "latin-1", "utf-16", "shift_jis", "koi8-r", "hz", "x\0", ""]))
def test_any_bytes_become_text_that_a_store_can_keep(data: bytes, declared: str | None) -> None:
    """No bytes crash, the result is storable, and the same bytes give the same text."""
    text, problems = decode(data, declared)
    assert "\0" not in text
    assert text.encode("utf-8").decode("utf-8") == text
    assert decode(data, declared) == (text, problems)
