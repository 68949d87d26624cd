"""AES-128 in counter mode (FIPS 197, SP 800-38A), only to speak to an sshd in a laboratory.

Slow and open to timing: never for a secret. It is here so that the corpus needs nothing beyond Python's own library.
"""


def _tables():
    sbox, p, q = [0] * 256, 1, 1
    while True:
        p ^= (p << 1) ^ (0x11B if p & 0x80 else 0)
        p &= 0xFF
        for shift in (1, 2, 4):
            q ^= q << shift
        q &= 0xFF
        if q & 0x80:
            q ^= 0x09
        x = q ^ (q << 1 | q >> 7) ^ (q << 2 | q >> 6) ^ (q << 3 | q >> 5) ^ (q << 4 | q >> 4)
        sbox[p] = (x & 0xFF) ^ 0x63
        if p == 1:
            break
    sbox[0] = 0x63
    return sbox


_SBOX = _tables()


def _double(b):
    return ((b << 1) ^ 0x1B) & 0xFF if b & 0x80 else b << 1


class Aes128Ctr:
    """One direction of an aes128-ctr stream; call it with the next bytes, any number of them."""

    def __init__(self, key, counter):
        words, rcon = [list(key[i:i + 4]) for i in range(0, 16, 4)], 1
        for i in range(4, 44):
            w = list(words[i - 1])
            if i % 4 == 0:
                w = [_SBOX[b] for b in w[1:] + w[:1]]
                w[0] ^= rcon
                rcon = _double(rcon)
            words.append([a ^ b for a, b in zip(w, words[i - 4])])
        self._keys = [sum(words[i:i + 4], []) for i in range(0, 44, 4)]
        self._counter = int.from_bytes(counter, "big")
        self._left = b""

    def _block(self, block):
        state = [a ^ b for a, b in zip(block, self._keys[0])]
        for number in range(1, 11):
            state = [_SBOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
            if number < 10:
                mixed = []
                for c in range(0, 16, 4):
                    a = state[c:c + 4]
                    every = a[0] ^ a[1] ^ a[2] ^ a[3]
                    mixed += [a[i] ^ every ^ _double(a[i] ^ a[(i + 1) % 4]) for i in range(4)]
                state = mixed
            state = [a ^ b for a, b in zip(state, self._keys[number])]
        return bytes(state)

    def __call__(self, data):
        while len(self._left) < len(data):
            self._left += self._block(self._counter.to_bytes(16, "big"))
            self._counter = (self._counter + 1) % (1 << 128)
        out = bytes(a ^ b for a, b in zip(data, self._left))
        self._left = self._left[len(data):]
        return out
