import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { resolveOptions } from '../profiles/resolve-options.js';
import { mutate, mutationRuns, mutations, valueOrNamedError } from '../testing/mutations.js';
import { temporaryFolder } from '../testing/tiny.js';
import { readRunOptions, runOptionsText } from './run-options.js';

it.each([1, 2] as const)(
  'reads any options.json of stage %d, or names its fault',
  async (stage) => {
    const folder = await temporaryFolder();
    const overrides = { data: 'data', ...(stage === 2 && { stage1: 'run' }) };
    const original = new TextEncoder().encode(
      runOptionsText({
        ...{ format: 1, totalSteps: 4, stage1Noise: 'none' },
        dataset: { name: 'birds', licence: 'MIT', attribution: 'nobody' },
        encoder: { name: 'tiny', hash: '0123', dimension: 4 },
        options: resolveOptions({ stage, preset: 'quick-start', overrides }),
        attributes: [{ name: 'colour', values: ['red', 'blue'] }],
        from: { source: 'a run', hasDiscriminator: true },
      }),
    );
    let read = 0;
    const property = fc.asyncProperty(mutations, async (changes) => {
      await writeFile(join(folder, 'options.json'), mutate(original, changes));
      if (await valueOrNamedError(() => readRunOptions(folder))) read += 1;
    });
    await fc.assert(property, mutationRuns(500));
    expect(read).toBeGreaterThan(0);
  },
);
