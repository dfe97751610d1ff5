import { readFile } from 'node:fs/promises';

import { SeededRandom } from '@stackgan/random';

import { inOrder } from '../shared/in-order.js';
import type { DatasetSource, SourceExample } from '../source/dataset-source.js';
import { dominantColour, unnamed } from './dominant-colour.js';
import { emojiAttributes, emojiStatement } from './emoji-attributes.js';
import { emojiCaptions } from './emoji-captions.js';
import { emojiFamily } from './emoji-family.js';
import { readEmoji, type Emoji } from './read-emoji.js';
import { splitFamilies } from './split-families.js';

/** Options of {@link emojiSource}. */
export interface EmojiSourceOptions {
  /** Determines captions and split. */
  readonly seed?: number;
  /** Share of images in the test split; families are not divided. */
  readonly testFraction?: number;
  /** Keeps the images for which it returns true, after the split; for experiments and tests. */
  readonly filter?: (emoji: { readonly id: string; readonly class: string }) => boolean;
}

/** Number of images that are measured at once. */
const imagesAtOnce = 32;

/**
 * The emoji set: 3,375 images of 256 x 256 pixels with ten captions each. Classes are Unicode's
 * subgroups. All skin, hair and gender variants of one emoji are in the same split.
 */
export async function emojiSource({
  seed = 0,
  testFraction = 0.06,
  filter = () => true,
}: EmojiSourceOptions = {}): Promise<DatasetSource> {
  const emoji = await readEmoji();
  const random = new SeededRandom(seed);
  const test = splitFamilies(emoji.map(emojiFamily), testFraction, random.fork('split'));
  const kept = emoji.filter(({ id, subgroup }) => filter({ id, class: subgroup }));

  const example = async (one: Emoji): Promise<SourceExample> => {
    const image = (): Promise<Uint8Array> => readFile(one.file);
    const colour = await colourOf(one);
    const captions = emojiCaptions(one, colour, random.fork(`captions ${one.id}`));
    const attributes = emojiAttributes(one, colour);
    return {
      id: one.id,
      class: one.subgroup,
      split: test.has(emojiFamily(one)) ? 'test' : 'train',
      captions,
      attributes,
      statements: captions.map((caption) => emojiStatement(caption, attributes)),
      image,
    };
  };
  return {
    name: 'fluent-emoji-3d',
    licence: 'MIT',
    attribution:
      'Images: Fluent Emoji by Microsoft, MIT licence, as packed by LobeHub ' +
      '(@lobehub/fluent-emoji-3d). Words: emojibase-data by Miles Johnson, MIT licence, and Unicode ' +
      'CLDR, Unicode licence; the sentences around them are made by @stackgan/data.',
    options: { crop: false, flip: false },
    size: kept.length,
    examples: () => inOrder(kept, imagesAtOnce, example),
  };
}

/** The measured colour if captions state it; those of people state the skin instead. */
async function colourOf({ group, toned, subgroup, file }: Emoji): Promise<string | undefined> {
  if (toned || group === 'flags' || (group === 'people-body' && subgroup !== 'body-parts')) return;
  // Yellow faces are shaded in orange.
  const alike = subgroup.startsWith('face-') ? { orange: 'yellow', [unnamed]: 'yellow' } : {};
  // Preparation reports images that cannot be decoded.
  return dominantColour(await readFile(file), alike).catch(() => undefined);
}
