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
  const images = await stackgan.generate('a red apple', { seed: 1 });
  const values = {
    'Stage-I': [...(await images.stage1.data())],
    'Stage-II': [...(await images.images.data())],
  };
  tf.dispose({ ...images });
  return values;
}
