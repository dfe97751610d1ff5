import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cocoSource, cubSource, type DatasetSource, oxfordSource } from '@stackgan/data';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { copySet } from '../testing/copy-set.js';
import { mutate, mutationRuns, mutations, valueOrNamedError } from '../testing/mutations.js';

const pickles = ['filenames', 'class_info', 'char-CNN-RNN-embeddings'].flatMap((list) =>
  ['train', 'test'].map((part) => `${part}/${list}.pickle`),
);
const tables = ['images', 'bounding_boxes'].map((name) => `CUB_200_2011/${name}.txt`);
const birds = ['0001_545', '0002_1027'].map(
  (name) => `cub_icml/002.Laysan_Albatross/Laysan_Albatross_${name}.t7`,
);

const PUBLISHED = 'as published';

it.each([
  ['coco', PUBLISHED, cocoSource, ['annotations/captions_train2014.json']],
  ['coco', 'coco-reference', cocoSource, [...pickles.slice(0, 1), 'test/val_captions.t7']],
  ['cub', PUBLISHED, cubSource, [...pickles, ...tables]],
  ['cub', 'cub-torch', cubSource, birds],
  ['oxford-102', PUBLISHED, oxfordSource, [...pickles, 'imagelabels.mat']],
] as const)('reads any %s, %s, or names its fault', async (name, form, open, files) => {
  // Texts and pickles come before Torch7 files.
  const lacks = form === 'cub-torch' ? ['text_c10', 'train', 'test'] : [];
  const folder = await copySet(name, lacks, form === PUBLISHED ? undefined : form);
  let read = 0;
  const property = fc.asyncProperty(
    fc.constantFrom<string>(...files),
    mutations,
    async (file, changes) => {
      const path = join(folder, file);
      const bytes = await readFile(path);
      await writeFile(path, mutate(bytes, changes));
      const source = await valueOrNamedError<DatasetSource>(() => open({ folder }));
      await writeFile(path, bytes);
      if (source === undefined) return;
      read += 1;
      for await (const { captions, embeddings } of source.examples()) {
        expect(captions.length).toBeGreaterThan(0);
        if (!source.encoder) continue;
        expect(embeddings).toHaveLength(captions.length * source.encoder.dimension);
      }
    },
  );
  await fc.assert(property, mutationRuns(150));
  expect(read).toBeGreaterThan(0);
});
