import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSafetensors } from '@stackgan/formats';
import { SeededRandom } from '@stackgan/random';
import { registerStackGANLayers } from '@stackgan/stage2';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { loadModel } from '../run-directory/model-files.js';
import { loadSnapshot } from '../run-directory/snapshot.js';
import { quietContext, temporaryFolder } from '../testing/tiny.js';
import { untrainedSnapshot } from '../testing/untrained-snapshot.js';
import { exportRun } from './export.js';

it('exports a Stage-II with a shortcut and text codes to every format that has a place for it', async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
  registerStackGANLayers();
  const folder = await temporaryFolder();
  const stage1 = await untrainedSnapshot(join(folder, 'one'), { 'network.textCode': true });
  const run = await untrainedSnapshot(
    join(folder, 'two'),
    { 'network.shortcut': true, 'network.textCode': true, 'network.gf': 4 },
    stage1,
  );
  const exported = async (format: 'tfjs' | 'onnx' | 'safetensors' | 'pth') => {
    const out = join(folder, format);
    await exportRun({ run, format, part: 'generator', out, backend: 'auto' }, quietContext());
    return out;
  };

  const random = new SeededRandom(1);
  const noise = (size: number) => random.fillNormal(new Float32Array(2 * size));
  const given = {
    embedding: noise(4),
    stage1_epsilon: noise(3),
    latent: noise(2),
    stage2_epsilon: noise(3),
  };
  const tensor = (name: keyof typeof given) =>
    tf.tensor2d(given[name], [2, given[name].length / 2]);
  const draw = async (
    base: tf.Tensor4D,
    load: () => Promise<Awaited<ReturnType<typeof loadModel>>>,
  ) => {
    const inputs = [base, tensor('embedding'), tensor('stage2_epsilon')];
    const [image] = (await load()).apply(inputs) as [tf.Tensor];
    return [...image.dataSync()];
  };
  const { generators } = await loadSnapshot(run);
  const generator = generators.stage2!;
  const [sketch] = generators.stage1.apply([
    tensor('embedding'),
    tensor('stage1_epsilon'),
    tensor('latent'),
  ]) as [tf.Tensor4D];
  const drawn = await draw(sketch, () => Promise.resolve(generator));
  expect(new Set(drawn).size).toBeGreaterThan(1000);

  const tfjs = await exported('tfjs');
  expect(await draw(sketch, () => loadModel(join(tfjs, 'stage2')))).toEqual(drawn);

  const session = await InferenceSession.create(join(await exported('onnx'), 'generator.onnx'));
  const feeds = Object.entries(given).map(([name, values]) => [
    name,
    new OrtTensor('float32', values, [2, values.length / 2]),
  ]);
  const { image } = await session.run(Object.fromEntries(feeds) as Record<string, OrtTensor>);
  const pixels = image!.data as Float32Array;
  const difference = drawn.reduce((most, x, i) => Math.max(most, Math.abs(x - pixels[i]!)), 0);
  expect(difference).toBeLessThan(1e-4);

  const file = await readFile(join(await exported('safetensors'), 'generator.safetensors'));
  const { 'ca_net.fc.weight': kernel, 'ca_net.fc.bias': bias } = readSafetensors(file).tensors;
  // A state_dict has no text codes: its one dense layer is both.
  const embeddings = tensor('embedding');
  const [mean, logVariance] = generator
    .getLayer('ca')
    .apply([
      generator.getLayer('text_code').apply(embeddings) as tf.Tensor,
      tensor('stage2_epsilon'),
    ]) as [tf.Tensor2D, tf.Tensor2D];
  const weights = tf.tensor2d(kernel!.data as Float32Array, [6, 4]);
  const sums = tf.add(tf.matMul(embeddings, weights, false, true), bias!.data as Float32Array);
  const expected = tf.concat([mean, logVariance], 1);
  const error = tf.max(tf.abs(tf.sub(tf.leakyRelu(sums, 0.2), expected))).dataSync()[0];
  expect(error).toBeLessThan(1e-5);
  await expect(exported('pth')).rejects.toThrow('network.shortcut is false, not true');
});
