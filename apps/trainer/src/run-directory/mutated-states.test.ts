import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RandomState } from '@stackgan/random';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writeWithChecksums } from '../files/checksums.js';
import type { FileContent } from '../files/write-atomically.js';
import { resolveOptions } from '../profiles/resolve-options.js';
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
    tick: { start: { step: 100, seconds: 6 }, steps: 20, sums: { 'generator.kl': 0.5 } },
    options: resolveOptions({ stage: 1, preset: 'quick-start', overrides: { data: 'data' } }),
    ...{ rollbacks: 0, dataset: 'hash' },
  };
  const path = await saveTrainingState(run, position, {
    'generator/kernel': { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
    'generator/bias': { dtype: 'float32', shape: [2], data: Float32Array.of(5, 6) },
  });
  const names = ['state.json', 'tensors.safetensors', 'SHA256SUMS'];
  const originals = await Promise.all(names.map((name) => readFile(join(path, name))));
  expect((await loadTrainingState(run))?.position).toEqual(position);
  const write = (name: string, data: FileContent) => writeFile(join(path, name), data);
  const property = fc.asyncProperty(fc.nat(2), mutations, async (index, changes) => {
    const changed = originals.map((original, at) =>
      at === index ? mutate(original, changes) : original,
    );
    // Who changes a state can change its checksums, too.
    const [state, tensors, sums] = changed as [Buffer, Buffer, Buffer];
    await writeWithChecksums({ [names[0]!]: state, [names[1]!]: tensors }, write);
    if (index === 2) await write(names[2]!, sums);
    await valueOrNamedError(() => loadTrainingState(run));
  });
  await fc.assert(property, mutationRuns(600));
});
