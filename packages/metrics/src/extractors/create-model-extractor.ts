import * as tf from '@tensorflow/tfjs-core';
import { MetricError } from '../shared/metric-error.js';
import { type ResizeFilter, resizeImages } from '../images/resize-images.js';
import { checkImages } from '../images/check-images.js';
import type { FeatureExtractor } from './feature-extractor.js';
import { hash } from './hash.js';
import { DEFAULT_FILTER, nameWithFilter } from './name-with-filter.js';

interface ModelTensor {
  readonly shape?: readonly (number | null)[] | undefined;
}

/** The common part of `LayersModel` and `GraphModel` of TensorFlow.js. */
export interface FeatureModel {
  readonly inputs: readonly ModelTensor[];
  readonly outputs: readonly ModelTensor[];
  /** Of a layers model. */
  getWeights?(): tf.Tensor[];
  /** Of a graph model. */
  readonly weights?: unknown;
  predict(images: tf.Tensor, config?: { batchSize?: number }): unknown;
  dispose(): unknown;
}

/** The range of pixel values that a model reads; mean and std are those of channels in [0, 1]. */
export type PixelRange =
  | readonly [low: number, high: number]
  | { readonly mean: readonly number[]; readonly std: readonly number[] };

/** Options of {@link createModelExtractor}. */
export interface ModelExtractorOptions {
  /**
   * [0, 1], [-1, 1], [0, 255], or the mean and deviation of red, green and blue. No default: look
   * it up.
   */
  readonly range: PixelRange;
  /** Height and width that images are resized to. Default: the model's own; some leave it open. */
  readonly imageSize?: readonly [number, number];
  /** The filter; default `'pillow-bilinear'`. */
  readonly resize?: ResizeFilter;
  /**
   * Name of the extractor. Default `model-F` for F features; `model-F-<filter>` with another filter
   * than the default.
   */
  readonly name?: string;
  /**
   * Identifies its layers in the hash, such as the text of its model.json; weights are hashed in
   * any case.
   */
  readonly identity?: string;
}

/** To be raised when the same model gives other features. */
const REVISION = 1;

/**
 * Any TensorFlow.js model from images [N, h, w, 3] to features [N, F], or [N, h, w, F], of which
 * the mean over all pixels is taken: load it with `loadLayersModel` or `loadGraphModel`.
 * `dispose()` disposes of the model, too. Throws `MetricError` if inputs, outputs or options do not
 * fit, or if it cannot be run.
 */
export async function createModelExtractor(
  model: FeatureModel,
  { range, imageSize, resize = DEFAULT_FILTER, name, identity }: ModelExtractorOptions,
): Promise<FeatureExtractor> {
  const size = sizeOf(model, imageSize);
  const scale = scalingOf(range);
  const apply = (images: tf.Tensor4D): tf.Tensor2D =>
    tf.tidy(() => {
      const resized = resizeImages(images, size, { filter: resize });
      const batchSize = images.shape[0];
      const predicted = model.predict(scale(resized), { batchSize });
      return pooled(Array.isArray(predicted) ? (predicted as unknown[])[0] : predicted, batchSize);
    });
  const features = await probe(apply, size);
  const parts = await Promise.all(weightsOf(model).map((weight) => weight.data()));
  const described = [model.inputs, model.outputs].map((tensors) =>
    tensors.map((tensor) => tensor.shape),
  );
  const bytes = (parts as Float32Array[]).map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
  return {
    name: name ?? nameWithFilter(`model-${features}`, resize),
    imageSize: size,
    features,
    resize,
    hash: await hash([REVISION, resize, described, size, range, identity], bytes),
    extract(images) {
      checkImages(images);
      return apply(images);
    },
    dispose: () => void model.dispose(),
  };
}

/** The size of the model's input, checked. */
function sizeOf(
  { inputs, outputs }: FeatureModel,
  wanted: readonly [number, number] | undefined,
): [number, number] {
  if (inputs.length !== 1 || outputs.length !== 1) {
    const what = `The model has ${inputs.length} inputs and ${outputs.length} outputs`;
    throw new MetricError('model', `${what}; give one from images to features alone`);
  }
  const shape = (inputs[0]!.shape ?? [null, null, null, null]).map((size) =>
    size === null || size < 0 ? null : size,
  );
  const [, height, width, channels] = shape;
  if (shape.length !== 4 || (channels !== 3 && channels !== null)) {
    const what = `The model's input is [${shape.map((size) => size ?? '?').join(', ')}]`;
    throw new MetricError('model', `${what}; an extractor reads images [N, height, width, 3]`);
  }
  if (!wanted && !(height && width)) {
    throw new MetricError('option', 'The model reads images of any size: give imageSize');
  }
  const size = wanted ?? [height!, width!];
  if (!size.every((side) => Number.isSafeInteger(side) && side > 0)) {
    throw new MetricError('option', `imageSize is [${size}]: give height and width in pixels`);
  }
  if ((height && height !== size[0]) || (width && width !== size[1])) {
    const what = `imageSize is [${size}], the model reads [${height ?? '?'}, ${width ?? '?'}]`;
    throw new MetricError('option', what);
  }
  return [...size];
}

/** From [-1, 1] to the numbers that the model reads. */
function scalingOf(range: PixelRange): (images: tf.Tensor4D) => tf.Tensor4D {
  const isPair = 'mean' in range;
  const lists = isPair ? [range.mean, range.std] : [range];
  const length = isPair ? 3 : 2;
  const isFinite = lists.every((list) => list.length === length && list.every(Number.isFinite));
  const isRising = isPair ? range.std.every((deviation) => deviation > 0) : range[1] > range[0];
  if (!isFinite || !isRising) {
    const ways = '[0, 1], [-1, 1], [0, 255], or { mean, std } of three channels, std above 0';
    throw new MetricError('option', `range is ${JSON.stringify(range)}: give ${ways}`);
  }
  // Of [0, 1]: x * factor + shift.
  const factor = isPair ? range.std.map((deviation) => 1 / deviation) : [range[1] - range[0]];
  const shift = isPair ? range.mean.map((mean, i) => -mean / range.std[i]!) : [range[0]];
  return (images) => {
    const unit = tf.add(tf.mul(images, 0.5), 0.5);
    return tf.add(tf.mul(unit, tf.tensor1d(factor)), tf.tensor1d(shift));
  };
}

/** The model's output for `count` images as [count, F]. */
function pooled(made: unknown, count: number): tf.Tensor2D {
  const { shape } = made as tf.Tensor;
  const rank = shape?.length;
  if ((rank !== 2 && rank !== 4) || shape[0] !== count) {
    const what = `The model makes [${shape}] of ${count} images`;
    throw new MetricError(
      'model',
      `${what}; an extractor makes [N, features] or [N, h, w, features]`,
    );
  }
  return rank === 4 ? tf.mean(made as tf.Tensor, [1, 2]) : (made as tf.Tensor2D);
}

/** Runs the model on two grey images; the number of its features. */
async function probe(
  apply: (images: tf.Tensor4D) => tf.Tensor2D,
  [height, width]: readonly [number, number],
): Promise<number> {
  const images = tf.zeros([2, height, width, 3]) as tf.Tensor4D;
  let made: tf.Tensor2D | undefined;
  try {
    made = apply(images);
    if ((await made.data()).some((value) => !Number.isFinite(value))) {
      throw new MetricError('model', 'The model makes NaN or infinity of a grey image');
    }
    return made.shape[1];
  } catch (cause) {
    if ((cause as Error).name === 'MetricError') throw cause;
    const why = (cause as Error).message;
    throw new MetricError('model', `The model does not run on an image: ${why}`, { cause });
  } finally {
    tf.dispose(made ? [images, made] : [images]);
  }
}

function weightsOf(model: FeatureModel): tf.Tensor[] {
  if (model.getWeights) return model.getWeights();
  return Object.values((model.weights ?? {}) as Record<string, tf.Tensor[]>).flat();
}
