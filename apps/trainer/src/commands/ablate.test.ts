import { readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FeatureExtractor } from '@stackgan/metrics';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { AblationResult } from '../ablation/ablation-table.js';
import type { Finding } from '../ablation/findings.js';
import { table2 } from '../ablation/rows.js';
import type { TrainOptions } from '../options/train-options.js';
import type { AblateArguments } from './ablate.js';
import { decodeKey } from '../human-study/encoded-key.js';
import { studyKey } from '../human-study/study-key.js';
import { readEvaluations } from '../run-directory/metrics-log.js';
import { readRunOptions } from '../run-directory/run-options.js';
import { quietContext, temporaryFolder, tinyDataset, tinyOptions } from '../testing/tiny.js';
import { ablate } from './ablate.js';

/** Mean and largest value of each channel. */
const tinyExtractor = (): Promise<FeatureExtractor> =>
  Promise.resolve({
    ...{ name: 'tiny', hash: 'tiny', imageSize: [1, 1], features: 6, resize: 'pillow-bilinear' },
    extract: (images: tf.Tensor4D) =>
      tf.tidy(() => tf.concat([tf.mean(images, [1, 2]), tf.max(images, [1, 2])], 1)),
    dispose: () => undefined,
  } as FeatureExtractor);

// Grids cost more than training at this size.
const common = {
  // At the usual speed, averages of so few steps draw grey alone.
  'optimizer.learningRate': 0.05,
  'movingAverage.decay': 0,
  'preview.captions': 1,
  'ticks.grids': 9,
  'ticks.snapshots': 9,
  'ticks.states': 9,
};
const overrides = {
  stage1: { ...tinyOptions.stage1, ...common, 'network.latentDim': 6 },
  stage2: { ...tinyOptions.stage2, ...common, 'network.gf': 4 },
};

async function prepared(sizes: readonly number[]) {
  const folder = await temporaryFolder();
  const data = await tinyDataset(folder, { sizes, count: 12, hasBoxes: true });
  const given: AblateArguments = {
    ...{ data, preset: 'quick-start', steps1: 2, steps2: 1, seeds: 1, samples: 10 },
    ...{ metrics: 'is,fid', outdir: join(folder, 'out'), backend: 'ort' },
    ...{ table: 'table2', rows: undefined },
  };
  const run = (context = quietContext(), more: Partial<AblateArguments> = {}) =>
    ablate({ ...given, ...more }, context, { overrides, openExtractor: tinyExtractor });
  return { given, run, outdir: given.outdir };
}

/** Rewrites the options of the run of row `id` when its training begins. */
function beforeTraining(
  id: string,
  { console: { output } }: ReturnType<typeof quietContext>,
  outdir: string,
  rewrite: (options: string) => string,
): void {
  const { write } = output;
  output.write = (text: string) => {
    if (text.startsWith(`Training ${id},`)) {
      const { runs } = JSON.parse(readFileSync(join(outdir, 'ablate.json'), 'utf8')) as {
        runs: Record<string, string>;
      };
      const file = join(outdir, runs[`seed0/${id}`]!, 'options.json');
      writeFileSync(file, rewrite(readFileSync(file, 'utf8')));
    }
    return write(text);
  };
}

/** Whether there is no image in a line of tiles of the first caption of figure5.png. */
async function isBlank(outdir: string, line: number): Promise<boolean> {
  const tiles = { left: 206, top: 34 + line * 132, width: 6 * 132, height: 128 };
  const pixels = await sharp(join(outdir, 'figure5.png')).extract(tiles).raw().toBuffer();
  return pixels.every((value) => value === 255);
}

describe('ablate', () => {
  it('trains and measures the ten rows of Table 2, goes on after Ctrl-C, does nothing twice', async () => {
    const { run, outdir } = await prepared([64, 128, 256]);

    // Ctrl-C in the second run.
    const first = quietContext();
    const { write } = first.console.output;
    first.console.output.write = (text: string) => {
      if (text.startsWith('step 1/2') && first.lines.join().includes('stage1-64-ca')) first.stop();
      return write(text);
    };
    await expect(run(first)).rejects.toMatchObject({ name: 'StoppedError' });
    expect(first.lines.at(-1)).toMatch(
      /^stopped at step 1, .*stackgan ablate --data \S+ --preset quick-start --steps1 2 --steps2 1 /,
    );

    // The rest: the run of a row is made once, and is the Stage-I of others.
    const second = quietContext();
    await run(second);
    const runs = table2.map(({ id }, index) => `${String(index).padStart(5, '0')}-${id}-seed0`);
    expect((await readdir(outdir)).sort()).toEqual(
      [...runs, 'ablate.json', 'ablation.json', 'ablation.md', 'figure5.png'].sort(),
    );
    expect(second.lines.join('\n')).toContain('00001-stage1-64-ca-seed0: go on at step 1');

    // Rows differ in what they are about, and in nothing else.
    const trained = await Promise.all(
      runs.map(async (name) => (await readRunOptions(join(outdir, name))).options),
    );
    expect(
      trained.map(({ steps, network, loss, ...options }) => [
        options.stage,
        network.imageSize,
        network.conditionNoise,
        loss.klWeight,
        'textTwice' in network ? network.textTwice : undefined,
        steps,
        'stage1' in options ? /\d-(stage1-\S+)-seed0/.exec(options.stage1)?.[1] : undefined,
      ]),
    ).toEqual([
      [1, 64, 'none', 0, undefined, 2, undefined],
      [1, 64, 'normal', 2, undefined, 2, undefined],
      [1, 256, 'none', 0, undefined, 3, undefined],
      [1, 256, 'normal', 2, undefined, 3, undefined],
      [2, 128, 'normal', 2, false, 1, 'stage1-64-ca'],
      [2, 128, 'none', 0, true, 1, 'stage1-64-no-ca'],
      [2, 128, 'normal', 2, true, 1, 'stage1-64-ca'],
      [2, 256, 'normal', 2, false, 1, 'stage1-64-ca'],
      [2, 256, 'none', 0, true, 1, 'stage1-64-no-ca'],
      [2, 256, 'normal', 2, true, 1, 'stage1-64-ca'],
    ]);

    // The table, for people and for programs.
    const markdown = await readFile(join(outdir, 'ablation.md'), 'utf8');
    expect(markdown.match(/^\| \d+×\d+ \S+ .*\|$/gm)).toHaveLength(10);
    expect(markdown).toMatch(
      /\| resizing Stage-I to 256 does not raise its score \| (shown|opposite): [+−]\d/,
    );
    const result = JSON.parse(await readFile(join(outdir, 'ablation.json'), 'utf8')) as {
      rows: { measurements: { value: number }[] }[];
    };
    const values = result.rows.map(({ measurements }) => measurements.map(({ value }) => value));
    expect(values).toHaveLength(10);
    for (const row of values) expect(row.every(Number.isFinite)).toBe(true);
    // Three lines of six images each of three captions.
    const figure = await sharp(join(outdir, 'figure5.png')).metadata();
    expect(figure.width * figure.height).toBeGreaterThan(3 * 3 * 6 * 128 * 128);

    // Nothing is left to train or measure; other options are another ablation.
    const third = quietContext();
    await run(third);
    expect(third.lines.join('\n')).not.toMatch(/Training|step \d/);
    expect(third.lines.slice(1)).toEqual(second.lines.slice(-(third.lines.length - 1)));
    await expect(run(quietContext(), { steps2: 3 })).rejects.toThrow(
      /holds another ablation \(steps2: 1 before, 3 now\); give another --outdir/,
    );
  }, 300_000);

  it('--table1 trains GAN-INT-CLS, GAWWN and StackGAN', async () => {
    const { run, outdir } = await prepared([64, 256]);
    const context = quietContext();
    await run(context, { table: 'table1' });
    const text = context.lines.join('\n');
    expect(text).toMatch(
      /64×64 GAN-INT-CLS +no +\/ .*± .*\n64×64 GAWWN +no +\/ .*± .*\n256×256 StackGAN +yes +yes /,
    );
    expect(text).toMatch(/human-study\/study\.html .* is the whole study/);
    const page = await readFile(join(outdir, 'human-study', 'study.html'), 'utf8');
    const key = decodeKey(studyKey, /"key":"([^"]+)"/.exec(page)![1]!)!;
    expect(key.models.map((run) => basename(run))).toEqual([
      '00000-gan-int-cls-seed0',
      '00001-gawwn-seed0',
      expect.stringMatching(/-stackgan-256-ca-twice-seed0$/) as string,
    ]);
    const { options } = await readRunOptions(join(outdir, '00000-gan-int-cls-seed0'));
    expect(options.batch).toMatchObject({ interpolated: true, mismatched: 'wrongImages' });
    const other = await readRunOptions(join(outdir, '00001-gawwn-seed0'));
    expect(other.options.network).toMatchObject({ box: true, conditionNoise: 'none' });
  });

  it('--rows trains only these and what they build on; several seeds have intervals', async () => {
    const { run, outdir } = await prepared([64, 128]);
    await expect(run(quietContext(), { rows: 'stage1-64-ca,stage-64' })).rejects.toThrow(
      /--rows stage-64: no such row; did you mean stage1-64-ca\?/,
    );
    const context = quietContext();
    const rows = 'stackgan-128-ca-once,stackgan-128-ca-twice';
    await run(context, { rows, steps1: 4, steps2: 16, seeds: 2, samples: 20, metrics: 'fid' });
    expect((await readdir(outdir)).filter((name) => /^\d/.test(name))).toEqual([
      '00000-stage1-64-ca-seed0',
      '00001-stackgan-128-ca-once-seed0',
      '00002-stage1-64-ca-seed1',
      '00003-stackgan-128-ca-once-seed1',
      '00004-stackgan-128-ca-twice-seed0',
      '00005-stackgan-128-ca-twice-seed1',
    ]);
    const text = context.lines.join('\n');
    expect(text).toContain('only the rows stackgan-128-ca-once, stackgan-128-ca-twice');
    expect(text).not.toContain('figure5.png');

    const { rows: all, findings } = JSON.parse(
      await readFile(join(outdir, 'ablation.json'), 'utf8'),
    ) as Pick<AblationResult, 'rows' | 'findings'>;
    const [once, twice] = all.map(({ bySeed }) => bySeed.map((one) => one.measurements[0]!.value));
    const [first, second] = [twice![0]! - once![0]!, twice![1]! - once![1]!];
    // The deviation of two numbers is |a − b| / √2, and their mean has 1 / √2 of it.
    const half = (12.706204736 * Math.abs(first - second)) / 2;
    const [{ statement, judgements }] = findings as [Finding];
    expect(statement).toBe('text twice helps at 128');
    expect(judgements[0]!.value).toBeCloseTo((first + second) / 2, 9);
    expect(judgements[0]!.interval!.high).toBeCloseTo((first + second) / 2 + half, 6);
    // 4 and 16 steps of batches of 2, and the snapshot of step 12.
    expect(all[0]!.cost).toMatchObject({ kimg: expect.closeTo(0.04, 9) as number });
    for (const { changes } of all) expect(changes.map(({ name }) => name)).toEqual(['FID (tiny)']);
    const run0 = join(outdir, '00001-stackgan-128-ca-once-seed0');
    expect((await readEvaluations(run0)).map(({ step }) => step)).toEqual([12, 16]);
    const markdown = await readFile(join(outdir, 'ablation.md'), 'utf8');
    expect(markdown).toMatch(/## Change over the last quarter.*\n\n\| row \| FID \(tiny\) \|/);
  }, 300_000);

  it('goes on without a row that diverges and what builds on it, and does not try it anew', async () => {
    const { run, outdir } = await prepared([64, 128, 256]);
    const tensors = tf.memory().numTensors;
    const record = async () =>
      JSON.parse(await readFile(join(outdir, 'ablate.json'), 'utf8')) as {
        runs: Record<string, string>;
        faults: Record<string, string>;
      };

    // Another error than divergence ends the command, and is no row's fault.
    const damaged = quietContext();
    beforeTraining('stage1-64-no-ca', damaged, outdir, () => '{');
    await expect(run(damaged)).rejects.toThrow(/stage1-64-no-ca-seed0/);
    expect((await record()).faults).toEqual({});

    // The run that is gone is made anew.
    await rm(join(outdir, '00000-stage1-64-no-ca-seed0'), { recursive: true });
    const first = quietContext();
    // Losses of the second step are then unread, too.
    beforeTraining('stage1-64-ca', first, outdir, (text) =>
      text
        .replace('"learningRate": 0.05', '"learningRate": 1e30')
        .replace('"statistics": 1', '"statistics": 2'),
    );
    await run(first);
    const { runs, faults } = await record();
    expect(Object.keys(faults)).toEqual(['seed0/stage1-64-ca']);
    expect(faults['seed0/stage1-64-ca']).toMatch(/^seed 0 diverged at step 1: \S+ is \S+$/);
    const builtOn = table2.map(({ id }) => id).filter((id) => /stackgan-\d+-ca-/.test(id));
    expect(builtOn).toHaveLength(4);
    for (const id of builtOn) expect(runs).not.toHaveProperty(`seed0/${id}`);

    // Their cells are empty, the protocol says why; other rows have numbers, or images of one
    // colour.
    const markdown = await readFile(join(outdir, 'ablation.md'), 'utf8');
    expect(markdown).toMatch(/^\| 64×64 Stage-I \| no \| \/ \| \d.* \| \d.* \| 2\.66/m);
    expect(markdown).toMatch(/^\| 64×64 Stage-I \| yes \| \/ \| - \| - \| 2\.95/m);
    expect(markdown).toMatch(/^\| 256×256 StackGAN \| yes \| yes \| - \| - \| 3\.70/m);
    expect(markdown.match(/diverged/g)).toHaveLength(5);
    expect(markdown).toMatch(/^- stage1-64-ca has no numbers: seed 0 diverged at step 1: /m);
    for (const id of builtOn) {
      expect(markdown).toContain(
        `- ${id} has no numbers: it builds on stage1-64-ca, seed 0 diverged at step 1: `,
      );
    }
    expect(markdown).not.toContain('text twice helps');
    // Of the figure's three lines of a caption the lowest has no images.
    const blank = await Promise.all([0, 1, 2].map((line) => isBlank(outdir, line)));
    expect(blank).toEqual([false, false, true]);

    // Nothing is left to train; Table 1 has the same fault.
    const second = quietContext();
    await run(second);
    expect(second.lines.join('\n')).not.toMatch(/Training|step \d\//);
    expect(second.lines.at(-2)).toEqual(first.lines.at(-2));
    const third = quietContext();
    await run(third, { table: 'table1' });
    const text = third.lines.join('\n');
    expect(text.match(/Training \S+/g)).toEqual(['Training gan-int-cls,', 'Training gawwn,']);
    expect(text).toMatch(/256×256 StackGAN +yes +yes +- +- +3\.70/);
    expect(text).not.toContain('human-study');
    expect(tf.memory().numTensors).toBe(tensors);
  }, 300_000);

  it('follows what the data set says, as train does', async () => {
    const { given, outdir } = await prepared([64]);
    const path = join(given.data, 'dataset.json');
    const info = JSON.parse(await readFile(path, 'utf8')) as { options: object };
    Object.assign(info.options, { captionsPerDraw: 4 });
    await writeFile(path, JSON.stringify(info));
    const own = ['batch.captions', 'loss.matchingWeight'];
    const stage1 = Object.fromEntries(
      Object.entries(overrides.stage1).filter(([name]) => !own.includes(name)),
    );
    const context = quietContext();
    const said: unknown[] = [];
    beforeTraining('stage1-64-ca', context, outdir, (text) => {
      const { options } = JSON.parse(text) as { options: TrainOptions };
      said.push(options.batch.captions, options.loss.matchingWeight);
      context.stop();
      return text;
    });
    const settings = { overrides: { stage1 }, openExtractor: tinyExtractor };
    await expect(ablate({ ...given, rows: 'stage1-64-ca' }, context, settings)).rejects.toThrow();
    // The set averages four captions, and does not know what its images show.
    expect(said).toEqual([4, 2]);
  });

  it('says what is wrong before it trains', async () => {
    const { run } = await prepared([64, 128]);
    await expect(run()).rejects.toThrow(
      /no images of 256 pixels; .* stackgan prepare --sizes 64,128,256/,
    );
    const whole = await prepared([64, 128, 256]);
    await expect(whole.run(quietContext(), { preset: 'gan-int-cls' })).rejects.toThrow(
      /unknown preset gan-int-cls of stage 2/,
    );
    await expect(whole.run(quietContext(), { table: 'additions' })).rejects.toThrow(
      /--additions needs a preset without them, .* quick-start has loss\.attributeWeight/,
    );
    await expect(whole.run(quietContext(), { metrics: 'fd' })).rejects.toThrow(/--metrics fd/);
    await expect(whole.run(quietContext(), { samples: 3 })).rejects.toThrow(/needs 10 samples/);
  });
});
