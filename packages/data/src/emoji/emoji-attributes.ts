import type { Statement } from '../source/dataset-source.js';
import type { Emoji } from './read-emoji.js';

/** Words of a name that tell whom it shows, in this order. */
const FIGURES = ['woman', 'man', 'girl', 'boy', 'person'] as const;
/** Hair that a name tells, of people alone. */
const HAIR = /: (red|curly|white|blond) hair$|: (bald)$/u;

/**
 * What an emoji shows, as far as its name and its colours tell: its kind (Unicode's subgroup), the
 * skin of people and hands, the colour of other things if one dominates, the figure and its hair.
 */
export function emojiAttributes(
  emoji: Emoji,
  colour: string | undefined,
): Readonly<Record<string, string>> {
  const { label, subgroupName, tone, toned } = emoji;
  const figure = FIGURES.find((word) => new RegExp(`\\b${word}\\b`, 'u').test(label));
  const hair = HAIR.exec(label);
  return {
    kind: subgroupName,
    ...(toned && { skin: tone ?? 'yellow' }),
    ...(colour !== undefined && { colour }),
    ...(figure !== undefined && { figure }),
    ...(hair !== null && { hair: hair[1] ?? hair[2]! }),
  };
}

/**
 * What a caption of an emoji states. All name the thing, and so its kind, figure and hair; skin and
 * colour are stated where the word is there.
 */
export function emojiStatement(
  caption: string,
  attributes: Readonly<Record<string, string>>,
): Statement {
  const isStated = (name: string, value: string): boolean =>
    (name !== 'skin' && name !== 'colour') ||
    new RegExp(` ${value}(?![a-z])`, 'u').test(spaced(caption));
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      isStated(name, value) ? [[name, [value]]] : [],
    ),
  );
}

/** A space before each word; `light` is not found in `medium-light`, `green` not in `greenhouse`. */
const spaced = (caption: string): string => ` ${caption.replaceAll(/[^\w-]+/gu, ' ')}`;
