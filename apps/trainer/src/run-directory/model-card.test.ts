import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ExportArguments } from '../commands/export.js';
import type { SampleArguments } from '../commands/sample.js';
import { buildProgram } from '../cli/program.js';
import type { RunEvaluation } from '../records/evaluation-schema.js';
import { appendEvaluation } from './metrics-log.js';
import { exportRun } from '../commands/export.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { createRun } from '../training/create-run.js';
import { trainRun } from '../training/train-run.js';
import { quietContext, temporaryFolder, tinyDataset, tinyOptions } from '../testing/tiny.js';
import { modelCard } from './model-card.js';
import { listNumbered } from './run-directory.js';
import { RUN_FORMAT, type RunOptions } from './run-options.js';

const overrides = {
  data: '/home/somebody/data',
  ...tinyOptions.stage2,
  stage1: '/home/somebody/1',
};
const settings: RunOptions = {
  format: RUN_FORMAT,
  totalSteps: 10,
  dataset: { name: 'birds', licence: 'MIT', attribution: 'drawn by nobody' },
  encoder: { name: 'tiny', hash: '0123456789abcdef', dimension: 4 },
  options: resolveOptions({ stage: 2, preset: 'quick-start', overrides }),
};
const card = (given: Partial<RunOptions['dataset']> = {}, caption?: string) =>
  modelCard({
    settings: { ...settings, dataset: { ...settings.dataset, ...given } },
    step: 1200,
    parameters: 34_567,
    caption,
  });
const frontMatter = (text: string): unknown => {
  const [, yaml] = /^---\n(.*?\n)---\n/s.exec(text)!;
  return parse(yaml!);
};

describe('modelCard', () => {
  it('begins with what model hubs read', () => {
    expect(frontMatter(card())).toEqual({
      license: 'mit',
      language: ['en'],
      library_name: 'stackgan',
      pipeline_tag: 'text-to-image',
      tags: ['stackgan', 'gan', 'text-to-image', 'tensorflow.js', 'stage-2'],
      datasets: ['birds'],
    });
  });

  it('is valid whatever the data set says of itself', () => {
    const name = 'a: "b"\n---\n# [x](y) | `z` <b>';
    const text = card({ name, licence: 'for research, only' });
    expect(frontMatter(text)).toMatchObject({
      license: 'other',
      license_name: 'for-research-only',
      datasets: [name],
    });
    // Text of others is text in the body, too.
    const body = text.slice(text.indexOf('\n# '));
    expect(body).not.toMatch(/^# \[x\]|[^\\]<b>|[^\\]\[x\]/m);
    expect(frontMatter(card({ name: 'unknown', licence: 'unknown' }))).not.toHaveProperty(
      'datasets',
    );
  });

  it('keeps a caption and a hash of others on their line', () => {
    const caption = "a bird'\n```\n<script>alert(1)</script>\u001b[2J";
    const text = card({ licence: 'constructor' }, caption);
    expect(text).toContain("--text 'a bird'\\'' ``` <script>alert(1)</script>\\u001b[2J' --seeds");
    expect(text.match(/^```/gm)).toHaveLength(4);
    expect(frontMatter(text)).toMatchObject({ license: 'other', license_name: 'constructor' });
    const encoder = { ...settings.encoder, hash: '<b>|x|</b>' };
    const other = modelCard({ settings: { ...settings, encoder }, step: 1, parameters: 1 });
    expect(other).toContain(String.raw`(hash \<b\>\|x\|\</b\>)`);
  });

  it('tells of data, options, metrics, use and limits, and of no folder of the trainer', () => {
    const text = card({}, "a bird's nest");
    const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      ...['Samples', 'Data and licence', 'Options', 'Metrics', 'How to use', 'Limits'],
    ]);
    expect(text).toMatch(/1,200 steps of 2 images \(2,400 in all\)/);
    expect(text).toContain('| network.imageSize | 128 |');
    expect(text).toContain('| gf 2, 34,567 trainable parameters |'.slice(2));
    expect(text).toContain(String.raw`--text 'a bird'\''s nest'`);
    expect(text).toContain(`stackgan.generate("a bird's nest", { seed: 0 })`);
    expect(text).toContain('The caption encoder tiny is needed as well');
    expect(text).toContain('None measured yet');
    expect(text).not.toContain('somebody');
    expect(card()).not.toContain('samples.png');
  });

  it('says the size that a Stage-I of 256×256 draws', () => {
    const overrides = { ...tinyOptions.stage1, data: 'data', 'network.imageSize': 256 };
    const options = resolveOptions({ stage: 1, preset: 'quick-start', overrides });
    const text = modelCard({ settings: { ...settings, options }, step: 1, parameters: 1 });
    expect(text).toContain('# StackGAN Stage-I, 256×256\n');
    expect(text).toContain('A generator that draws 256×256 images');
    expect(text).not.toContain('64×64');
  });

  it('has what was measured, and takes in what is measured later', async () => {
    const evaluation = (name: string, value: number, seed = 0): RunEvaluation => ({
      ...{ step: 1200, of: 'snapshot', samples: 1000, seed, data: 'birds | bees', extractor: 'x' },
      measurements: [{ name, value, deviation: 0.5, real: 9, better: 'lower', protocol: 'how' }],
    });
    const about = { settings, step: 1200, parameters: 1 };
    const written = modelCard({
      ...about,
      evaluations: [evaluation('FID', 20), evaluation('FID', 10, 1), evaluation('KID', 0.25)],
    });
    const how = String.raw`against birds \| bees; how`;
    expect(written).toContain(
      `| FID | 10.00 ± 0.50 | 9.00 | lower | 1,000 images, seed 1, ${how} |`,
    );
    expect(written).toContain('| KID | 0.2500 ± 0.5000 |');
    expect(written).not.toContain('20.00');

    const run = await temporaryFolder();
    const readme = join(run, 'snapshot-001200', 'README.md');
    await mkdir(join(run, 'snapshot-001200'));
    await writeFile(readme, modelCard(about));
    for (const one of [evaluation('FID', 20), evaluation('FID', 10, 1)])
      await appendEvaluation(run, one);
    await appendEvaluation(run, { ...evaluation('IS', 3), step: 1300 });
    await appendEvaluation(run, evaluation('KID', 0.25));
    expect(await readFile(readme, 'utf8')).toBe(written);
    await writeFile(readme, 'A text of my own.\n');
    await appendEvaluation(run, evaluation('KID', 0.5));
    expect(await readFile(readme, 'utf8')).toBe('A text of my own.\n');
  });

  it('stands beside its samples, and what it says of use is so', async () => {
    await tf.setBackend('cpu');
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const options = resolveOptions({
      stage: 1,
      preset: 'quick-start',
      overrides: { data, ...tinyOptions.stage1, steps: 1, 'ticks.snapshots': 1 },
    });
    const run = await createRun(options, join(folder, 'runs'));
    await trainRun(run, quietContext());
    const [snapshot] = await listNumbered(run, 'snapshot');
    const text = await readFile(join(snapshot!.path, 'README.md'), 'utf8');
    const [, image] = /!\[.*\]\((.*)\)/.exec(text)!;
    expect((await sharp(join(snapshot!.path, image!)).metadata()).format).toBe('png');

    // Each command as printed; its working directory is the snapshot, under any name.
    const published = join(folder, 'published');
    await rename(snapshot!.path, published);
    const [, block] = /```sh\n(.*?)```/s.exec(text)!;
    const lines = block!
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('stackgan '));
    const calls: string[] = [];
    const call = async (given: SampleArguments | ExportArguments) => {
      const { run: here } = given;
      if ('texts' in given) {
        calls.push(`sample ${here} ${given.texts.length} ${given.seeds}`);
        return;
      }
      calls.push(`export ${here}`);
      const paths = { run: `${published}/${here}`, out: join(folder, 'out') };
      await exportRun({ ...given, ...paths }, quietContext());
    };
    for (const line of lines) {
      const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(
        ([, quoted, word]) => quoted ?? word!,
      );
      await buildProgram(() => call as never).parseAsync(words.slice(1), { from: 'user' });
    }
    expect(calls).toEqual(['sample . 1 0-3', 'export .']);
    const session = await InferenceSession.create(join(folder, 'out', 'generator.onnx'));
    expect(session.inputNames).toEqual(['embedding', 'epsilon', 'latent']);
    await session.release();
    await tf.setBackend('cpu');
  });
});
