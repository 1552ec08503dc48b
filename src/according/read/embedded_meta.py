"""Embedded posts of Facebook and Instagram: their embed codes in many languages, frames and bare addresses."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from lxml.html import HtmlElement

from according.read.dates import parse_stated
from according.read.draft import Stated
from according.read.embed import Embed, bare_embed, frame_address, lines_of, links_of, marked_time, split_address, unmarked

_FACEBOOK_HOST = re.compile(r"(?:^|\.)(?:facebook\.com|fb\.watch|fb\.com)$", re.IGNORECASE)
_FACEBOOK_PATH = re.compile(
    r"/(?:posts|videos|photos|reel|reels|permalink|share)/[\w.:-]+|/(?:permalink|story|photo|video)\.php$|/(?:photo|watch)/?$|/share/[prv]/\w+"
)
_FACEBOOK_NUMBER = re.compile(r"(?:^|&)(?:story_fbid|fbid|v)=\w+")
_NO_PAGE = frozenset({"groups", "watch", "reel", "reels", "share", "photo", "story", "people", "pg", "media"})
_WRITTEN_BY = re.compile(
    r"(?:Posted by|Post by|Publiée? par|Gepostet von|Publicad[oa] por|Pubblicato da|Geplaatst door|Опубликовано|Dodany przez"
    r"|تم النشر بواسطة)"
    r"\s+(?P<author>.{1,80}?)\s+(?:on|le|am|el|il|op|em|su|dnia)\s"
)
_PERMALINK = re.compile(r"(?:instagram\.com|instagr\.am)/(?:[\w.]+/)?(?P<kind>p|reels?|tv)/(?P<code>[\w-]+)", re.IGNORECASE)
_SHARED_BY = re.compile(r"(?P<author>[^@]{0,120}?)\s*[(（]\s*@(?P<handle>[\w.]{1,30})\s*[)）](?P<rest>.{0,120})$")
_LEAD = re.compile(
    r"^\s*(?:A (?:post|photo|video|reel) (?:shared|posted) by|(?:Ein|Eine) (?:Beitrag|Foto|Video)?\s*(?:geteilt|gepostet)? ?von"
    r"|(?:Una|Un) (?:publicación|foto|video|vídeo) (?:compartida|compartido|publicada|publicado) (?:por|de)"
    r"|Une (?:publication|photo|vidéo) (?:partagée|publiée) par|Un post condiviso da"
    r"|(?:Uma|Um) (?:publicação|post|foto|vídeo) (?:com)?partilhad[oa] por|(?:Uma|Um) (?:publicação|post|foto|vídeo) compartilhad[oa] por"
    r"|Een bericht gedeeld door|Публикация от|Допис, поширений|Post udostępniony przez(?: użytkownika)?|Příspěvek sdílený"
    r"|Ett inlägg delat av|Et opslag delt af|Et innlegg delt av|Η δημοσίευση κοινοποιήθηκε από (?:το χρήστη|τον χρήστη)"
    r"|O postare distribuită de|Sebuah kiriman dibagikan oleh|(?:تمت مشاركة منشور|منشور تمت مشاركته) بواسطة|פוסט משותף על ידי)\s*",
    re.IGNORECASE,
)
_SHORTEST_CODE = 5
_LONGEST_NOTICE = 80


def facebook_post(element: HtmlElement) -> Embed | None:
    """The post or video of Facebook's embed code; None for its plugins that show a page, a button or comments."""
    if "fb-page" in " ".join((above.get("class") or "") for above in element.iterancestors()).split():
        return None
    links = links_of(element)
    cited = [part.get("cite") or "" for part in element.iter("blockquote")]
    url = next((link for link in (element.get("data-href") or "", *cited, *(href for href, _ in links)) if is_facebook_post(link)), None)
    if url is None:
        return None
    lines = lines_of(element)
    at = _signed_line(lines, links)
    shown = "\n".join(lines)
    words = "\n".join(lines if at is None else lines[:at])
    signature = "" if at is None else lines[at]
    stated = _facebook_date(signature, links) if signature else None
    clock = None if stated else marked_time(element)
    by_clock = parse_stated(clock) if clock else None
    return Embed(
        shown=shown or url,
        words=len(words) or len(shown or url),
        platform="facebook",
        author=_facebook_author(signature, links),
        handle=_page_name(url),
        url=url,
        published=stated or by_clock,
        published_how="text" if stated else "page" if by_clock else None,
        bare=not shown or shown == url,
    )


def is_facebook_post(address: str) -> bool:
    """Whether an address leads to one post, photo or video, not to a page, a profile or a button."""
    parts = split_address(address)
    if not _FACEBOOK_HOST.search(parts.hostname or "") or "/plugins/" in parts.path:
        return False
    if (parts.hostname or "").lower() == "fb.watch":
        return len(parts.path) > 1
    needs_number = parts.path.endswith(".php") or parts.path.rstrip("/").endswith(("/photo", "/watch"))
    return bool(_FACEBOOK_PATH.search(parts.path)) and (not needs_number or bool(_FACEBOOK_NUMBER.search(parts.query)))


def framed_facebook(element: HtmlElement) -> Embed | None:
    """The post that Facebook's plugin shows in a frame."""
    parts = split_address(
        next((v for n in ("src", "data-src", "data-lazy-src") if "facebook.com/plugins/" in (v := element.get(n) or "")), "")
    )
    href = parse_qs(parts.query).get("href", [""])[0]
    shows_post = parts.path.endswith(("/post.php", "/video.php")) and is_facebook_post(href)
    return bare_embed(href, "facebook", _page_name(href)) if shows_post else None


def _signed_line(lines: list[str], links: list[tuple[str, str]]) -> int | None:
    """The line that names the author and the day: the last one, if it links to the post or says in words that it was posted."""
    if not lines:
        return None
    last = len(lines) - 1
    dated = any(text and text in lines[last] and text != lines[last] and is_facebook_post(href) for href, text in links)
    return last if dated or _WRITTEN_BY.match(lines[last]) else None


def _facebook_author(signature: str, links: list[tuple[str, str]]) -> str | None:
    pages = [text for href, text in links if text and text in signature and _is_page(href)]
    written = _WRITTEN_BY.match(signature)
    return pages[-1] if pages else unmarked(written["author"]) if written else None


def _is_page(address: str) -> bool:
    parts = split_address(address)
    return bool(_FACEBOOK_HOST.search(parts.hostname or "")) and not is_facebook_post(address) and "/hashtag/" not in parts.path


def _facebook_date(signature: str, links: list[tuple[str, str]]) -> Stated | None:
    written = [text for href, text in links if text and is_facebook_post(href) and signature.endswith(text)]
    return parse_stated(written[-1]) if written else None


def _page_name(url: str) -> str | None:
    """The page's name in the address of its post, None where a number stands for it."""
    parts = [part for part in split_address(url).path.split("/") if part]
    named = len(parts) > 1 and parts[0] not in _NO_PAGE and not parts[0].isdigit() and "." not in parts[0][-4:]
    return parts[0] if named else None


def instagram_post(element: HtmlElement) -> Embed | None:
    """The post of Instagram's embed code, with the caption where the code holds it."""
    links = links_of(element)
    code = element.get("data-shortcode") or ""
    given = [element.get("data-instgrm-permalink") or "", *(href for href, _ in links)]
    url = f"https://www.instagram.com/p/{code}/" if code else next((own for link in given if (own := _instagram_address(link))), None)
    if url is None:
        return None
    notices = {text for href, text in links if "Instagram" in text and len(text) <= _LONGEST_NOTICE and _instagram_address(href)}
    lines = [line for line in lines_of(element) if line not in notices]
    by = _shared_by(lines[-1]) if lines else None
    words = "\n".join(lines[:-1] if by else lines)
    shown = "\n".join(lines) or url
    published, how = _instagram_date(by["rest"] if by else "", marked_time(element))
    return Embed(
        shown=shown,
        words=len(words) or len(shown),
        platform="instagram",
        author=unmarked(_LEAD.sub("", by["author"])) or None if by else None,
        handle=by["handle"] if by else None,
        url=url,
        published=published,
        published_how=how,
        bare=not lines or shown.rstrip("/") == url.rstrip("/"),
    )


def _shared_by(line: str) -> re.Match[str] | None:
    """The signature that a line is; a caption's last words may name somebody too, and end with a mark (``Thanks (@bob)!``)."""
    found = _SHARED_BY.fullmatch(line)
    return found if found and (not found["rest"].strip() or any(map(str.isalnum, found["rest"]))) else None


def framed_instagram(element: HtmlElement) -> Embed | None:
    """The post that a frame of Instagram shows."""
    source = frame_address(element) if element.tag == "iframe" else ""
    return addressed_instagram(source) if "/embed" in source else None


def addressed_instagram(address: str) -> Embed | None:
    """The post to which an address leads."""
    url = _instagram_address(address)
    return bare_embed(url, "instagram") if url else None


def _instagram_address(address: str) -> str | None:
    found = _PERMALINK.search(address)
    long_enough = found is not None and len(found["code"]) >= _SHORTEST_CODE
    return f"https://www.instagram.com/{found['kind'].lower()}/{found['code']}/" if found and long_enough else None


def _instagram_date(written: str, clock: str | None) -> tuple[Stated | None, str | None]:
    rest = written.strip()
    for value, how in ((rest, "text"), (rest.partition(" ")[2], "text"), (clock or "", "page")):
        if stated := parse_stated(value):
            return stated, how
    return None, None
