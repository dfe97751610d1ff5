import * as tf from '@tensorflow/tfjs-core';

import { EncoderError } from './errors.js';
import type { Weight } from './sentence-model.js';

/** Length of an embedding. */
export const meaningDimension = 512;
/** Longest input in tokens. */
export const maximumTokens = 128;

const heads = 4;
const tokenChannels = 256;
/** Added to the attention logits of padding. */
const maskedLogit = -1e9;

interface LayerWeights {
  readonly attentionNorm: Norm;
  readonly queryKeyValue: Dense;
  readonly attentionOutput: Dense;
  readonly feedForwardNorm: Norm;
  readonly expand: Dense;
  readonly reduce: Dense;
  /** Where a layer widens its input, the residual path has a dense layer of its own. */
  readonly residual?: Dense;
}
interface Norm {
  readonly scale: tf.Tensor1D;
  readonly bias: tf.Tensor1D;
}
interface Dense {
  readonly kernel: tf.Tensor2D;
  readonly bias: tf.Tensor1D;
}

/**
 * Universal Sentence Encoder lite (Cer et al. 2018, https://arxiv.org/abs/1803.11175): two
 * pre-norm transformer layers, mean over tokens, dense tanh, unit length. The published graph
 * works on sparse tokens with data-dependent shapes; this is the same function of padded ids and
 * a mask, so that all batches of one shape run the same kernels.
 */
export class SentenceTransformer {
  readonly #tokens: tf.Tensor2D;
  readonly #positions: tf.Tensor2D;
  readonly #layers: readonly [LayerWeights, LayerWeights];
  readonly #output: Dense;
  readonly #owned: tf.Tensor[] = [];

  /** Throws {@link EncoderError} for a missing weight. */
  constructor(weights: ReadonlyMap<string, Weight>) {
    const own = <T extends tf.Tensor>(tensor: T): T => {
      this.#owned.push(tensor);
      return tensor;
    };
    const read = (name: string): Weight => {
      const weight = weights.get(name);
      if (!weight) throw new EncoderError(`The encoder's model has no weight ${name}`);
      return weight;
    };
    const vector = (name: string) => own(tf.tensor1d(read(name).data));
    const matrix = (name: string) => {
      const { shape, data } = read(name);
      return own(tf.tensor2d(data, shape.slice(-2) as [number, number]));
    };
    const encode = 'module_apply_default/Encoder_en/KonaTransformer/Encode';
    const kernels = 'module/Encoder_en/KonaTransformer/Encode';
    const norm = (path: string): Norm => ({
      scale: vector(`${path}/layer_norm/layer_norm_scale/ConcatPartitions/concat`),
      bias: vector(`${path}/layer_norm/layer_norm_bias/ConcatPartitions/concat`),
    });
    const layer = (index: number): LayerWeights => {
      const path = `Layer_${index}/TransformerLayer`;
      const projection = (name: string): Dense => ({
        kernel: matrix(`${kernels}/${path}/MultiheadAttention/${name}/kernel/part_0`),
        bias: vector(`${encode}/${path}/MultiheadAttention/${name}/bias/ConcatPartitions/concat`),
      });
      const convolution = (name: string): Dense => ({
        kernel: matrix(`${encode}/TransformerStack/${path}/FFN/${name}/Tensordot/Reshape_1`),
        bias: vector(`${encode}/${path}/FFN/${name}/bias/ConcatPartitions/concat`),
      });
      return {
        attentionNorm: norm(`${encode}/${path}/layer_prepostprocess`),
        queryKeyValue: projection('qkv_transform_single'),
        attentionOutput: projection('output_transform_single'),
        feedForwardNorm: norm(`${encode}/${path}/FFN/layer_prepostprocess`),
        expand: convolution('conv1'),
        reduce: convolution('conv2'),
      };
    };
    this.#tokens = matrix('module/Embeddings_en');
    const widen = `${encode}/Layer_0/TransformerLayer/dense`;
    const residual = {
      kernel: matrix(`${widen}/kernel/ConcatPartitions/concat`),
      bias: vector(`${widen}/bias/ConcatPartitions/concat`),
    };
    this.#layers = [{ ...layer(0), residual }, layer(1)];
    const output = 'module/Encoder_en/hidden_layers/tanh_layer_0';
    this.#output = { kernel: matrix(`${output}/weights`), bias: vector(`${output}/bias`) };
    this.#positions = own(tf.tensor2d(positionSignal(), [maximumTokens, tokenChannels]));
  }

  /** ids [N, L] int32 and mask [N, L] (1 token, 0 padding), L <= 128, to unit vectors [N, 512]. */
  apply(ids: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => {
      const [batch, length] = ids.shape;
      const tokens = tf.gather(this.#tokens, tf.reshape(ids, [batch * length]));
      // The graph adds the position signal to the tokens, and then the tokens once more.
      const positions = tf.slice(this.#positions, [0, 0], [length, tokenChannels]);
      const doubled = tf.reshape(tf.mul(tokens, 2), [batch, length, tokenChannels]);
      const hidden = tf.add(doubled, positions);
      const bias = tf.reshape(tf.mul(tf.sub(1, mask), maskedLogit), [batch, 1, 1, length]);
      const [first, last] = this.#layers;
      const input = tf.reshape(hidden, [batch * length, tokenChannels]) as tf.Tensor2D;
      const state = finishLayer(beginLayer(input, bias, first), first);
      // A layer ends with a linear dense layer, so the mean over tokens can be taken before it.
      const shares = tf.div(mask, tf.maximum(tf.sum(mask, 1, true), 1)) as tf.Tensor2D;
      const { middle, expanded } = beginLayer(state, bias, last);
      const [meanMiddle, meanExpanded] = [addUp(middle, shares), addUp(expanded, shares)];
      const mean = finishLayer({ middle: meanMiddle, expanded: meanExpanded }, last);
      const vector = tf.tanh(dense(mean, this.#output));
      const squares = tf.sum(tf.square(vector), 1, true);
      return tf.mul(vector, tf.rsqrt(tf.maximum(squares, 1e-12)));
    });
  }

  /** Frees the weights. */
  dispose(): void {
    tf.dispose(this.#owned);
  }
}

/** A layer without its last product, of tokens [N*L, C] or of their means [N, C]. */
interface BegunLayer {
  readonly middle: tf.Tensor2D;
  readonly expanded: tf.Tensor2D;
}

/** `bias` [N, 1, 1, L] hides padding from attention. */
function beginLayer(input: tf.Tensor2D, bias: tf.Tensor, layer: LayerWeights): BegunLayer {
  const residual = layer.residual ? dense(input, layer.residual) : input;
  const attended = attend(normalize(input, layer.attentionNorm), bias, layer);
  const middle = tf.add<tf.Tensor2D>(attended, residual);
  return {
    middle,
    expanded: tf.relu(dense(normalize(middle, layer.feedForwardNorm), layer.expand)),
  };
}

function finishLayer({ middle, expanded }: BegunLayer, { reduce }: LayerWeights): tf.Tensor2D {
  return tf.add(dense(expanded, reduce), middle);
}

/** Sums of tokens [N*L, C], weighted by `shares` [N, L], as [N, C]. */
function addUp(tokens: tf.Tensor2D, shares: tf.Tensor2D): tf.Tensor2D {
  const [batch, length] = shares.shape;
  const sums = tf.matMul(
    tf.reshape(shares, [batch, 1, length]),
    tf.reshape(tokens, [batch, length, -1]),
  );
  return tf.reshape(sums, [batch, -1]);
}

function attend(input: tf.Tensor2D, bias: tf.Tensor, layer: LayerWeights): tf.Tensor2D {
  const [batch, , , length] = bias.shape as [number, number, number, number];
  const channels = input.shape[1];
  const size = channels / heads;
  const projected = dense(input, layer.queryKeyValue);
  const part = (index: number, order: number[]) => {
    const columns = tf.slice(projected, [0, index * channels], [-1, channels]);
    return tf.transpose(tf.reshape(columns, [batch, length, heads, size]), order);
  };
  const query = tf.mul(part(0, [0, 2, 1, 3]), 1 / Math.sqrt(size));
  const logits = tf.matMul(query, part(1, [0, 2, 3, 1]));
  const weights = tf.softmax(tf.add(logits, bias)); // [N, heads, L, L]
  const mixed = tf.transpose(tf.matMul(weights, part(2, [0, 2, 1, 3])), [0, 2, 1, 3]);
  return dense(tf.reshape(mixed, [batch * length, channels]), layer.attentionOutput);
}

function dense(input: tf.Tensor2D, { kernel, bias }: Dense): tf.Tensor2D {
  return tf.add(tf.matMul(input, kernel), bias);
}

/** Layer normalisation over channels, epsilon 1e-6. */
function normalize(input: tf.Tensor2D, { scale, bias }: Norm): tf.Tensor2D {
  const centred = tf.sub(input, tf.mean(input, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, 1e-6))), scale), bias);
}

/** Sines, then cosines, of the position at geometric time scales from 1 to 10,000. */
function positionSignal(): Float32Array {
  const half = tokenChannels / 2;
  const signal = new Float32Array(maximumTokens * tokenChannels);
  for (let position = 0; position < maximumTokens; position++) {
    for (let i = 0; i < half; i++) {
      const angle = position * Math.exp((-i * Math.log(10_000)) / (half - 1));
      signal[position * tokenChannels + i] = Math.sin(angle);
      signal[position * tokenChannels + half + i] = Math.cos(angle);
    }
  }
  return signal;
}
