import { SeededRandom } from '@stackgan/random';

import type { DatasetSource, SourceExample, Split } from '../source/dataset-source.js';
import { avatarCaptions } from './avatar-captions.js';
import { AvatarLexicon } from './avatar-lexicon.js';
import { findStyle } from './avatar-styles.js';
import { drawAvatar, visibleAttributes } from './draw-avatar.js';
import { heldOutCombinations, showsAny } from './held-out-combinations.js';
import { loadRenderer } from './render-avatar.js';

/** Options of {@link avatarSource}. */
export interface AvatarSourceOptions {
  /** Style of DiceBear, one of `avatarStyles`. */
  readonly style?: string;
  /** Number of training images; the test split has 6 % as many. */
  readonly count?: number;
  /** Determines images, captions and the held-out combinations. */
  readonly seed?: number;
}

/** Test images per training image. */
const testShare = 0.06;

/**
 * Drawn portraits with five captions each, and for each caption what it states. Attributes are
 * drawn independently by `seed`. Every test image shows a combination of two values, such as a hair
 * style and a hair colour, that no training image shows. Classes are hair styles and hats. Throws
 * RangeError for an invalid `count` or an unknown style, DatasetError `source` for a style whose
 * package is not installed.
 */
export async function avatarSource({
  style: name = 'avataaars',
  count = 10_000,
  seed = 0,
}: AvatarSourceOptions = {}): Promise<DatasetSource> {
  const style = findStyle(name);
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`count is ${count}; give a whole number of images, 1 or more`);
  }
  const lexicon = new AvatarLexicon(style);
  const render = await loadRenderer(style);
  const random = new SeededRandom(seed);
  const combinations = heldOutCombinations(style, random.fork('held out'));

  const example = (split: Split, index: number): SourceExample => {
    const own = random.fork(`${split} ${index}`);
    for (;;) {
      const fixed =
        split === 'train'
          ? {}
          : Object.fromEntries(combinations[own.integer(combinations.length)]!);
      const drawn = drawAvatar(style, own, fixed);
      const attributes = visibleAttributes(style, drawn);
      if (showsAny(attributes, combinations) !== (split === 'test')) continue;
      const stated = avatarCaptions(lexicon, attributes, own);
      return {
        id: `${split}-${index}`,
        class: attributes[style.classes]!,
        split,
        captions: stated.map(({ caption }) => caption),
        attributes,
        statements: stated.map(({ statement }) => statement),
        image: async () => render(drawn),
      };
    }
  };
  const testCount = Math.max(1, Math.round(count * testShare));
  function* examples(): Generator<SourceExample> {
    for (let index = 0; index < count; index++) yield example('train', index);
    for (let index = 0; index < testCount; index++) yield example('test', index);
  }
  return {
    name: `avatars-${style.name}`,
    licence: style.licence,
    attribution:
      `Images: ${style.author}, its parts put together at random by DiceBear (@dicebear/core and ${style.package}, ` +
      'code by Florian Körner, MIT licence). Sentences: made by @stackgan/data.',
    options: { crop: false, flip: false },
    size: count + testCount,
    examples,
  };
}
