// Looks for numbers whose SHA-256 (FIPS 180-4) with the challenge begins with so many bits of 0, and tells each it finds.
// In plain script, because the browser's own digest is not there on sites without HTTPS, and slow for short texts.

const primes = [];
for (let number = 2; primes.length < 64; number += 1) if (primes.every((prime) => number % prime)) primes.push(number);
const fraction = (value) => ((value - Math.floor(value)) * 2 ** 32) | 0;
const K = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const START = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
const words = new Int32Array(64);
const block = new Uint8Array(64);
const view = new DataView(block.buffer);

// The first word of the digest of a text of at most 55 bytes that stands in `block`.
function firstWord(length) {
  block.fill(0, length);
  block[length] = 0x80;
  view.setUint32(60, length * 8);
  for (let i = 0; i < 16; i += 1) words[i] = view.getInt32(i * 4);
  for (let i = 16; i < 64; i += 1) {
    const x = words[i - 15];
    const y = words[i - 2];
    const s = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const t = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    words[i] = (words[i - 16] + s + words[i - 7] + t) | 0;
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let i = 0; i < 64; i += 1) {
    const s = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t = (h + s + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const u = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const v = (u + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t) | 0; d = c; c = b; b = a; a = (t + v) | 0;
  }
  return (a + START[0]) >>> 0;
}

function solve(prefix, bits) {
  for (let i = 0; i < prefix.length; i += 1) block[i] = prefix.charCodeAt(i);
  for (let number = 0; ; number += 1) {
    const digits = String(number);
    const length = prefix.length + digits.length;
    for (let i = 0; i < digits.length; i += 1) block[prefix.length + i] = digits.charCodeAt(i);
    if (firstWord(length) < 2 ** (32 - bits)) return number;
  }
}

self.onmessage = ({ data: [challenge, bits, parts] }) => {
  const found = [];
  for (let part = 0; part < parts; part += 1) {
    found.push(solve(`${challenge}:${part}:`, bits));
    self.postMessage(found);
  }
};
