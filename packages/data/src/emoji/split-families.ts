import type { SeededRandom } from '@stackgan/random';

/**
 * The families that make up the test part: taken in random order as long as they fit into
 * `fraction` of all members, so that families stay whole and the part comes close to its size.
 */
export function splitFamilies(
  familyOfEach: readonly string[],
  fraction: number,
  random: SeededRandom,
): Set<string> {
  const sizes = new Map<string, number>();
  for (const family of familyOfEach) sizes.set(family, (sizes.get(family) ?? 0) + 1);
  const chosen = new Set<string>();
  let room = Math.round(familyOfEach.length * fraction);
  for (const family of random.shuffle([...sizes.keys()])) {
    const size = sizes.get(family)!;
    if (size > room) continue;
    room -= size;
    chosen.add(family);
  }
  return chosen;
}
