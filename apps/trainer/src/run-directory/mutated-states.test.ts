import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RandomState } from '@stackgan/random';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mutate, mutationRuns, mutations, valueOrNamedError } from '../testing/mutations.js';
import { temporaryFolder } from '../testing/tiny.js';
import { loadTrainingState, saveTrainingState } from './training-state.js';

it('loads any state, or names its fault', async () => {
  const run = await temporaryFolder();
  await writeFile(join(run, 'options.json'), '{}');
  const random: RandomState = {
    algorithm: 'xoroshiro128plus',
    words: [1, 2, 3, 4],
    spareNormal: 0.5,
  };
  const position = {
    ...{ step: 120, seconds: 7, updates: { generator: 120, discriminator: 120 }, random },
    data: { random, epoch: 3, position: 5 },
  };
  const path = await saveTrainingState(run, position, {
    'generator/kernel': { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
    'generator/bias': { dtype: 'float32', shape: [2], data: Float32Array.of(5, 6) },
  });
  const files = ['state.json', 'tensors.safetensors'].map((name) => join(path, name));
  const originals = await Promise.all(files.map((file) => readFile(file)));
  expect((await loadTrainingState(run))?.position).toEqual(position);
  const property = fc.asyncProperty(fc.nat(1), mutations, async (index, changes) => {
    await writeFile(files[index]!, mutate(originals[index]!, changes));
    await valueOrNamedError(() => loadTrainingState(run));
    await writeFile(files[index]!, originals[index]!);
  });
  await fc.assert(property, mutationRuns(600));
});
