/** Length of the vector that counts words and pairs of words. */
export const wordPairDimension = 512;

/** Each word or pair adds to this many numbers: two that collide in one seldom collide in all. */
const COUNTED_IN = 4;
/**
 * The amount that each adds. Captions of ten to thirty words then have a mean square of 0.3 to 1,
 * near the 1 of the sentence encoder's numbers.
 */
const AMOUNT = 1.5;
const START = '<';
const END = '>';

/**
 * Counts the words of a caption and its pairs of neighbouring words, such as "red hoodie", in `row`
 * [512], by the signed hashing of Weinberger et al. 2009 (https://arxiv.org/abs/0902.2206): it
 * needs no vocabulary, and collisions cancel on average. A sentence embedding hardly shows which
 * word belongs to which; the pairs tell a red hoodie and black hair from a black hoodie and red
 * hair. Case and the characters between words do not count.
 */
export function countWordPairs(caption: string, row: Float32Array): void {
  const words = [START, ...(caption.normalize('NFKC').toLowerCase().match(word) ?? []), END];
  for (const [i, each] of words.entries()) {
    count(each, row);
    const next = words[i + 1];
    if (next !== undefined) count(`${each} ${next}`, row);
  }
}

const word = /[\p{L}\p{N}'-]+/gu;

function count(text: string, row: Float32Array): void {
  for (let seed = 0; seed < COUNTED_IN; seed++) {
    const bits = hash(text, seed);
    row[(bits >>> 1) % row.length]! += bits & 1 ? AMOUNT : -AMOUNT;
  }
}

/** 32-bit FNV-1a hash of UTF-16 units, started by the seed, with the finaliser of MurmurHash3. */
function hash(text: string, seed: number): number {
  let bits = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b9);
  for (let i = 0; i < text.length; i++) {
    bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  }
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
