import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { warmedUpDecay } from '@stackgan/layers';
import { registerStackGANLayers } from '@stackgan/stage2';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { exists } from '../files/exists.js';
import type { OptionOverrides } from '../options/apply-overrides.js';
import { loadModel } from '../run-directory/model-files.js';
import { listRuns, PRETRAINED_FOLDER } from '../run-directory/run-directory.js';
import { readRunOptions } from '../run-directory/run-options.js';
import { attributeDataset } from '../testing/attribute-dataset.js';
import {
  quietContext,
  temporaryFolder,
  tinyDataset,
  tinyEncoder,
  tinyOptions,
} from '../testing/tiny.js';
import { trainSteps } from '../testing/train-steps.js';
import { untrainedSnapshot } from '../testing/untrained-snapshot.js';
import { trainRun } from '../training/train-run.js';
import { exportRun } from './export.js';
import { train, type TrainArguments } from './train.js';

beforeAll(registerStackGANLayers);
afterEach(() => vi.restoreAllMocks());

/** The tiny options without those of networks, which come from the source. */
const untold = (stage: 1 | 2): OptionOverrides =>
  Object.fromEntries(
    Object.entries(tinyOptions[`stage${stage}`]).filter(([path]) => !path.startsWith('network.')),
  );
const brief = { steps: 1, 'ticks.snapshots': 9, 'ticks.states': 9, 'ticks.grids': 9 };

/** Runs `stackgan train`; returns the new run and what was printed. */
async function trained(
  outdir: string,
  overrides: OptionOverrides,
  given: Partial<TrainArguments> = {},
) {
  const context = quietContext();
  const common = {
    preset: undefined,
    profile: undefined,
    resume: undefined,
    dryRun: false,
    tensorboard: false,
  };
  await train({ ...common, outdir, overrides, backend: 'ort', ...given }, context);
  return { run: (await listRuns(outdir)).at(-1)!, text: context.lines.join('\n') };
}

/** Trainable weights and text codes of a saved network. */
async function weightsOf(folder: string) {
  const model = await loadModel(folder);
  const values = model.trainableWeights.map((weight) => [...weight.read().dataSync()]).flat();
  const code = model.weights
    .filter(({ originalName }) => originalName.startsWith('text_code/'))
    .map((weight) => [...weight.read().dataSync()]);
  return { values, code };
}

/** The table of boxes of a saved GAWWN generator. */
async function quantilesOf(folder: string) {
  const model = await loadModel(folder);
  const [quantiles] = model.getLayer('latent_box').getWeights();
  return [...quantiles!.dataSync()];
}

const largest = (values: number[], expected: number[]) => {
  expect(values.length).toBe(expected.length);
  return values.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
};

describe('stackgan train --from', () => {
  it('starts Stage-I with all networks, text codes and the matching network of a run', async () => {
    const folder = await temporaryFolder();
    const outdir = join(folder, 'runs');
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    const coded = { 'network.textCode': true, 'loss.matchingWeight': 5, 'loss.matchingSteps': 2 };
    const old = { ...tinyOptions.stage1, ...coded, data: await tinyDataset(first) };
    const source = await trained(outdir, { stage: 1, ...old, steps: 2 });
    const data = await tinyDataset(second, { count: 12 });
    const still = { ...brief, 'optimizer.learningRate': 1e-12, 'loss.matchingWeight': 5 };
    const overrides = { stage: 1, ...untold(1), data, ...still };
    const { run, text } = await trained(outdir, overrides, { from: source.run });

    const snapshot = join(source.run, 'snapshot-000002');
    expect(text).toContain(`starts with the weights of ${snapshot}: generator, moving`);
    expect(text).not.toContain('learning which caption fits');
    const { options, from } = await readRunOptions(run);
    expect(from).toEqual({ source: snapshot, hasDiscriminator: true });
    expect(options.network).toEqual((await readRunOptions(source.run)).options.network);

    const before = await weightsOf(join(snapshot, 'generator'));
    const average = await weightsOf(join(snapshot, 'generator-average'));
    const after = join(run, 'snapshot-000001');
    const generator = await weightsOf(join(after, 'generator'));
    expect(largest(generator.values, before.values)).toBeLessThan(1e-6);
    expect(generator.code).toEqual(before.code);
    expect(before.code[0]!.some((value) => value !== 0)).toBe(true);
    const judge = 'discriminator';
    expect(
      largest(
        (await weightsOf(join(after, judge))).values,
        (await weightsOf(join(snapshot, judge))).values,
      ),
    ).toBeLessThan(1e-6);
    // The moving average starts at that of the source, and warms up anew.
    expect(largest(average.values, before.values)).toBeGreaterThan(1e-5);
    const decay = warmedUpDecay(0, options.movingAverage.decay);
    const expected = average.values.map(
      (value, index) => decay * value + (1 - decay) * before.values[index]!,
    );
    expect(decay).toBeGreaterThan(0);
    expect(
      largest((await weightsOf(join(after, 'generator-average'))).values, expected),
    ).toBeLessThan(1e-6);
    const matching = (of: string) => readFile(join(of, 'matching', 'weights.bin'));
    expect((await matching(run)).equals(await matching(source.run))).toBe(true);
  });

  it('goes on after a stop as if there had been none, without the source', async () => {
    const folder = await temporaryFolder();
    const outdir = join(folder, 'runs');
    const data = await tinyDataset(folder);
    const source = join(folder, 'source');
    await untrainedSnapshot(source, { seed: 7 });
    const overrides = { stage: 1, ...untold(1), data, ...brief, 'preview.captions': 1 };
    const start = () => trained(outdir, { ...overrides, steps: 2 }, { from: source1 });
    const source1 = join(source, 'snapshot-000001');
    const whole = (await start()).run;
    const split = join(outdir, '00001-split');
    await cp(whole, split, { recursive: true });
    for (const name of await readdir(split)) {
      if (/^(state|snapshot|stats)/.test(name)) await rm(join(split, name), { recursive: true });
    }
    await rm(source, { recursive: true });
    expect(await trainSteps(split, 1)).toEqual({ step: 1, isFinished: false });
    expect(await trainRun(split, quietContext())).toEqual({ step: 2, isFinished: true });
    const state = join('state-000002', 'tensors.safetensors');
    const [one, other] = [await readFile(join(whole, state)), await readFile(join(split, state))];
    expect(one.equals(other)).toBe(true);
  });

  it('starts both stages with the generators of a package, whose sizes it reads', async () => {
    const folder = await temporaryFolder();
    const outdir = join(folder, 'runs');
    const data = await tinyDataset(folder);
    const stage1 = await untrainedSnapshot(join(folder, '1'), { 'network.textCode': true });
    const own = { 'network.textCode': true, 'network.residualBlocks': 2, seed: 5 };
    const stage2 = await untrainedSnapshot(join(folder, '2'), own, stage1);
    const model = join(folder, 'node_modules', '@birds', 'model');
    await mkdir(join(model, '..'), { recursive: true });
    const exported = { format: 'tfjs', part: 'generator', backend: 'cpu' } as const;
    await exportRun({ ...exported, run: stage2, out: model }, quietContext());
    await rm(join(model, 'options.json'));

    vi.spyOn(process, 'cwd').mockReturnValue(folder);
    for (const stage of [1, 2] as const) {
      const small = { ...untold(stage), data, ...brief, 'network.df': 1 };
      const { run, text } = await trained(outdir, { stage, ...small }, { from: '@birds/model' });
      const { from, options } = await readRunOptions(run);
      expect(from).toEqual({ source: '@birds/model', hasDiscriminator: false });
      expect(options.network).toMatchObject({ gf: 2, conditionDim: 3, textCode: true });
      expect(text).toContain('it has no discriminator; that of this run begins untrained');
      const trainedOn = await weightsOf(join(model, `stage${stage}`));
      const initial = join(run, PRETRAINED_FOLDER);
      expect(await weightsOf(join(initial, 'generator'))).toEqual(trainedOn);
      expect(await weightsOf(join(initial, 'generator-average'))).toEqual(trainedOn);
      expect(trainedOn.code).toHaveLength(2);
      expect((await weightsOf(join(initial, 'discriminator'))).code).toEqual(trainedOn.code);
      // No network of codes was trained: those of the source are read.
      expect(await exists(join(run, 'matching'))).toBe(false);
      if (stage === 1) continue;
      expect(options.network).toMatchObject({ residualBlocks: 2, imageSize: 128 });
      const base = await weightsOf(join(run, 'stage1'));
      expect(base).toEqual(await weightsOf(join(model, 'stage1')));
    }
  });

  it('keeps the networks of GAWWN, and learns the boxes of the new data', async () => {
    const folder = await temporaryFolder();
    const outdir = join(folder, 'runs');
    const data = await tinyDataset(folder, { hasBoxes: true });
    const gawwn = { 'network.box': true, 'network.latentDim': 6 };
    const snapshot = await untrainedSnapshot(join(folder, 'source'), gawwn);
    const model = join(folder, 'model');
    const exported = { format: 'tfjs', part: 'generator', backend: 'cpu' } as const;
    await exportRun({ ...exported, run: snapshot, out: model }, quietContext());
    await rm(join(model, 'options.json'));
    const still = { ...untold(1), data, ...brief, 'optimizer.learningRate': 1e-12 };
    for (const from of [snapshot, model]) {
      const { run } = await trained(outdir, { stage: 1, ...still, 'network.df': 1 }, { from });
      expect((await readRunOptions(run)).options.network).toMatchObject({
        box: true,
        latentDim: 6,
      });
      const [before, after] = [join(snapshot, 'generator'), join(run, 'snapshot-000001/generator')];
      const trainable = (await weightsOf(before)).values;
      expect(largest((await weightsOf(after)).values, trainable)).toBeLessThan(1e-6);
      expect((await quantilesOf(before)).every((value) => value === 0)).toBe(true);
      expect((await quantilesOf(after)).some((value) => value !== 0)).toBe(true);
    }

    const runs = await listRuns(outdir);
    const without = { stage: 1, ...still, data: await tinyDataset(join(folder, 'without')) };
    await expect(trained(outdir, without, { from: model })).rejects.toThrow(
      /does not say where the object is/,
    );
    const plain = { stage: 1, ...still, 'network.box': false };
    for (const from of [snapshot, model]) {
      await expect(trained(outdir, plain, { from })).rejects.toThrow(
        'network.box: true there, false here',
      );
    }
    expect(await listRuns(outdir)).toEqual(runs);
  });

  it('names what does not fit, and makes no run', async () => {
    const folder = await temporaryFolder();
    const outdir = join(folder, 'runs');
    const data = await tinyDataset(folder);
    const wide = { ...tinyEncoder, hash: 'tiny-hash-2' };
    const other = await tinyDataset(join(folder, 'other'), { encoder: wide });
    const stage1 = await untrainedSnapshot(join(folder, '1'));
    const stage2 = await untrainedSnapshot(join(folder, '2'), {}, stage1);
    const fails = async (overrides: OptionOverrides, given: Partial<TrainArguments>) => {
      const small = { ...untold(1), data, ...overrides };
      const error = await trained(outdir, small, given).catch((reason: Error) => reason);
      return (error as Error).message;
    };
    const sizes = { 'network.gf': 4, 'network.textCode': true, 'network.df': 3 };
    expect(await fails({ stage: 1, ...sizes }, { from: stage1 })).toBe(
      `the networks of ${stage1} are others than those of these options (` +
        'network.gf: 2 there, 4 here; network.df: 1 there, 3 here; ' +
        'network.textCode: false there, true here); leave out the flags that set them, or start without --from',
    );
    // Stage-I below a Stage-II: sizes as read from its layers, and no discriminator to fit.
    expect(
      await fails({ stage: 1, 'network.latentDim': 9, 'network.df': 3 }, { from: stage2 }),
    ).toContain('(network.latentDim: 2 there, 9 here)');
    expect(await fails({ stage: 2 }, { from: stage1 })).toContain(
      'has a Stage-I alone; --from needs a Stage-II for --stage 2',
    );
    expect(await fails({ stage: 1, data: other }, { from: stage1 })).toMatch(
      /was trained on 4-d text of encoder tiny \(tiny-has\), but got 4-d text/,
    );
    expect(await fails({ stage: 1 }, { from: '@birds/none' })).toMatch(/no package @birds\/none/);
    expect(await fails({ stage: 1 }, { from: stage1, resume: 'latest' })).toMatch(
      /--from starts a new run, and --resume continues one/,
    );
    expect(await listRuns(outdir)).toEqual([]);
  });

  it('copies the attribute network only for the attributes that it knows', async () => {
    const folder = await temporaryFolder();
    const outdir = join(folder, 'runs');
    const data = await attributeDataset(join(folder, 'a'));
    const without = await tinyDataset(join(folder, 'b'));
    const source = join(folder, 'source');
    const snapshot = await untrainedSnapshot(source, { data });
    await cp(join(snapshot, 'options.json'), join(source, 'options.json'));
    await mkdir(join(source, 'attributes'));
    await writeFile(join(source, 'attributes', 'model.json'), '{}');
    const copied = async (data: string) => {
      const options = { stage: 1, ...untold(1), ...brief, data, 'loss.attributeWeight': 1 };
      // Stopped before it reads what it copied.
      await trained(outdir, options, { from: source }).catch(() => undefined);
      return exists(join((await listRuns(outdir)).at(-1)!, 'attributes'));
    };
    expect(await copied(data)).toBe(true);
    expect(await copied(without)).toBe(false);
    expect(await listRuns(outdir)).toHaveLength(2);
  });
});
