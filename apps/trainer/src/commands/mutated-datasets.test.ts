import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataset } from '@stackgan/data';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mutate, mutationRuns, mutations, valueOrNamedError } from '../testing/mutations.js';
import { temporaryFolder, tinyDataset } from '../testing/tiny.js';

const names = ['dataset.json', 'examples.jsonl', 'embeddings.safetensors', 'images-64.bin'];

it('opens any prepared data set and reads its images, or names its fault', async () => {
  const folder = await tinyDataset(await temporaryFolder(), {
    count: 4,
    sizes: [64],
    hasBoxes: true,
  });
  const originals = new Map<string, Uint8Array>();
  for (const name of names) originals.set(name, await readFile(join(folder, name)));
  const info = JSON.parse(new TextDecoder().decode(originals.get('dataset.json'))) as {
    files: Record<string, number>;
  };
  let opened = 0;
  const property = fc.asyncProperty(
    ...[fc.constantFrom(...names, 'dataset.json'), mutations],
    async (name, changes) => {
      const bytes = mutate(originals.get(name)!, changes);
      await writeFile(join(folder, name), bytes);
      if (name !== 'dataset.json') {
        // Otherwise the change of its size would be all that is found.
        const files = { ...info.files, [name]: bytes.length };
        await writeFile(join(folder, 'dataset.json'), JSON.stringify({ ...info, files }));
      }
      const dataset = await valueOrNamedError(() => openDataset(folder));
      try {
        for (const example of dataset?.examples ?? []) {
          await valueOrNamedError(() => dataset!.readImage(example, dataset!.info.imageSizes[0]!));
          expect(dataset!.embeddings(example)).toHaveLength(
            example.captions.length * dataset!.info.encoder.dimension,
          );
        }
      } finally {
        await dataset?.close();
      }
      if (dataset) opened += 1;
      for (const [file, original] of originals) await writeFile(join(folder, file), original);
    },
  );
  await fc.assert(property, mutationRuns(300));
  expect(opened).toBeGreaterThan(0);
});
