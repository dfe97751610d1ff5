import type { SeededRandom } from '@stackgan/random';

import { type AvatarAttributes, type AvatarStyle, attributeOf } from './avatar-style.js';

/** Values of two attributes that occur together in the test split only. */
export type Combination = readonly (readonly [attribute: string, value: string])[];

/**
 * Combinations for the test split. For each pair of attributes in `heldOut`, every value of the one
 * with more values is combined with one value of the other, each used about equally often. So
 * training shows every value, together with nearly all values of the other attribute.
 */
export function heldOutCombinations(style: AvatarStyle, random: SeededRandom): Combination[] {
  return style.heldOut.flatMap((names) => {
    const lists = names.map((name) => random.fork(name).shuffle(presentValues(style, name)));
    const [long, short] = lists[0]!.length >= lists[1]!.length ? [0, 1] : [1, 0];
    return lists[long]!.map((value, index): Combination => {
      const other = lists[short]![index % lists[short]!.length]!;
      return [
        [names[long]!, value],
        [names[short]!, other],
      ];
    }).filter((combination) => canBeSeen(style, combination));
  });
}

const presentValues = (style: AvatarStyle, name: string): string[] =>
  attributeOf(style, name)
    .values.map(({ value }) => value)
    .filter((value) => value !== 'none');

/** Whether neither value hides the other's attribute, as a hat hides the hair colour. */
function canBeSeen(style: AvatarStyle, combination: Combination): boolean {
  const hidden = combination.flatMap(
    ([name, value]) =>
      attributeOf(style, name).values.find((one) => one.value === value)!.hides ?? [],
  );
  return combination.every(([name]) => !hidden.includes(name));
}

/** Whether an image with these visible attributes shows one of the combinations. */
export function showsAny(
  attributes: AvatarAttributes,
  combinations: readonly Combination[],
): boolean {
  return combinations.some((pairs) => pairs.every(([name, value]) => attributes[name] === value));
}
