import { checkWeights } from '../encoder-folder/check-weights.js';
import type { EncoderWeights } from '../encoder-folder/encoder-weights.js';
import { EncoderError } from '../errors.js';
import { ALPHABET } from './character-codes.js';

/** The form and the widths of a char-CNN-RNN. */
export interface CharCnnRnnSizes {
  /**
   * What reads the convolved caption: `rnn`, a rectified recurrent layer, in 8 steps after a third
   * pooling (flowers of StackGAN; birds and flowers of Reed et al. 2016a); or `gru`, gated, in 18
   * steps without it (birds and COCO of StackGAN).
   */
  readonly recurrent: 'rnn' | 'gru';
  /** Output channels of the three convolutions; the last is the length of a state. Published: 384, 512, 512. */
  readonly channels: readonly [number, number, number];
  /** Length T of an embedding. Published: 1024. */
  readonly dimension: number;
}

/** Weights by name, in plain memory; see {@link charCnnRnnShapes}. */
export type CharCnnRnnWeights = EncoderWeights;

/** Length of the windows of every convolution, in rows. */
export const WINDOW = 4;

/**
 * Names of all weights with their shapes, those of PyTorch: convolutions [out, in, 4], linear
 * layers [out, in], biases [out].
 */
export function charCnnRnnShapes({
  recurrent,
  channels: [first, second, third],
  dimension,
}: CharCnnRnnSizes): Map<string, number[]> {
  const gates = recurrent === 'gru' ? ['', '_update', '_reset'] : [''];
  const layers: [name: string, shape: number[]][] = [
    ['conv1', [first, ALPHABET.length, WINDOW]],
    ['conv2', [second, first, WINDOW]],
    ['conv3', [third, second, WINDOW]],
    ...['i2h', 'h2h'].flatMap((layer) =>
      gates.map((gate): [string, number[]] => [`rnn.${layer}${gate}`, [third, third]]),
    ),
    ['emb_proj', [dimension, third]],
  ];
  return new Map(
    layers.flatMap(([name, shape]) => [
      [`${name}.weight`, shape],
      [`${name}.bias`, shape.slice(0, 1)],
    ]),
  );
}

/** The sizes of a network with these weights, which may be incomplete. Throws {@link EncoderError}. */
export function charCnnRnnSizes(weights: CharCnnRnnWeights): CharCnnRnnSizes {
  const width = (layer: string): number => {
    const width = weights[`${layer}.weight`]?.shape[0];
    if (width !== undefined) return width;
    throw new EncoderError(`There is no weight ${layer}.weight; it is not a char-CNN-RNN`);
  };
  return {
    recurrent: Object.hasOwn(weights, 'rnn.i2h_update.weight') ? 'gru' : 'rnn',
    channels: [width('conv1'), width('conv2'), width('conv3')],
    dimension: width('emb_proj'),
  };
}

/** Throws {@link EncoderError} for weights that do not fit a network of these sizes. */
export function checkCharCnnRnn(weights: CharCnnRnnWeights, sizes: CharCnnRnnSizes): void {
  const { recurrent, channels, dimension } = sizes;
  const form = `${recurrent}, channels ${channels.join()} and ${dimension} outputs`;
  checkWeights(weights, charCnnRnnShapes(sizes), `a char-CNN-RNN with ${form}`);
}
