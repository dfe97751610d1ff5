import { SeededRandom } from '@stackgan/random';
import { describe, expect, it } from 'vitest';

import type { HostBatch, LoaderState } from './batch.js';
import { createLoader, type LoaderOptions } from './create-loader.js';
import { openDataset } from '../prepared/open-dataset.js';
import { pairGroups } from './pair-groups.js';
import { countingEncoder } from '../testing/counting-encoder.js';
import { fabricatedSource } from '../testing/fabricated-source.js';
import { prepareFabricated } from '../testing/prepare-fabricated.js';

/** The embedding of a caption is the index of its image, twice. */
const numberEncoder = {
  ...countingEncoder(),
  embed: async (captions: readonly string[]) =>
    Float32Array.from(captions.flatMap((text) => [0, 0].fill(Number(text.split(' ')[1])))),
};

async function dataset(options: Parameters<typeof fabricatedSource>[0]) {
  const prepared = { encoder: numberEncoder, sizes: [16] };
  const { outDir } = await prepareFabricated(fabricatedSource(options), prepared);
  return openDataset(outDir);
}

async function batches(
  set: LoaderOptions['dataset'],
  options: Partial<LoaderOptions>,
  count: number,
  state?: LoaderState,
) {
  const loader = createLoader({
    ...{ dataset: set, split: 'train', imageSize: 16, batchSize: 4, random: new SeededRandom(1) },
    ...options,
    ...(state && { state }),
  });
  const made: HostBatch[] = [];
  for (let i = 0; i < count; i++) made.push(await loader.next());
  const after = loader.getState();
  await loader.close();
  return { made, after };
}

/** The image indices of the wrong captions and of the wrong images of a batch. */
function wrongNumbers({ wrongEmbeddings, wrongImages }: HostBatch) {
  const captions = Array.from({ length: 4 }, (_, i) => wrongEmbeddings![i * 2]!);
  const images = Array.from({ length: 4 }, (_, i) =>
    Math.round((wrongImages![i * 768]! + 1) * 127.5),
  );
  return { captions, images };
}

const both = { wrongCaptions: true, wrongImages: true };

describe.each([
  ['classes', 3],
  ['one class', 1],
] as const)('a data set of %s', (_, classes) => {
  it('has captions and images of other groups beside each example, any of them', async () => {
    const set = await dataset({ classes });
    const { made } = await batches(set, both, 60);
    const seen = { captions: new Map<number, number>(), images: new Map<number, number>() };
    for (const batch of made) {
      const own = batch.ids.map((id) => Number(id.slice(1)));
      // Of three classes image i is of class i mod 3; of one class, each image is a group.
      const groupOf = (number: number) => (classes === 1 ? number : number % 3);
      expect([...batch.groups]).toEqual(own.map(groupOf));
      expect([...batch.classes]).toEqual(own.map((number) => number % classes));
      const wrong = wrongNumbers(batch);
      for (const kind of ['captions', 'images'] as const) {
        for (const [i, number] of wrong[kind].entries()) {
          expect(groupOf(number)).not.toBe(groupOf(own[i]!));
          seen[kind].set(number, (seen[kind].get(number) ?? 0) + 1);
        }
      }
    }
    // 240 draws of nine training images.
    for (const counts of Object.values(seen)) {
      expect([...counts.keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 4, 5, 6, 8, 9, 10]);
      for (const count of counts.values()) expect(Math.abs(count - 240 / 9)).toBeLessThan(20);
    }
    await set.close();
  });

  it('has all else as without wrong captions, and resumes exactly', async () => {
    const set = await dataset({ classes });
    const { made } = await batches(set, { wrongCaptions: true }, 6);
    const plain = await batches(set, {}, 6);
    expect(made.map(({ wrongEmbeddings: _, ...batch }) => batch)).toEqual(plain.made);
    const { after } = await batches(set, { wrongCaptions: true }, 2);
    const resumed = await batches(set, { wrongCaptions: true }, 4, after);
    expect(resumed.made).toEqual(made.slice(2));
    await set.close();
  });
});

it('groups by class where there are two, and by image where there is one', () => {
  const examples = [5, 5, 7].map((id, index) => ({
    ...{ index, class: id, id: `p${index}`, captions: [], split: 'train' as const },
  }));
  const mixed = pairGroups(examples);
  expect([mixed.by, ...examples.map(mixed.groupOf)]).toEqual(['class', 5, 5, 7]);
  const alike = pairGroups(examples.slice(0, 2));
  expect([alike.by, ...examples.slice(0, 2).map(alike.groupOf)]).toEqual(['image', 0, 1]);
});

it('refuses wrong captions and wrong images of a single image', async () => {
  const set = await dataset({ count: 1 });
  for (const options of [{ wrongCaptions: true }, { wrongImages: true }]) {
    await expect(batches(set, options, 1)).rejects.toThrow(
      /has a single image, .* prepare more images/,
    );
  }
  await set.close();
});
