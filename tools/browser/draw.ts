import { createStackGAN } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import { createGenerator, TEXT_DIM } from './networks.js';
import { seeded } from './seeded.js';
import type { Values } from './values.js';
import { withContrast } from '../../apps/trainer/src/testing/with-contrast.js';

/** Draws a sentence with both stages on the current backend. */
export async function draw(): Promise<Values> {
  const stackgan = createStackGAN({
    stage1: withContrast(createGenerator[1]()),
    stage2: withContrast(createGenerator[2]()),
    encoder: {
      name: 'seeded',
      dimension: TEXT_DIM,
      embed: async ([caption = '']) => (await seeded(caption, [TEXT_DIM]).data()) as Float32Array,
    },
  });
  const image = await stackgan.generate('a red apple', { seed: 1 });
  const [sketch, refined] = [image.stage1.toTensor(), image.toTensor()];
  const values = {
    'Stage-I': [...(await sketch.data())],
    'Stage-II': [...(await refined.data())],
  };
  tf.dispose([sketch, refined]);
  return values;
}
