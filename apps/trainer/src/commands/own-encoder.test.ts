import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset } from '@stackgan/data';
import { loadStackGAN, type LoadStackGANOptions } from '@stackgan/stage2';
import { encoderFromFunction } from '@stackgan/text';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveOptions } from '../profiles/resolve-options.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { addContrast } from '../testing/add-contrast.js';
import { preparedFolder } from '../testing/prepared-folder.js';
import { quietContext, temporaryFolder, tinyDataset, tinyOptions } from '../testing/tiny.js';
import { writeExtractor } from '../testing/write-extractor.js';
import { createRun } from '../training/create-run.js';
import { trainRun } from '../training/train-run.js';
import { type ExportArguments, exportRun } from './export.js';
import { packageRun } from './package.js';
import { sample, type SampleArguments } from './sample.js';
import { trainEncoder } from './train-encoder.js';

const SENTENCE = 'a blue square';
const SEED = 5;

/** Trains a tiny Stage-I run on a data set. */
async function trained(folder: string, data: string): Promise<string> {
  await tf.setBackend('cpu');
  const overrides = { ...tinyOptions.stage1, data, steps: 1, 'ticks.snapshots': 1 };
  const options = resolveOptions({ stage: 1, preset: 'quick-start', overrides });
  const run = await createRun(options, join(folder, 'runs'));
  await trainRun(run, quietContext());
  await addContrast(await findSnapshot(run), 'generator-average');
  return run;
}

/** What `sample` draws of the sentence. */
async function sampled(run: string, given: Partial<SampleArguments> = {}): Promise<Uint8Array> {
  const out = await temporaryFolder();
  const none = { captions: undefined, embeddings: undefined, data: undefined };
  const ways = { interpolate: undefined, nearest: undefined, meanOnly: false };
  const common = { run, texts: [SENTENCE], seeds: String(SEED), out, backend: 'cpu' };
  await sample({ ...none, ...ways, ...common, ...given }, quietContext());
  return new Uint8Array(
    await sharp(join(out, `000-seed${SEED}.png`))
      .raw()
      .toBuffer(),
  );
}

/** What `loadStackGAN` draws of it. */
async function drawn(source: string, options: LoadStackGANOptions = {}): Promise<Uint8Array> {
  const stackgan = await loadStackGAN(source, options);
  const image = await stackgan.generate(SENTENCE, { seed: SEED });
  stackgan.dispose();
  return new Uint8Array(await sharp(image.toPNG()).raw().toBuffer());
}

/** Exports a run as a model; returns its folder and the lines that were printed. */
async function exported(run: string, given: Partial<ExportArguments> = {}) {
  const out = join(await temporaryFolder(), 'model');
  const context = quietContext();
  const common = { run, format: 'tfjs', part: 'generator', out, backend: 'cpu' } as const;
  await exportRun({ ...common, ...given }, context);
  return { out, lines: context.lines };
}

const readJson = async (...path: string[]) =>
  JSON.parse(await readFile(join(...path), 'utf8')) as Record<string, unknown>;

describe('an encoder that learned from a data set', () => {
  let folder = '';
  let encoder = '';
  let run = '';
  /** What `sample --encoder` draws. */
  let pixels: Uint8Array = new Uint8Array();

  beforeAll(async () => {
    registerOrtBackend({ threads: 1 });
    await tf.setBackend('ort');
    folder = await mkdtemp(join(tmpdir(), 'stackgan-own-encoder-'));
    const data = await tinyDataset(folder, { sizes: [64], classes: 5 });
    encoder = join(folder, 'encoders', 'mine');
    const model = await writeExtractor(folder);
    const extractor = { features: 768, model, range: '-1,1', resize: undefined } as const;
    const options = { kind: 'char-cnn-rnn', dimension: 3, steps: 2, batch: 2, seed: 0 } as const;
    const given = { data, out: encoder, backend: 'ort', ...extractor, ...options };
    await trainEncoder(given, quietContext());
    const images = await mkdtemp(join(folder, 'images-'));
    run = await trained(folder, await preparedFolder(images, encoder, { backend: 'ort' }));
    pixels = await sampled(run, { encoder });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is given to loadStackGAN, which draws as sample does', async () => {
    const { channels } = await sharp(pixels, {
      raw: { width: 64, height: 64, channels: 3 },
    }).stats();
    expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(5);
    const { out, lines } = await exported(run);
    expect(lines.at(-1)).toBe(
      'it does not bring char-cnn-rnn mine, which reads its captions: give its folder with --encoder, or later as the option encoder of loadStackGAN',
    );
    expect(await readdir(out)).not.toContain('encoder');
    for (const source of [out, await findSnapshot(run)]) {
      await expect(loadStackGAN(source)).rejects.toMatchObject({
        name: 'EncoderRequiredError',
        encoder: { name: 'char-cnn-rnn mine', dimension: 3 },
      });
      expect(await drawn(source, { encoder })).toEqual(pixels);
    }
  });

  it('is in the exported model, with which loadStackGAN and sample need nothing else', async () => {
    const { out, lines } = await exported(run, { encoder });
    expect(lines.at(-1)).toMatch(/^generator of .* as tfjs in /u);
    expect((await readdir(join(out, 'encoder'))).sort()).toEqual([
      ...['encoder.json', 'weights.safetensors'],
    ]);
    expect(await readJson(out, 'stackgan.json')).toMatchObject({
      encoder: { name: 'char-cnn-rnn mine', dimension: 3, folder: 'encoder' },
    });
    expect(await drawn(out)).toEqual(pixels);
    expect(await sampled(out)).toEqual(pixels);
    // Of a model, too.
    const again = await exported(out);
    expect(await drawn(again.out)).toEqual(pixels);
    await writeFile(join(out, 'encoder', 'weights.safetensors'), 'damaged');
    await expect(sampled(out)).rejects.toThrow(/the encoder .*: weights\.safetensors is not the/u);
  });

  it('is in the package, whose package.json must list it', async () => {
    const out = join(folder, 'package');
    const given = { run, data: undefined, examples: [], weights: 'float32', out, encoder } as const;
    const about = { name: '@me/model-squares', description: 'Draws squares', backend: 'cpu' };
    await packageRun({ ...given, ...about }, quietContext());
    expect(await drawn(out)).toEqual(pixels);
    const { files } = await readJson(out, 'package.json');
    expect(files).toContain('encoder');
    const card = await readFile(join(out, 'README.md'), 'utf8');
    expect(card).toContain('The folder `encoder` holds the caption encoder.');
    expect(card).not.toContain('is needed as well');

    await writeFile(join(out, 'package.json'), '{"name":"@me/own","files":["stage1"]}');
    const unnamed = { name: undefined, description: undefined, backend: 'cpu' };
    await expect(packageRun({ ...given, ...unnamed }, quietContext())).rejects.toThrow(
      /files in .*package\.json do not list "encoder", so npm would leave it out; add it there/u,
    );
    expect(await drawn(out)).toEqual(pixels);
  });

  it('is not the sentence encoder, if the run learned from another', async () => {
    const exporting = exported(run, { encoder: 'sentence' });
    await expect(exporting).rejects.toMatchObject({ name: 'EncoderMismatchError' });
    await expect(exporting).rejects.toThrow(/char-cnn-rnn mine/u);
  });

  it.each<[Partial<ExportArguments>, RegExp]>([
    [{ encoder: 'mine.mjs' }, /--encoder mine\.mjs is a program, and models bring data alone/u],
    [{ encoder: 'nowhere' }, /the encoder nowhere: encoder\.json cannot be read/u],
    [{ format: 'onnx' }, /--encoder is for models that draw captions: --format tfjs/u],
    [{ part: 'discriminator' }, /--encoder is for models that draw captions/u],
  ])('is not exported by %j', async (given, message) => {
    const exporting = exported(run, { encoder, ...given });
    await expect(exporting).rejects.toMatchObject({ name: 'UsageError' });
    await expect(exporting).rejects.toThrow(message);
  });
});

it('an encoder in a module embeds a data set, and the sentences of a run that learned from it', async () => {
  const folder = await temporaryFolder();
  const about = { name: 'letters', dimension: 2 };
  const text = (hash: string) => `export default {
    ...${JSON.stringify({ ...about, hash })},
    embed: async (captions) =>
      Float32Array.from(captions.flatMap((text) => [text.length / 10, text.charCodeAt(2) / 100])),
  };`;
  // The same as a program would make it of the same function.
  const encoder = await encoderFromFunction({
    ...{ ...about, version: '1' },
    embed: (captions) =>
      Promise.resolve(captions.flatMap((text) => [text.length / 10, text.charCodeAt(2) / 100])),
  });
  const [file, other] = [join(folder, 'letters.mjs'), join(folder, 'other.mjs')];
  await writeFile(file, text(encoder.hash));
  await writeFile(other, text('letters-2'));

  const data = await preparedFolder(folder, file);
  const dataset = await openDataset(data, { encoder });
  await dataset.close();
  expect(dataset.info.encoder).toEqual({ ...about, hash: encoder.hash });
  const run = await trained(await temporaryFolder(), data);
  const pixels = await sampled(run, { encoder: file });
  expect(await drawn(await findSnapshot(run), { encoder })).toEqual(pixels);
  await expect(sampled(run)).rejects.toThrow(
    /give the folder or module of letters with --encoder/u,
  );
  await expect(sampled(run, { encoder: other })).rejects.toThrow(
    /trained on 2-d text of encoder letters \([0-9a-f]{8}\), but got 2-d text of encoder letters \(letters-\)/u,
  );
});
