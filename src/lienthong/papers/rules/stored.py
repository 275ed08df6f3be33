from dataclasses import dataclass


@dataclass(frozen=True)
class StoredFile:
    """A file whose content is on the disk under its hash.

    `sha256` is 64 hexadecimal digits; `size` is in bytes; `media_type` was read from the content;
    `name` is what people see, cleaned, with the suffix of the media type ("" when none was given).
    """

    sha256: str
    size: int
    media_type: str
    name: str = ""
