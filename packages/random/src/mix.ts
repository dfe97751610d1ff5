/** Hashes words and a label into 32 bits (murmur3 rounds), beginning from `start`. */
function absorb(words: readonly number[], label: string, start: number): number {
  let hash = start ^ label.length;
  for (const word of [...words, ...Array.from(label, (character) => character.codePointAt(0)!)]) {
    hash = Math.imul(hash ^ word, 0xcc9e2d51);
    hash = (hash << 15) | (hash >>> 17);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  return hash;
}

/** Murmur3 finaliser: every bit of the result depends on every bit of `word`. */
function finalize(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/**
 * Four generator words from some words and a label: neighbouring seeds and labels give unrelated
 * generators. Two separate hashes, so that 64 bits of what was absorbed are kept.
 */
export function mixWords(words: readonly number[], label: string): number[] {
  const mixed = [0x243f6a88, 0x13198a2e].flatMap((start) => {
    const hash = absorb(words, label, start);
    return [finalize(hash + 0x9e3779b9), finalize(hash + 0x3c6ef372)];
  });
  // The all-zero state is the one that the generator never leaves.
  return mixed.every((word) => word === 0) ? [1, 0, 0, 0] : mixed;
}
