/**
 * The seed of one layer's initial weights, a positive 32-bit integer made from a network's `seed`
 * and the layer's `name` (FNV-1a), so that layers of equal shape start with different weights.
 */
export function layerSeed(seed: number, name: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${name}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0) + 1; // for tfjs, seed 0 means "no seed"
}
