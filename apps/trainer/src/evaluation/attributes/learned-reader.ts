import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { PreparedDataset, PreparedExample } from '@stackgan/data';
import type { HostTensor } from '@stackgan/formats';
import {
  type AttributeReader,
  type AttributeReaderOptions,
  type LabelledImages,
  type ReaderLayer,
  trainAttributeReader,
} from '@stackgan/metrics';
import { SeededRandom } from '@stackgan/random';
import { traced } from '@stackgan/tfjs-backend-ort';
import { cachedTensors } from '../cached-tensors.js';
import { datasetHash } from '../../shared/dataset-hash.js';
import { BATCH } from '../../images/image-set.js';
import { evaluationFolder } from '../real-features.js';
import { wholeOf } from '../sample-dataset.js';
import { squareImages } from './square-images.js';

/** To be raised when training gives another reader from the same data. */
const REVISION = '1';
/** The most training images, so that they take 250 MB at most. */
const MOST_IMAGES = 20_000;
/** Side of the training images; the reader takes images of any size. */
const SIDE = 64;

/**
 * The attribute reader of a data set, also for a sample of it: trained on its training images now, or
 * read from its file.
 */
export async function learnedReader(
  given: PreparedDataset,
  onProgress: (what: string, done: number, total: number) => void,
  size: Pick<AttributeReaderOptions, 'steps' | 'width'> = {},
): Promise<AttributeReader> {
  const dataset = wholeOf(given);
  const tensors = await cachedTensors(
    join(evaluationFolder(dataset), 'attributes.safetensors'),
    { data: await datasetHash(dataset), reader: REVISION },
    async () => {
      const { attributes = [], options } = dataset.info;
      const images = await labelledImages(dataset, (done, total) =>
        onProgress('reading images', done, total),
      );
      const reader = await trainAttributeReader(images, attributes, {
        ...size,
        mirror: options.flip,
        trace: traced,
        // A synchronous backend would block timers and Ctrl-C.
        onProgress: async (done, total) => {
          await setImmediate();
          onProgress('learning to read attributes', done, total);
        },
      });
      return readerTensors(reader);
    },
  );
  return readerOf(dataset, tensors);
}

/** The training images with known attributes. */
async function labelledImages(
  dataset: PreparedDataset,
  onProgress: (done: number, total: number) => void,
): Promise<LabelledImages> {
  const { attributes: names = [] } = dataset.info;
  const known = dataset.examples.filter(
    ({ split, attributes = {} }) => split === 'train' && Object.keys(attributes).length > 0,
  );
  const examples = new SeededRandom(0).shuffle(known).slice(0, MOST_IMAGES);
  const data = new Uint8Array(examples.length * SIDE * SIDE * 3);
  for (let done = 0; done < examples.length; done += BATCH) {
    const batch = examples.slice(done, done + BATCH);
    const images = await squareImages(dataset, batch, SIDE);
    images.forEach((image, i) => data.set(image.data, (done + i) * SIDE * SIDE * 3));
    onProgress(done + batch.length, examples.length);
  }
  const classesOf = ({ attributes = {} }: PreparedExample) =>
    names.map(({ name, values }) =>
      Object.hasOwn(attributes, name) ? values.indexOf(attributes[name]!) : -1,
    );
  return { size: SIDE, data, labels: Int32Array.from(examples.flatMap(classesOf)) };
}

function readerTensors({ attributes, layers }: AttributeReader): Record<string, HostTensor> {
  const facts = attributes.flatMap(({ heldOutAccuracy, heldOut }) => [heldOutAccuracy, heldOut]);
  const float = (shape: readonly number[], data: Float32Array): HostTensor => {
    return { dtype: 'float32', shape: [...shape], data };
  };
  return {
    facts: float([attributes.length, 2], Float32Array.from(facts)),
    ...Object.fromEntries(
      layers.flatMap(({ shape, weights, bias }, i) => [
        [`${i}/weights`, float(shape, weights)],
        [`${i}/bias`, float([bias.length], bias)],
      ]),
    ),
  };
}

function readerOf(
  { info }: PreparedDataset,
  tensors: Readonly<Record<string, HostTensor>>,
): AttributeReader {
  const facts = tensors['facts']!.data as Float32Array;
  const layers: ReaderLayer[] = [];
  for (let i = 0; `${i}/weights` in tensors; i++) {
    const [weights, bias] = [tensors[`${i}/weights`]!, tensors[`${i}/bias`]!];
    const { shape } = weights;
    layers.push({
      ...{ shape, weights: weights.data as Float32Array, bias: bias.data as Float32Array },
    });
  }
  return {
    attributes: (info.attributes ?? []).map(({ name, values }, i) => ({
      ...{ name, values, heldOutAccuracy: facts[2 * i]!, heldOut: facts[2 * i + 1]! },
    })),
    layers,
  };
}
