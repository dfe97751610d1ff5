/** Hashes words and a label into 32 bits (MurmurHash3 rounds), starting from `start`. */
function absorb(words: readonly number[], label: string, start: number): number {
  let hash = start ^ label.length;
  for (const word of [...words, ...Array.from(label, (character) => character.codePointAt(0)!)]) {
    hash = Math.imul(hash ^ word, 0xcc9e2d51);
    hash = (hash << 15) | (hash >>> 17);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  return hash;
}

/** MurmurHash3 finaliser: every bit of the result depends on every bit of `word`. */
function finalize(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/**
 * Derives the generator's four words from some words and a label, so that neighbouring seeds and
 * labels give unrelated generators. It uses two separate hashes to keep 64 bits of the input.
 */
export function mixWords(words: readonly number[], label: string): number[] {
  const mixed = [0x243f6a88, 0x13198a2e].flatMap((start) => {
    const hash = absorb(words, label, start);
    return [finalize(hash + 0x9e3779b9), finalize(hash + 0x3c6ef372)];
  });
  // From the all-zero state the generator would return zeros for ever.
  return mixed.every((word) => word === 0) ? [1, 0, 0, 0] : mixed;
}
