import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataset } from '@stackgan/data';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OptionOverrides } from '../options/apply-overrides.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { ATTRIBUTES_FOLDER } from '../run-directory/run-directory.js';
import { readTicks } from '../run-directory/run-log.js';
import { attributeDataset } from '../testing/attribute-dataset.js';
import { quietContext, temporaryFolder, tinyDataset, tinyOptions } from '../testing/tiny.js';
import { trainSteps } from '../testing/train-steps.js';
import { attributeValues } from './attribute-values.js';
import { createRun } from './create-run.js';
import { trainRun } from './train-run.js';

beforeAll(() => registerOrtBackend({ threads: 1 }));
beforeEach(() => tf.setBackend('ort'));

const attributes = { 'loss.attributeWeight': 3, 'loss.matchingSteps': 3 };
const optionsOf = (stage: 1 | 2, overrides: OptionOverrides) =>
  resolveOptions({
    ...{ stage, preset: 'quick-start' },
    overrides: { ...tinyOptions[`stage${stage}`], ...overrides },
  });

describe('attributeValues', () => {
  it('says what images show, and what the captions drawn would accept', async () => {
    const dataset = await openDataset(await attributeDataset(await temporaryFolder()));
    const { sizes, count, shown, stated } = attributeValues(dataset);
    const { attributes: known = [] } = dataset.info;
    const names = known.flatMap(({ name, values }) => values.map((value) => `${name} ${value}`));
    expect([sizes, count]).toEqual([[3, 1, 1], 5]);
    const rowsOf = (of: Float32Array) =>
      Array.from({ length: of.length / count }, (_, row) =>
        names.filter((_name, at) => of[row * count + at] === 1).sort(),
      );
    expect(rowsOf(shown({ ids: ['p0', 'p1'] }))).toEqual([
      ['colour red', 'frame grey'],
      ['colour green', 'constructor Lego', 'frame grey'],
    ]);
    // Of p1 a caption that states, one that does not, and both.
    const drawn = { ids: ['p1', 'p1', 'p1'], captions: [[0], [1], [0, 1]] };
    const first = ['colour green', 'frame grey'];
    expect(rowsOf(stated(drawn))).toEqual([first, [], first]);
    await dataset.close();
  });

  it('accepts of several captions what all of them would', () => {
    const statements = [{ hair: ['brown', 'dark'] }, { hair: ['dark', 'black'] }];
    const values = attributeValues({
      info: { attributes: [{ name: 'hair', values: ['black', 'brown', 'dark'] }] },
      examples: [{ id: 'a', statements }],
    } as never);
    expect([...values.stated({ ids: ['a'], captions: [[0, 1]] })]).toEqual([0, 0, 1]);
  });
});

describe('a run with an attribute loss', () => {
  it('learns its network first, goes on after a stop as if there had been none, and hands it to Stage-II', async () => {
    const folder = await temporaryFolder();
    const outdir = join(folder, 'runs');
    const data = await attributeDataset(folder);
    const options = optionsOf(1, { data, ...attributes, 'batch.interpolated': true });
    const whole = await createRun(options, outdir);
    const context = quietContext();
    const tensors = tf.memory().numTensors;
    await trainRun(whole, context);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(context.lines.some((line) => line.includes('learning what images show: 3 of 3'))).toBe(
      true,
    );
    const [tick] = await readTicks(whole);
    const { losses } = tick!;
    const { 'generator.adversarial': adversarial, 'generator.kl': kl } = losses;
    expect(losses['generator.attributes']).toBeGreaterThan(0);
    expect(losses['generator.loss']).toBeCloseTo(
      adversarial! + 2 * kl! + 3 * losses['generator.attributes']!,
      3,
    );

    const split = await createRun(options, outdir);
    await trainSteps(split, 1);
    await trainRun(split, quietContext());
    const state = 'state-000004/tensors.safetensors';
    const [one, other] = [await readFile(join(whole, state)), await readFile(join(split, state))];
    expect(one.equals(other)).toBe(true);

    const weightsOf = (run: string) => readFile(join(run, ATTRIBUTES_FOLDER, 'weights.bin'));
    const stage2 = await createRun(optionsOf(2, { data, stage1: whole, ...attributes }), outdir);
    await trainRun(stage2, quietContext());
    expect((await weightsOf(whole)).equals(await weightsOf(stage2))).toBe(true);
    expect((await readTicks(stage2))[0]!.losses['generator.attributes']).toBeGreaterThan(0);
  });

  it('is one without where the data set does not say what captions state', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const run = await createRun(optionsOf(1, { data, ...attributes }), join(folder, 'runs'));
    await trainRun(run, quietContext());
    expect((await readTicks(run))[0]!.losses).not.toHaveProperty('generator.attributes');
  });
});
