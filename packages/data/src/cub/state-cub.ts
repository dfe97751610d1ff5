import type { Statement } from '../source/dataset-source.js';

/**
 * Nouns in captions for the parts in the names of CUB's groups. A group without a part belongs to
 * the whole bird.
 */
const nounsOfPart: Readonly<Record<string, readonly string[]>> = {
  bill: ['bill', 'bills', 'beak', 'beaks'],
  wing: ['wing', 'wings'],
  upperparts: ['upperparts'],
  underparts: ['underparts'],
  breast: ['breast', 'breasts', 'chest'],
  back: ['back'],
  tail: ['tail', 'tails', 'tailfeathers', 'rectrices'],
  head: ['head', 'heads'],
  throat: ['throat'],
  eye: ['eye', 'eyes'],
  forehead: ['forehead'],
  nape: ['nape'],
  belly: ['belly', 'abdomen', 'stomach'],
  leg: ['leg', 'legs', 'tarsus', 'tarsi'],
  crown: ['crown'],
};
const wholeBird = ['bird', 'birds'];
const allNouns = new Set([...wholeBird, ...Object.values(nounsOfPart).flat()]);
/** Words that end the phrase of a noun, on either side. */
const borders = new Set([
  'with',
  'has',
  'have',
  'that',
  'which',
  'on',
  'in',
  'of',
  'the',
  'its',
  ',',
  ';',
  '.',
]);
/** Largest distance in words between a value and its noun, as in `brown and white wings`. */
const reach = 3;

/**
 * The attributes that a caption states of a bird: those whose value is at most three words before
 * the noun of its part (`brown wings`, `long pointed bill`), or after the noun and `is` or `are`
 * (`wings are brown`).
 */
export function stateCub(attributes: Readonly<Record<string, string>>, caption: string): Statement {
  const words =
    caption
      .toLowerCase()
      .replaceAll('gray', 'grey')
      .match(/[a-z-]+|[,;.]/g) ?? [];
  const described = new Map<string, string>();
  for (const [at, word] of words.entries()) {
    if (!allNouns.has(word)) continue;
    const before = words.slice(Math.max(0, at - reach), at).reverse();
    const after = ['is', 'are'].includes(words[at + 1] ?? '')
      ? words.slice(at + 2, at + 2 + reach)
      : [];
    const text = `${untilBorder(before).reverse().join(' ')} | ${untilBorder(after).join(' ')}`;
    described.set(word, `${described.get(word) ?? ''} | ${text}`);
  }
  const states = (group: string, value: string): boolean => {
    const part = Object.keys(nounsOfPart).find((name) => group.split(' ').includes(name));
    const nouns = part === undefined ? wholeBird : nounsOfPart[part]!;
    return nouns.some((noun) => ` ${described.get(noun) ?? ''} `.includes(` ${value} `));
  };
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([group, value]) => states(group, value))
      .map(([group, value]) => [group, [value]]),
  );
}

function untilBorder(words: readonly string[]): string[] {
  const end = words.findIndex((word) => borders.has(word) || allNouns.has(word));
  return words.slice(0, end < 0 ? words.length : end);
}
