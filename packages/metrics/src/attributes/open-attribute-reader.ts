import * as tf from '@tensorflow/tfjs-core';
import { checkImages } from '../images/check-images.js';
import { MetricError } from '../shared/metric-error.js';
import { resizeImages } from '../images/resize-images.js';
import { inTidy, type Trace } from '../shared/trace.js';
import { type AttributeReader, READER_SIZE } from './attribute-reader.js';
import { applyReader, layerVariables, readerShapes } from './reader-network.js';

/** A reader with its weights on the backend. */
export interface OpenedAttributeReader {
  /**
   * What images [N, H, W, 3] in [-1, 1] show: [N, attributes], the position of a value among those
   * of its attribute. Images of another size are brought to 64×64 with antialiasing. Throws {@link
   * MetricError} for other shapes and for NaN.
   */
  read(images: tf.Tensor4D): Promise<Int32Array>;
  /** Frees the weights. */
  dispose(): void;
}

/**
 * Loads a trained reader onto the current backend. Throws {@link MetricError} if its layers are
 * incomplete.
 */
export function openAttributeReader(
  reader: AttributeReader,
  { trace = inTidy }: { readonly trace?: Trace } = {},
): OpenedAttributeReader {
  const { attributes } = reader;
  const sizes = attributes.map(({ values }) => values.length);
  checkLayers(reader, sizes);
  const variables = layerVariables(reader.layers);
  const apply = trace(({ images }: { images: tf.Tensor4D }) => ({
    logits: applyReader(toReaderSize(images), variables),
  }));
  return {
    async read(images) {
      checkImages(images);
      const { logits } = apply({ images });
      const data = (await logits.data()) as Float32Array;
      logits.dispose();
      const bad = data.findIndex((value) => !Number.isFinite(value));
      if (bad >= 0) {
        const row = Math.floor(bad / logits.shape[1]!);
        throw new MetricError('notFinite', `image ${row} has NaN or infinity in it`);
      }
      return largestOfEach(data, sizes);
    },
    dispose: () => tf.dispose(variables),
  };
}

const toReaderSize = (images: tf.Tensor4D): tf.Tensor4D =>
  images.shape[1] === READER_SIZE && images.shape[2] === READER_SIZE
    ? images
    : resizeImages(images, [READER_SIZE, READER_SIZE]);

/** For each image and attribute the position of its largest logit, the first of equal ones. */
function largestOfEach(logits: Float32Array, sizes: readonly number[]): Int32Array {
  const outputs = sizes.reduce((sum, size) => sum + size, 0);
  const count = logits.length / outputs;
  const classes = new Int32Array(count * sizes.length);
  for (let row = 0; row < count; row++) {
    let first = row * outputs;
    sizes.forEach((size, attribute) => {
      const own = logits.subarray(first, first + size);
      classes[row * sizes.length + attribute] = own.indexOf(Math.max(...own));
      first += size;
    });
  }
  return classes;
}

function checkLayers({ layers }: AttributeReader, sizes: readonly number[]): void {
  const outputs = sizes.reduce((sum, size) => sum + size, 0);
  const wanted = readerShapes(layers[0]?.shape.at(-1) ?? 0, outputs);
  const fits = wanted.every((shape, i) => {
    const { weights, bias, shape: own } = layers[i] ?? { shape: [] };
    const size = shape.reduce((product, side) => product * side, 1);
    return `${own}` === `${shape}` && weights?.length === size && bias?.length === shape.at(-1);
  });
  if (!fits || layers.length !== wanted.length) {
    const what = `The reader's layers do not fit its ${sizes.length} attributes`;
    throw new MetricError('model', `${what} of ${outputs} values; is it cut off?`);
  }
}
