"""Passwords of the admin room: how they are kept (argon2id, RFC 9106) and which are too weak.

Length and a list of the commonest, no rule about kinds of characters: NIST SP 800-63B, section 3.1.1.2.
"""

import asyncio
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

MIN_LENGTH = 10
AT_ONCE = 2
"""How many are hashed side by side; each takes 64 MiB for a moment."""
_COMMONEST = """
0000000000 0123456789 0123456789a 0909090909 0987654321 1111111111 1122334455 1212121212 1234554321 1234567890
12345678900 12345678901 123456789010 1234567890a 1234567891 12345678910 123456789a 123456789abc 1q2w3e4r5t
1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc 6666666666 8888888888 9876543210 9999999999 a123456789 a1234567890
aa123456789 abc1234567 abc123456789 abcd123456 abcd12345678 abcdefghij admin12345 admin123456 administrator
anhyeuem123 anhyeuemnhieu asdfghjkl1 asdfghjkl123 baobinh123 emyeuanh123 familyforever hoimotcua1 hoimotcua123
iloveyou12 iloveyou123 khongbiet123 khongcopass kontum1234 kontum2025 kontum2026 matkhau123 matkhau1234
matkhau12345 matkhau@123 motcua1234 motcua12345 p@ssw0rd123 passw0rd123 password01 password12 password123
password1234 password@123 q1w2e3r4t5 qazwsxedcrfv quangngai123 quantri123 quantrivien qwerty1234 qwerty12345
qwerty123456 qwertyuiop qwertyuiop123 thanhcong123 toilatoi123 vietnam123 vietnam1234 welcome123 welcome1234
yeuanhmaimai yeuemmaimai zaq12wsxcde3 zxcvbnm123
"""
_COMMON = frozenset(_COMMONEST.split())


def weakness(name: str, password: str) -> str:
    """Say why `password` is too weak for the account `name`, "" if it is not."""
    plain = _typed(password).decode(errors="replace").casefold()
    if len(plain) < MIN_LENGTH:
        return f"Mật khẩu cần ít nhất {MIN_LENGTH} ký tự. Anh/chị ghép vài từ dễ nhớ lại cho dài."
    if plain == name.casefold():
        return "Mật khẩu trùng với tên đăng nhập. Anh/chị chọn mật khẩu khác."
    if plain in _COMMON:
        return "Mật khẩu này nhiều người dùng nên dễ bị đoán. Anh/chị chọn mật khẩu khác."
    return ""


class Passwords:
    """Hashes and compares off the event loop, a few at once."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._few = asyncio.Semaphore(AT_ONCE)

    async def hashed(self, password: str) -> str:
        """Return what may be stored: salt, parameters and hash in one text."""
        async with self._few:
            return await asyncio.to_thread(self._hasher.hash, _typed(password))

    async def match(self, password: str, stored: str | None) -> bool:
        """Say whether `password` is the stored one; without one, work as long all the same and say no."""
        if stored is None:
            await self.hashed(password)
            return False
        async with self._few:
            return await asyncio.to_thread(self._verify, stored, _typed(password))

    def outdated(self, stored: str) -> bool:
        """Say whether `stored` was made with other parameters than those of today."""
        return self._hasher.check_needs_rehash(stored)

    def _verify(self, stored: str, password: bytes) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except VerificationError:
            return False


def _typed(password: str) -> bytes:
    """Return the same bytes for the same letters, however a keyboard composes accents."""
    return normalize("NFKC", password).encode(errors="surrogatepass")
