import type { SeededRandom } from '@stackgan/random';

import type { Statement } from '../source/dataset-source.js';
import { type AvatarLexicon, listPhrases, type Phrase, type PhraseKind } from './avatar-lexicon.js';
import {
  type AvatarAttribute,
  type AvatarAttributes,
  type AvatarStyle,
  canStandAlone,
  thingsShowing,
  valueOf,
} from './avatar-style.js';

/** A phrase of a caption and what it states. */
export interface StatedPhrase {
  readonly kind: PhraseKind;
  readonly text: string;
  readonly states: Statement;
}

/**
 * Phrases for the chosen attributes of an image, each once, in the style's order. A colour or
 * detail is combined with its thing if that is chosen too: `a red hoodie`.
 */
export function sayAttributes(
  lexicon: AvatarLexicon,
  image: AvatarAttributes,
  chosen: ReadonlySet<string>,
  random: SeededRandom,
): StatedPhrase[] {
  const { attributes } = lexicon.style;
  const stated = attributes.filter(({ name }) => chosen.has(name));
  /** The thing with which each colour or detail is stated, or none. */
  const things = new Map(
    stated.map((attribute) => [
      attribute,
      pickThing(lexicon.style, attribute, image, chosen, random),
    ]),
  );
  const say = (attribute: AvatarAttribute): StatedPhrase[] => {
    const { name } = attribute;
    if (things.get(attribute) !== undefined) return []; // Stated together with its thing.
    const value = valueOf(attribute, image[name]!);
    const word = value.words && pick(value.words, random);
    if (word !== undefined) {
      const phrases = listPhrases(attribute.alone).filter(
        // People do not write `light-brown-skinned`.
        ({ kind }) => kind !== 'adjective' || !word.includes(' '),
      );
      const { kind, text } = pickPhrase(phrases, random);
      return [{ kind, text: fill(text, word), states: { [name]: lexicon.meaning(name, word) } }];
    }
    const parts = stated.filter((part) => things.get(part) === name);
    const isColoured = parts.some((part) => !part.after);
    const phrases = lexicon.phrases(value).filter(({ text }) => !isColoured || text.includes('*'));
    const phrase = pickPhrase(phrases, random);
    let { text } = phrase;
    const states: Record<string, readonly string[]> = {
      // A shirt `with a bat on it` must be of a kind that has prints.
      [name]: lexicon
        .meaning(name, text)
        .filter((meant) =>
          parts.every((part) => !valueOf(attribute, meant).hides?.includes(part.name)),
        ),
    };
    for (const part of parts) {
      const partWord = pick(valueOf(part, image[part.name]!).words!, random);
      states[part.name] = lexicon.meaning(part.name, partWord);
      text = part.after
        ? `${text} ${pick(part.after, random).replace('*', () => partWord)}`
        : fill(text, partWord);
    }
    return [{ kind: phrase.kind, text: fill(text, ''), states }];
  };
  return stated.flatMap(say);
}

/**
 * One of the chosen things that show a colour or detail, with which it is stated (`a bob and a red
 * beard`); none if it stands alone (`red hair and a beard`).
 */
function pickThing(
  style: AvatarStyle,
  attribute: AvatarAttribute,
  image: AvatarAttributes,
  chosen: ReadonlySet<string>,
  random: SeededRandom,
): string | undefined {
  const things = thingsShowing(style, attribute, image).filter((thing) => chosen.has(thing));
  const [first] = attribute.of ?? [];
  const isAlone =
    things.length === 0 || (!things.includes(first!) && canStandAlone(style, attribute, image));
  return pick([...things, ...(isAlone ? [undefined] : [])], random);
}

/** Replaces `*` by a word; an empty word removes it. */
const fill = (text: string, word: string): string =>
  text
    .replace('*', () => word)
    .replaceAll(/ {2,}/g, ' ')
    .trim();

export const pick = <T>(items: readonly T[], random: SeededRandom): T =>
  items[random.integer(items.length)]!;

/** Picks the kind of phrase first, so that many synonyms do not outweigh the other kinds. */
function pickPhrase(phrases: readonly Phrase[], random: SeededRandom): Phrase {
  const kind = pick([...new Set(phrases.map((phrase) => phrase.kind))], random);
  return pick(
    phrases.filter((phrase) => phrase.kind === kind),
    random,
  );
}
