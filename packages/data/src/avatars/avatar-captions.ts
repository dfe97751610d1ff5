import type { SeededRandom } from '@stackgan/random';

import type { Statement } from '../source/dataset-source.js';
import type { AvatarLexicon } from './avatar-lexicon.js';
import { pick, sayAttributes } from './avatar-phrases.js';
import { sayCaption } from './avatar-sentence.js';
import {
  type AvatarAttribute,
  type AvatarAttributes,
  type AvatarStyle,
  canStandAlone,
  thingsShowing,
  valueOf,
} from './avatar-style.js';

/** Number of captions per image. */
const captionsPerImage = 5;
/** Numbers of attributes that the first caption can state, and the others. */
const firstCounts = [5, 6, 7];
const otherCounts = [1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 7];
/** Relative weight of stating that a thing is absent. */
const absenceWeight = 0.05;

/** A caption and the attributes that it states. */
export interface StatedCaption {
  readonly caption: string;
  readonly statement: Statement;
}

/**
 * Five distinct captions of an image with these visible attributes. The first one states five to
 * seven of them, the others one to seven.
 */
export function avatarCaptions(
  lexicon: AvatarLexicon,
  image: AvatarAttributes,
  random: SeededRandom,
): StatedCaption[] {
  const captions = new Map<string, StatedCaption>();
  const { style } = lexicon;
  const nouns = suitingNouns(style, image);
  while (captions.size < captionsPerImage) {
    const count = pick(captions.size === 0 ? firstCounts : otherCounts, random);
    const chosen = chooseAttributes(style, image, count, random);
    const phrases = sayAttributes(lexicon, image, chosen, random);
    const caption = sayCaption(phrases, nouns, random);
    const statement = Object.assign({}, ...phrases.map(({ states }) => states)) as Statement;
    if (!captions.has(caption)) captions.set(caption, { caption, statement });
  }
  return [...captions.values()];
}

/**
 * Draws by weight the names of `count` attributes that captions can state of the image, together
 * with those they depend on.
 */
function chooseAttributes(
  style: AvatarStyle,
  image: AvatarAttributes,
  count: number,
  random: SeededRandom,
): Set<string> {
  const chosen = new Set<string>();
  const open = style.attributes
    .map((attribute) => ({ attribute, weight: weightOf(attribute, image) }))
    .filter(({ weight }) => weight > 0);
  while (chosen.size < count && open.length > 0) {
    const total = open.reduce((sum, { weight }) => sum + weight, 0);
    let rest = random.uniform() * total;
    const index = Math.max(
      0,
      open.findIndex(({ weight }) => (rest -= weight) < 0),
    );
    const [{ attribute }] = open.splice(index, 1) as [(typeof open)[number]];
    const things = thingsShowing(style, attribute, image);
    const isNamed = things.length === 0 || things.some((thing) => chosen.has(thing));
    const needed = isNamed || canStandAlone(style, attribute, image) ? [] : things.slice(0, 1);
    const added = [attribute.name, ...needed].filter((name) => !chosen.has(name));
    if (chosen.size + added.length > Math.max(count, 2)) continue;
    for (const name of added) chosen.add(name);
  }
  return chosen;
}

/** 0 for attributes that are not visible or have no words. */
function weightOf(attribute: AvatarAttribute, image: AvatarAttributes): number {
  const { name, weight } = attribute;
  if (image[name] === undefined) return 0;
  const { value, phrases, words } = valueOf(attribute, image[name]);
  if (!phrases && !words) return 0;
  return value === 'none' ? weight * absenceWeight : weight;
}

/** Nouns for any person, several times, and those that suit this image. */
function suitingNouns(style: AvatarStyle, image: AvatarAttributes): string[] {
  const suiting = style.nouns.filter(
    ({ of, values, unless = {} }) =>
      values.includes(image[of]!) &&
      Object.entries(unless).every(([name, others]) => !others.includes(image[name]!)),
  );
  return [
    ...['person', 'person', 'person', 'person', 'person', 'someone', 'someone'],
    ...new Set(suiting.flatMap(({ nouns }) => nouns)),
  ];
}
