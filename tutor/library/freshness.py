"""Whether an index still says what the notes say."""

from dataclasses import dataclass
from hashlib import sha256

from tutor.library.manifest import Manifest, Source
from tutor.notes.folder import FoundFile, Listing, read_note

# A file written within this time before it was read may be written again within the same tick of its clock.
_RACY_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Freshness:
    """What has changed since an index was built, by file.

    Attributes:
        unchanged: its source, and the file as it is now.
        changed: files to be read again.
        added: files that the index does not know.
        removed: files that are gone.
    """

    unchanged: tuple[tuple[Source, FoundFile], ...]
    changed: tuple[FoundFile, ...]
    added: tuple[FoundFile, ...]
    removed: tuple[str, ...]

    @property
    def is_fresh(self) -> bool:
        """Whether nothing has changed."""
        return not (self.changed or self.added or self.removed)


def compare(manifest: Manifest | None, listing: Listing) -> Freshness:
    """Return how the files of now differ from those that an index was built from; None knows no file.

    Size, time and inode tell an untouched file; any other is read and told by its SHA-256. So is one that could not be
    read, for a change of its permissions changes none of the three.
    """
    known = {source.file: source for source in manifest.sources} if manifest else {}
    built = manifest.built_ns if manifest else 0
    unchanged: list[tuple[Source, FoundFile]] = []
    changed: list[FoundFile] = []
    added: list[FoundFile] = []
    for found in listing.files:
        source = known.pop(found.file, None)
        if source is None:
            added.append(found)
        elif _is_untouched(source, found, built) or _has_same_bytes(source, found):
            unchanged.append((source, found))
        else:
            changed.append(found)
    return Freshness(tuple(unchanged), tuple(changed), tuple(added), tuple(known))


def _is_untouched(source: Source, found: FoundFile, built_ns: int) -> bool:
    then, now = (source.size, source.mtime_ns, source.inode), (found.size, found.mtime_ns, found.inode)
    return then == now and found.mtime_ns < built_ns - _RACY_NS and bool(source.sha256)


def _has_same_bytes(source: Source, found: FoundFile) -> bool:
    if source.size != found.size:
        return False
    try:
        return sha256(read_note(found)[0]).hexdigest() == source.sha256
    except (OSError, ValueError):
        return not source.sha256  # it could not be read then either
