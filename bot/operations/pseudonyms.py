"""Who somebody is, without saying who: a keyed hash instead of a chat's or session's own id."""

import secrets
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

KEY_BYTES = 32
DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True, repr=False)
class Pseudonyms:
    """Turns ids of persons into pseudonyms; only who has the key can tell whose one is."""

    key: bytes

    def of(self, channel: str, person: str) -> str:
        """Return 32 hexadecimal digits, the same for the same person on the same channel."""
        return blake2b(f"{channel}\0{person}".encode(), key=self.key, digest_size=DIGEST_BYTES).hexdigest()


def key_from(setting: str, file: Path) -> bytes:
    """Return the key that the setting holds, else that of `file`, which is made at the first start."""
    if setting:
        return blake2b(setting.encode(), digest_size=KEY_BYTES).digest()
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_bytes(secrets.token_bytes(KEY_BYTES))
    return file.read_bytes()
