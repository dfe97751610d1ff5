import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { loadModel, saveModel } from '../run-directory/model-files.js';
import { writeFileAtomically } from '../files/write-atomically.js';

/**
 * Widens the kernels of a saved network, from N(0, 0.02) to twice the deviation that would keep the signal's: what comes in
 * shows in the image. That of a network that has hardly trained is of one grey, whatever the caption and the seed.
 */
export async function addContrast(snapshot: string, network: string): Promise<void> {
  const model = await loadModel(join(snapshot, network));
  for (const weight of model.weights.filter(({ shape }) => shape.length > 1)) {
    const kernel = weight.read();
    const inputs = kernel.size / kernel.shape.at(-1)!;
    weight.write(tf.tidy(() => tf.mul(kernel, 2 / Math.sqrt(inputs) / 0.02)));
  }
  await saveModel(model, network, (name, data) => writeFileAtomically(join(snapshot, name), data));
  model.dispose();
}
