"""Whether the bag is complete and every file has the hash that the manifests give it, as RFC 8493 asks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from according.export.bag import DECLARATION, DECLARED, INFO, MANIFEST, PAYLOAD, TAG_MANIFEST
from according.export.checking.containers import Container, Refused, iter_chunks, read_whole
from according.export.checking.faults import PackFault, Tally

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_OXUM = re.compile(rb"^Payload-Oxum: (\d+)\.(\d+)$", re.MULTILINE)
_TAGS = (DECLARATION, INFO, MANIFEST)


def bag_faults(container: Container, tally: Tally, hashes: dict[str, str]) -> Iterator[PackFault]:
    """What is missing, was added or is not what the manifests say; the hash of each file that could be read goes into ``hashes``."""
    listed: dict[str, str] = {}
    for manifest in (TAG_MANIFEST, MANIFEST):
        try:
            data = read_whole(container, manifest)
        except Refused as refused:
            yield refused.fault
            continue
        if manifest == TAG_MANIFEST:
            tally.seal = hashlib.sha256(data).hexdigest()
        yield from _read_manifest(manifest, data, listed)
    for path in sorted(container.sizes.keys() - {TAG_MANIFEST}):
        tally.files += 1
        yield from _file_faults(container, path, listed.pop(path, None), hashes)
    for path in listed:
        yield PackFault(path, "is missing: a manifest names it")
    yield from _tag_faults(container)


def _read_manifest(manifest: str, data: bytes, listed: dict[str, str]) -> Iterator[PackFault]:
    named = set()
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
        found = _LINE.fullmatch(line)
        if not found or found[2].startswith(PAYLOAD) != (manifest == MANIFEST) or found[2] in listed:
            yield PackFault(manifest, f"line {number} names no file of the pack by its hash, or one for the second time")
            continue
        listed[found[2]] = found[1]
        named.add(found[2])
    if manifest == TAG_MANIFEST and (left_out := [name for name in _TAGS if name not in named]):
        yield PackFault(manifest, f"does not name {', '.join(left_out)}")


def _file_faults(container: Container, path: str, expected: str | None, hashes: dict[str, str]) -> Iterator[PackFault]:
    if expected is None:
        yield PackFault(path, "is in no manifest: it was added")
    sha256 = hashlib.sha256()
    try:
        for chunk in iter_chunks(container, path):
            sha256.update(chunk)
    except Refused as refused:
        yield refused.fault
        return
    hashes[path] = sha256.hexdigest()
    if expected is not None and hashes[path] != expected:
        yield PackFault(path, f"is altered: its SHA-256 is {hashes[path]}, and the manifest says {expected}")


def _tag_faults(container: Container) -> Iterator[PackFault]:
    try:
        if read_whole(container, DECLARATION) != DECLARED:
            yield PackFault(DECLARATION, "does not say that this is a bag of BagIt 1.0")
        said = _OXUM.search(read_whole(container, INFO))
    except Refused as refused:
        yield refused.fault
        return
    payload = [size for path, size in container.sizes.items() if path.startswith(PAYLOAD)]
    if said is None or (int(said[1]), int(said[2])) != (sum(payload), len(payload)):
        yield PackFault(INFO, f"its Payload-Oxum is not that of the payload, which has {sum(payload)} bytes in {len(payload)} files")
