import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostTensor } from '@stackgan/formats';
import { SeededRandom } from '@stackgan/random';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writeWithChecksums } from '../files/checksums.js';
import type { FileContent } from '../files/write-atomically.js';
import { mutate, mutationRuns, mutations, valueOrNamedError } from '../testing/mutations.js';
import { temporaryFolder } from '../testing/tiny.js';
import { loadEncoderState, saveEncoderState } from './encoder-state.js';

it('loads any state of an encoder, or names its fault', async () => {
  const folder = await temporaryFolder();
  const options = { kind: 'projection', dimension: 3, steps: 9, batch: 2, seed: 0 } as const;
  const settings = { options, dataset: 'a'.repeat(64), extractor: 'b'.repeat(64) };
  const weights: HostTensor = { dtype: 'float32', shape: [2], data: Float32Array.of(5, 6) };
  const random = new SeededRandom(1).getState();
  const state = { step: 4, random, tensors: { 'weights/000': weights } };
  expect(await loadEncoderState(folder, settings)).toBeUndefined();
  await saveEncoderState(folder, settings, state);
  expect(await loadEncoderState(folder, settings)).toMatchObject({ step: 4, random });

  const path = join(folder, 'state');
  const names = ['state.json', 'tensors.safetensors', 'SHA256SUMS'];
  const originals = await Promise.all(names.map((name) => readFile(join(path, name))));
  const write = (name: string, data: FileContent) => writeFile(join(path, name), data);
  const property = fc.asyncProperty(fc.nat(2), mutations, async (index, changes) => {
    const changed = originals.map((original, at) =>
      at === index ? mutate(original, changes) : original,
    );
    // Who changes a state can change its checksums, too.
    const [position, tensors, sums] = changed as [Buffer, Buffer, Buffer];
    await writeWithChecksums({ [names[0]!]: position, [names[1]!]: tensors }, write);
    if (index === 2) await write(names[2]!, sums);
    await valueOrNamedError(() => loadEncoderState(folder, settings));
  });
  await fc.assert(property, mutationRuns(200));
});
