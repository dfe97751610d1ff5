import type { SeededRandom } from '@stackgan/random';
import type { SketchParameters } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';

const SIDE = 64;
/**
 * Standard deviation of the strongest noise: it hides about as much as Stage-I leaves undecided.
 */
const NOISE = 0.1;

/** Blur and noise that make `size` real images sketches; each image has its own amounts. */
export function drawSketch(random: SeededRandom, size: number): SketchParameters {
  const pixels = SIDE * SIDE * 3;
  const noise = random.fillNormal(new Float32Array(size * pixels));
  const blur = new Float32Array(size);
  for (let row = 0; row < size; row++) {
    const deviation = NOISE * random.uniform();
    for (let i = row * pixels; i < (row + 1) * pixels; i++) noise[i]! *= deviation;
    blur[row] = random.uniform();
  }
  return {
    noise: tf.tensor4d(noise, [size, SIDE, SIDE, 3]),
    blur: tf.tensor4d(blur, [size, 1, 1, 1]),
  };
}
