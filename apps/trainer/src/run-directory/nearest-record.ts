import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../files/parse-json.js';
import { inlineText } from './inline-text.js';

/** Folder of a run that `sample --nearest` drew into; `stackgan package` shows what is there. */
export const NEAREST_FOLDER = 'nearest';
/** Drawn images, each beside the nearest training images. */
export const NEAREST_IMAGE = 'nearest.png';
/** Its {@link NearestRecord}. */
export const NEAREST_FILE = 'nearest.json';

const recordSchema = z.object({
  /** Name of the extractor whose features are compared. */
  extractor: z.string(),
  /** Median distance from a drawn image to the nearest training image. */
  median: z.number(),
  /** The same of held-out images, which no generator has learned from; absent without any. */
  heldOutMedian: z.number().optional(),
  /** How many training images were compared, if not all. */
  sample: z.object({ images: z.number(), of: z.number() }).optional(),
});

/** How near drawn images are to training images, in Euclidean distances of features. */
export type NearestRecord = z.infer<typeof recordSchema>;

/** What `sample --nearest` wrote into the folder of a run; undefined if it did not, or not wholly. */
export async function readNearest(
  run: string,
): Promise<{ record: NearestRecord; image: Buffer } | undefined> {
  const folder = join(run, NEAREST_FOLDER);
  const text = await readFile(join(folder, NEAREST_FILE), 'utf8').catch(() => '');
  const image = await readFile(join(folder, NEAREST_IMAGE)).catch(() => undefined);
  const { data: record } = recordSchema.safeParse(parseJson(text));
  return record && image && { record, image };
}

const count = (value: number): string => value.toLocaleString('en');

/** The section of a model card about copies. */
export function nearestSection({
  extractor,
  median,
  heldOutMedian,
  sample,
}: NearestRecord): string {
  const heldOut =
    heldOutMedian === undefined
      ? ''
      : `, and from a held-out image, which the generator has not seen, ${heldOutMedian.toFixed(2)}`;
  const compared = sample
    ? `, of ${count(sample.images)} of the ${count(sample.of)} training images`
    : '';
  return `## Drawn or copied

![Drawn images, each beside the nearest training images](${NEAREST_IMAGE})

Left a drawn image, then the training images that are nearest to it by features of ${inlineText(extractor)}${compared}. The median distance from a
drawn image to the nearest training image is ${median.toFixed(2)}${heldOut}. Copies would be much nearer.
`;
}
