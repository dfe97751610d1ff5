import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OptionOverrides } from '../options/apply-overrides.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { findSnapshot, MATCHING_FOLDER } from '../run-directory/run-directory.js';
import { readTicks } from '../run-directory/run-log.js';
import { loadSnapshot } from '../run-directory/snapshot.js';
import { quietContext, temporaryFolder, tinyDataset, tinyOptions } from '../testing/tiny.js';
import { trainSteps } from '../testing/train-steps.js';
import { createRun } from './create-run.js';
import { trainRun } from './train-run.js';

beforeAll(() => registerOrtBackend({ threads: 1 }));
beforeEach(() => tf.setBackend('ort'));

const matching = { 'loss.matchingWeight': 5, 'loss.matchingSteps': 3 };
const optionsOf = (stage: 1 | 2, overrides: OptionOverrides) =>
  resolveOptions({
    ...{ stage, preset: 'quick-start' },
    overrides: { ...tinyOptions[`stage${stage}`], ...overrides },
  });
const weightsOf = (run: string) => readFile(join(run, MATCHING_FOLDER, 'weights.bin'));

describe('a run with a matching loss', () => {
  it('learns its network first, goes on after a stop as if there had been none, and hands it to Stage-II', async () => {
    const folder = await temporaryFolder();
    const outdir = join(folder, 'runs');
    const data = await tinyDataset(folder);
    const options = optionsOf(1, { data, ...matching });
    const whole = await createRun(options, outdir);
    const context = quietContext();
    const tensors = tf.memory().numTensors;
    await trainRun(whole, context);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(context.lines.some((line) => line.includes('learning which caption fits: 3 of 3'))).toBe(
      true,
    );
    const [tick] = await readTicks(whole);
    const { losses } = tick!;
    const { 'generator.adversarial': adversarial, 'generator.kl': kl } = losses;
    expect(losses['generator.loss']).toBeCloseTo(
      adversarial! + 2 * kl! + 5 * losses['generator.matching']!,
      3,
    );

    // Stopped while the network learns, and then twice while the stage does.
    const split = await createRun(options, outdir);
    const stopped = quietContext();
    stopped.stop();
    await expect(trainRun(split, stopped)).rejects.toThrow();
    await trainSteps(split, 1);
    await trainSteps(split, 2);
    await trainRun(split, quietContext());
    const state = 'state-000004/tensors.safetensors';
    const [one, other] = [await readFile(join(whole, state)), await readFile(join(split, state))];
    expect(one.equals(other)).toBe(true);
    const learned = await weightsOf(whole);
    expect(learned.equals(await weightsOf(split))).toBe(true);

    // Stage-II is judged by the same network; without one it learns its own.
    const stage2 = await createRun(optionsOf(2, { data, stage1: whole, ...matching }), outdir);
    expect(learned.equals(await weightsOf(stage2))).toBe(true);
    await trainRun(stage2, quietContext());
    expect(learned.equals(await weightsOf(stage2))).toBe(true);
    expect((await readTicks(stage2))[0]!.losses['generator.matching']).toBeGreaterThan(0);
    await rm(join(whole, MATCHING_FOLDER), { recursive: true });
    const alone = await createRun(optionsOf(2, { data, stage1: whole, ...matching }), outdir);
    await trainRun(alone, quietContext());
    expect((await weightsOf(alone)).length).toBe(learned.length);
  });

  it('gives captions as codes to networks that read them so, and these leave the codes as they are', async () => {
    const folder = await temporaryFolder();
    const outdir = join(folder, 'runs');
    const data = await tinyDataset(folder);
    const coded = { 'network.textCode': true, 'loss.matchingSteps': 3 };
    const stage1 = await createRun(optionsOf(1, { data, ...coded }), outdir);
    await trainRun(stage1, quietContext());
    const stage2 = await createRun(optionsOf(2, { data, stage1, ...coded }), outdir);
    await trainRun(stage2, quietContext());

    const codeOf = async (run: string) => {
      const { generators } = await loadSnapshot(await findSnapshot(run));
      return [generators.stage2, generators.stage1]
        .filter((model) => model !== undefined)
        .map((model) =>
          model
            .getLayer('text_code')
            .getWeights()
            .map((weight) => [...weight.dataSync()]),
        );
    };
    const [first] = await codeOf(stage1);
    expect(first![0]!.some((value) => value !== 0)).toBe(true);
    // Stage-II and the Stage-I below it read the same codes, of Stage-I's matching network.
    expect(await codeOf(stage2)).toEqual([first, first]);
    // No matching loss was asked for.
    expect((await readTicks(stage1))[0]!.losses).not.toHaveProperty('generator.matching');
  });
});
