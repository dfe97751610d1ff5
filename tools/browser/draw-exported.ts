import { registerConditioningAugmentation } from '@stackgan/ca';
import { registerLayers } from '@stackgan/layers';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { seeded } from './seeded.js';
import type { Values } from './values.js';

/**
 * Draws with a Stage-II generator that was exported, as any page would: TensorFlow.js loads it from
 * its address.
 */
export async function drawExported(origin: string): Promise<Values> {
  registerLayers();
  registerConditioningAugmentation();
  const load = (stage: string) => loadLayersModel(`${origin}/exported/${stage}/model.json`);
  const [stage1, stage2] = await Promise.all([load('stage1'), load('stage2')]);
  const images = tf.tidy(() => {
    const noise = (label: string, model: LayersModel, input: number) =>
      seeded<tf.Rank.R2>(label, [1, model.inputs[input]!.shape[1]!]);
    const draw = (model: LayersModel, inputs: tf.Tensor[]) =>
      (model.apply(inputs, { training: false }) as tf.Tensor[])[0]!;
    const embedding = noise('embedding', stage1, 0);
    const sketch = draw(stage1, [
      embedding,
      noise('stage1 epsilon', stage1, 1),
      noise('latent', stage1, 2),
    ]);
    return {
      'Stage-I': sketch,
      'Stage-II': draw(stage2, [sketch, embedding, noise('stage2 epsilon', stage2, 2)]),
    };
  });
  const values = {
    'Stage-I': [...(await images['Stage-I'].data())],
    'Stage-II': [...(await images['Stage-II'].data())],
  };
  tf.dispose(images);
  for (const model of [stage1, stage2]) model.dispose();
  return values;
}
