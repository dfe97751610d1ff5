import * as tf from '@tensorflow/tfjs-core';
import { OptionError } from './option-error.js';

/** Ranges of a differentiable augmentation; an option that is left out has no effect at all. */
export interface AugmentationOptions {
  /** Largest number added to, or subtracted from, all channels; images span [-1, 1]. */
  brightness?: number;
  /** Factor of the distance to the image's mean, from [lowest, highest]; [1, 1] changes nothing. */
  contrast?: readonly [number, number];
  /** Factor of the distance to the pixel's grey value, from [lowest, highest]. */
  saturation?: readonly [number, number];
  /**
   * Largest shift as a fraction of the side, in [0, 1), in whole pixels and along both axes; pixels
   * from outside are white.
   */
  translation?: number;
}

/** One draw for a batch, as tensors whose shapes depend on the options alone. */
export interface AugmentationParameters {
  /**
   * [N, 1, 1, 1] each: y = own * x + grey * (mean of the pixel) + image * (mean of the image) +
   * offset.
   */
  color?: { own: tf.Tensor4D; grey?: tf.Tensor4D; image?: tf.Tensor4D; offset: tf.Tensor4D };
  /**
   * [N * S * S] int32 each: the index, within the batch, of each pixel's source, and, for the
   * gradient, of its destination; N * S * S itself means outside.
   */
  translation?: { forward: tf.Tensor1D; backward: tf.Tensor1D };
}

/**
 * Draws the parameters of `augment` for a batch of `batchSize` images of `imageSize` x `imageSize`.
 * The same seeded `random` gives the same draw. Dispose of the result by `tf.dispose`. Throws
 * OptionError for a `translation` outside [0, 1).
 */
export function drawAugmentation(
  random: { uniform(): number },
  batchSize: number,
  imageSize: number,
  options: AugmentationOptions,
): AugmentationParameters {
  const color = drawColor(random, batchSize, options);
  const translation = drawTranslation(random, batchSize, imageSize, options.translation);
  return { ...(color && { color }), ...(translation && { translation }) };
}

function drawColor(
  random: { uniform(): number },
  batchSize: number,
  { brightness, contrast, saturation }: AugmentationOptions,
): AugmentationParameters['color'] {
  if (brightness === undefined && contrast === undefined && saturation === undefined) {
    return undefined;
  }
  const between = ([low, high]: readonly [number, number]) => low + (high - low) * random.uniform();
  const offset = drawEach(batchSize, () => between([-(brightness ?? 0), brightness ?? 0]));
  const contrasts = drawEach(batchSize, () => between(contrast ?? [1, 1]));
  const saturations = drawEach(batchSize, () => between(saturation ?? [1, 1]));
  // Saturation keeps the mean of the image, so the three linear maps fold into one.
  const perImage = (value: (index: number) => number) =>
    tf.tensor4d(drawEach(batchSize, value), [batchSize, 1, 1, 1]);
  const at = (values: Float32Array, index: number) => values[index] ?? 1;
  return {
    own: perImage((n) => at(contrasts, n) * at(saturations, n)),
    ...(saturation && { grey: perImage((n) => at(contrasts, n) * (1 - at(saturations, n))) }),
    ...(contrast && { image: perImage((n) => 1 - at(contrasts, n)) }),
    offset: tf.tensor4d(offset, [batchSize, 1, 1, 1]),
  };
}

function drawEach(count: number, draw: (index: number) => number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => draw(index));
}

function drawTranslation(
  random: { uniform(): number },
  batchSize: number,
  imageSize: number,
  fraction: number | undefined,
): AugmentationParameters['translation'] {
  if (fraction === undefined) return undefined;
  if (!(fraction >= 0 && fraction < 1)) {
    throw new OptionError('translation', fraction, 'give a fraction of the side from 0 to 1');
  }
  const reach = Math.floor(fraction * imageSize);
  const shift = () => Math.floor(random.uniform() * (2 * reach + 1)) - reach;
  const shifts = Array.from({ length: batchSize }, () => [shift(), shift()] as const);
  return {
    forward: pixelMap(imageSize, shifts),
    backward: pixelMap(
      imageSize,
      shifts.map(([down, right]) => [-down, -right]),
    ),
  };
}

function pixelMap(size: number, shifts: (readonly [number, number])[]): tf.Tensor1D {
  const pixels = size * size;
  const source = new Int32Array(shifts.length * pixels).fill(shifts.length * pixels);
  shifts.forEach(([down, right], image) => {
    for (let row = Math.max(0, down); row < Math.min(size, size + down); row++) {
      for (let column = Math.max(0, right); column < Math.min(size, size + right); column++) {
        const target = image * pixels + row * size + column;
        source[target] = target - down * size - right;
      }
    }
  });
  return tf.tensor1d(source, 'int32');
}
