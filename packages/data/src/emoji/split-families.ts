import type { SeededRandom } from '@stackgan/random';

/**
 * Picks the families of the test split, in random order as long as they fit into `fraction` of all
 * members: families are not divided, and the split comes close to its size.
 */
export function splitFamilies(
  familyOfEach: readonly string[],
  fraction: number,
  random: SeededRandom,
): Set<string> {
  const sizes = new Map<string, number>();
  for (const family of familyOfEach) sizes.set(family, (sizes.get(family) ?? 0) + 1);
  const chosen = new Set<string>();
  let remaining = Math.round(familyOfEach.length * fraction);
  for (const family of random.shuffle([...sizes.keys()])) {
    const size = sizes.get(family)!;
    if (size > remaining) continue;
    remaining -= size;
    chosen.add(family);
  }
  return chosen;
}
