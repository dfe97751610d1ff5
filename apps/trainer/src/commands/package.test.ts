import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { RunEvaluation } from '../records/evaluation-schema.js';
import { appendEvaluation } from '../run-directory/metrics-log.js';
import { runOf } from '../run-directory/run-of.js';
import { addContrast } from '../testing/add-contrast.js';
import { quietContext, temporaryFolder, tinyEncoder } from '../testing/tiny.js';
import { trainTiny } from '../testing/train-tiny.js';
import { drawInstalled } from './draw-installed.js';
import { exportRun } from './export.js';
import { models } from './models.js';
import { packageRun, type PackageArguments } from './package.js';
import { sample, type SampleArguments } from './sample.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => vi.restoreAllMocks());

const loadEncoder = () => Promise.resolve(tinyEncoder);
const readJson = async (...path: string[]) =>
  JSON.parse(await readFile(join(...path), 'utf8')) as Record<string, unknown>;

/** Draws one image; returns its pixels and the lines that were printed. */
async function drawn(given: Partial<SampleArguments>, folder: string) {
  const context = quietContext();
  const none = { captions: undefined, embeddings: undefined, data: undefined };
  const ways = { interpolate: undefined, nearest: undefined, meanOnly: false, backend: 'cpu' };
  const common = { run: undefined, texts: ['image 3'], seeds: '5', out: join(folder, 'out') };
  await sample({ ...none, ...ways, ...common, ...given }, context, { loadEncoder });
  const pixels = await sharp(join(folder, 'out/000-seed5.png')).raw().toBuffer();
  return { pixels, lines: context.lines };
}

it('is installed and drawn with by its name, tells its training, and keeps its package.json', async () => {
  const folder = await temporaryFolder();
  const { stage1, stage2 } = await trainTiny(folder);
  for (const network of ['generator-average', 'stage1']) await addContrast(stage2, network);
  const { run, step } = await runOf(stage2);
  const measured: RunEvaluation = {
    ...{ step, of: stage2, samples: 8, seed: 0, data: 'tiny', extractor: 'none' },
    measurements: [{ name: 'Tiny', value: 0.25, better: 'higher', protocol: 'by eye' }],
  };
  await appendEvaluation(run!, measured);
  const nearest = { extractor: 'mean-colour', median: 10, heldOutMedian: 9.5 };
  await mkdir(join(run!, 'nearest'));
  await writeFile(join(run!, 'nearest/nearest.json'), JSON.stringify(nearest));
  await copyFile(join(stage2, 'samples.png'), join(run!, 'nearest/nearest.png'));

  const name = '@birds/model-tiny';
  const out = join(folder, 'app/node_modules', name);
  const given: PackageArguments = {
    ...{ run: stage2, data: undefined, name, description: 'Draws greys', examples: [] },
    ...{ weights: 'float16', out, backend: 'cpu' },
  };
  const context = quietContext();
  await packageRun(given, context, { command: 'npm run birds' });
  expect(context.lines.at(-1)).toMatch(/^@birds\/model-tiny: \d\.\d MB in .*; npm publish /);
  expect((await readdir(out, { recursive: true })).sort()).toEqual(
    [
      ...[
        'README.md',
        'options.json',
        'package.json',
        'recipe.json',
        'samples.png',
        'stackgan.json',
      ],
      'nearest.png',
      ...['stage1', 'stage1/model.json', 'stage1/weights.bin'],
      ...['stage2', 'stage2/model.json', 'stage2/weights.bin'],
      ...['training', 'training/stage1-metrics.jsonl', 'training/stage1.jsonl'],
      ...['training/stage1.html', 'training/stage2.html'],
      ...['training/stage2-metrics.jsonl', 'training/stage2.jsonl'],
    ].sort(),
  );
  const page = await readFile(join(out, 'training/stage2.html'), 'utf8');
  expect(page).toMatch(/<h3>Generator loss<\/h3>[^]*<th>Tiny<\/th>/);
  // It does not load itself again.
  expect(page).not.toContain('data-refresh');
  const recipe = await readJson(out, 'recipe.json');
  expect(recipe).toMatchObject({
    command: 'npm run birds',
    dataset: { name: 'tiny', licence: 'CC0', counts: { train: 6, test: 2 } },
    stages: [
      { stage: 1, step: 4, options: { steps: 4, network: { latentDim: 2 } } },
      { stage: 2, step: 2, options: { steps: 2, network: { imageSize: 128 } } },
    ],
  });
  expect(recipe['dataset']).toHaveProperty('sha256', expect.stringMatching(/^[0-9a-f]{64}$/));
  const card = await readFile(join(out, 'README.md'), 'utf8');
  expect(card).toMatch(/\n# @birds\/model-tiny\n[^]*Draws greys\n\n- image 7\n/);
  expect(card).toMatch(/nearest training image is 10\.00, [^]* not seen, 9\.50\./);
  expect(card).toMatch(/\| Tiny \| 0\.2500 \|[^]*loadStackGAN\('@birds\/model-tiny'\)/);
  // Nothing says where on this machine it was trained.
  for (const file of await readdir(out, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    expect(await readFile(join(file.parentPath, file.name), 'latin1')).not.toContain(folder);
  }

  // Installed, it draws nearly the same; nothing else needs to be known of it.
  vi.spyOn(process, 'cwd').mockReturnValue(join(folder, 'app'));
  const whole = await drawn({ run: stage2 }, folder);
  const packed = await drawn({ run: name }, folder);
  const distance =
    packed.pixels.reduce((sum, value, i) => sum + Math.abs(value - whole.pixels[i]!), 0) /
    whole.pixels.length;
  const raw = { width: 128, height: 128, channels: 3 as const };
  const { channels } = await sharp(whole.pixels, { raw }).stats();
  expect(channels[0]!.stdev).toBeGreaterThan(10);
  expect(distance).toBeLessThan(0.1);
  await expect(drawn({ run: name, nearest: 2 }, folder)).rejects.toThrow(
    /the data set of @birds\/model-tiny is unknown; give a prepared data set with --data/,
  );
  await expect(drawn({ run: '@birds/none' }, folder)).rejects.toThrow(
    'no package @birds/none with a stackgan.json is installed; npm install @birds/none',
  );
  const again = join(folder, 'again');
  const exporting = { run: name, format: 'tfjs', part: 'generator', backend: 'cpu' } as const;
  await exportRun({ ...exporting, out: again }, quietContext());
  expect((await drawn({ run: again }, folder)).pixels).toEqual(packed.pixels);

  const listed = quietContext();
  await models({}, listed);
  expect(listed.lines.join('\n')).toMatch(
    /@birds\/model-tiny 1\.0\.0: 128×128, \d\.\d MB, in .*\n {2}Draws greys\n {2}captions by tiny, 4 numbers\n {2}"image 7"/,
  );

  const first = quietContext();
  const drawing = {
    ...{ name, captions: ['image 3'], seeds: [5], out: join(folder, 'first'), loadEncoder },
    chooseBackend: () => Promise.resolve(),
  };
  await drawInstalled(drawing, first);
  expect(first.lines[0]).toBe('First, images by the installed model @birds/model-tiny 1.0.0');
  expect(first.lines.at(-1)).toContain(join(folder, 'first/grid.png'));
  const file = join(folder, 'first/000-seed5.png');
  expect(await sharp(file).raw().toBuffer()).toEqual(packed.pixels);
  await drawInstalled(drawing, silentContext());
  await drawInstalled(
    { ...drawing, name: '@birds/none', out: join(folder, 'no') },
    silentContext(),
  );

  // Measurements of it are not written into it.
  expect(await runOf(out)).toEqual({ run: undefined, step: 0 });

  const program = process.argv[1]!;
  process.argv[1] = join(folder, 'cli.js');
  await expect(drawn({}, folder)).rejects.toThrow(
    'no --run, and @stackgan/model-avatars, which would draw without one, is not installed; give --run <folder>, or npm install @stackgan/model-avatars',
  );
  process.argv[1] = program;

  // Written again: the author's package.json stays, and what is not of the new model goes.
  await writeFile(join(out, 'package.json'), '{"name":"@birds/own","version":"3.0.0"}');
  await expect(packageRun(given, context)).rejects.toThrow(/leave out --name and --description/);
  const replaced = { ...given, name: undefined, description: undefined, run: stage1 };
  await packageRun({ ...replaced, examples: ['a grey'] }, context);
  expect(await readJson(out, 'package.json')).toEqual({ name: '@birds/own', version: '3.0.0' });
  expect(await readdir(out)).not.toContain('stage2');
  expect(await readJson(out, 'stackgan.json')).toMatchObject({ examples: ['a grey'] });

  await mkdir(join(folder, 'other'));
  const faults: [Partial<PackageArguments>, RegExp][] = [
    [{ out: join(folder, 'other') }, /other is there already, without a package\.json/],
    [{ out: join(folder, 'new'), name: undefined }, /needs a name: --name @me\/model-birds/],
    [{ run: again }, /again is not a snapshot, and says nothing of its training; give a run/],
  ];
  for (const [wrong, message] of faults) {
    await expect(packageRun({ ...given, ...wrong }, context)).rejects.toThrow(message);
  }
});

/** A context that prints nothing, or the test fails. */
function silentContext() {
  const context = quietContext();
  context.console.output.write = (text: string) => {
    throw new Error(`printed ${text}`);
  };
  return context;
}
