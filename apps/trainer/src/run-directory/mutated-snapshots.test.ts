import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folderStore, loadGenerators } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mutate, mutationRuns, mutations, valueOrNamedError } from '../testing/mutations.js';
import { temporaryFolder } from '../testing/tiny.js';
import { untrainedSnapshot } from '../testing/untrained-snapshot.js';
import { loadSnapshot } from './snapshot.js';

const names = ['stackgan.json', 'generator-average/model.json', 'generator-average/weights.bin'];

/** The readers of the trainer and of stage2. */
const readers = [
  async (path: string) => (await loadSnapshot(path)).generators,
  (path: string) => loadGenerators(folderStore(path)),
];

it('loads any snapshot, or names its fault', async () => {
  await tf.setBackend('cpu');
  const path = await untrainedSnapshot(await temporaryFolder());
  tf.disposeVariables();
  const files = names.map((name) => join(path, name));
  const originals = await Promise.all(files.map((file) => readFile(file)));
  let loaded = 0;
  const which = fc.constantFrom(0, 1, 1, 1, 2);
  const property = fc.asyncProperty(which, fc.nat(1), mutations, async (file, reader, changes) => {
    await writeFile(files[file]!, mutate(originals[file]!, changes));
    if (await valueOrNamedError(() => readers[reader]!(path))) loaded += 1;
    await writeFile(files[file]!, originals[file]!);
    // Also of networks that were not built to their end.
    tf.disposeVariables();
  });
  await fc.assert(property, mutationRuns(100));
  expect(loaded).toBeGreaterThan(0);
});
