import { SeededRandom } from '@stackgan/random';

import type { BatchLoader, HostBatch, LoaderState } from './batch.js';
import { drawExample, type ExampleDraw } from './draw-example.js';
import { DatasetError } from '../shared/errors.js';
import { requireSize } from '../prepared/open-dataset.js';
import { OtherGroups } from './other-groups.js';
import { pairGroups } from './pair-groups.js';
import { ImageReader } from './image-reader.js';
import { checkUndecodable } from '../prepared/check-undecodable.js';
import type { PreparedDataset, PreparedExample } from '../prepared/prepared-dataset.js';
import { boxInWindow, writeMean, writePixels } from './write-example.js';
import type { Split } from '../source/dataset-source.js';

/** Options of {@link createLoader}. */
export interface LoaderOptions {
  readonly dataset: PreparedDataset;
  readonly split: Split;
  /** Side of the images in pixels, one of the data set's `imageSizes`. */
  readonly imageSize: number;
  readonly batchSize: number;
  /**
   * Number of captions whose embeddings are averaged per image, drawn anew each time; by default as
   * the data set says, or 4 if it does not.
   */
  readonly captionsPerExample?: number;
  /** Whether batches have `wrongEmbeddings`, drawn anew each time; needs two images. */
  readonly wrongCaptions?: boolean;
  /** Whether batches have `wrongImages`, drawn anew each time; needs two images. */
  readonly wrongImages?: boolean;
  /** Determines order, captions, crops and flips; it is copied, not advanced. */
  readonly random: SeededRandom;
  /** Number of batches made ahead; 0 makes each one when it is requested. */
  readonly prefetch?: number;
  /** Decoded images are cached in memory up to this many bytes. */
  readonly cacheBytes?: number;
  /** Resumes exactly where `getState` was called; its random state replaces `random`. */
  readonly state?: LoaderState;
}

interface Made {
  readonly batch: HostBatch;
  readonly after: Position;
}
interface Position {
  readonly epoch: number;
  readonly position: number;
}
interface Slot {
  readonly example: PreparedExample;
  readonly draw: ExampleDraw;
  readonly image: Uint8Array;
  /** An image of another group, with its own window. */
  readonly wrong: Pick<Slot, 'draw' | 'image'> | undefined;
  /** An example of another group, and which of its captions are drawn. */
  readonly wrongText: Pick<Slot, 'example' | 'draw'> | undefined;
}

/**
 * Returns endless shuffled batches. Every epoch has a new order and a batch can reach into the next
 * epoch, so that each image occurs equally often whatever the batch size. All draws depend on the
 * seed and the place in the epoch alone; so a resumed loader returns exactly the same batches.
 * Throws {@link DatasetError}: `size`, `empty`.
 */
export function createLoader({
  dataset,
  split,
  imageSize,
  batchSize,
  captionsPerExample = dataset.info.options.captionsPerDraw ?? 4,
  wrongCaptions = false,
  wrongImages = false,
  random,
  prefetch = 2,
  cacheBytes = 128 * 2 ** 20,
  state,
}: LoaderOptions): BatchLoader {
  requireSize(dataset.directory, dataset.info, imageSize);
  const members = dataset.examples.filter((example) => example.split === split);
  if (members.length === 0) {
    throw new DatasetError(
      'empty',
      dataset.directory,
      `${dataset.directory} has no ${split} examples; prepare it again with some`,
    );
  }
  const base = SeededRandom.fromState(state?.random ?? random.getState());
  const reader = new ImageReader(dataset, imageSize, cacheBytes);
  const { dimension } = dataset.info.encoder;
  const cut = {
    margin: dataset.storedSize(imageSize) - imageSize,
    flip: dataset.info.options.flip,
  };

  const { groupOf } = pairGroups(members);
  const hasBoxes = members.every(({ box }) => box !== undefined);
  const others =
    wrongCaptions || wrongImages ? new OtherGroups(members, groupOf, dataset.directory) : undefined;

  let order = { epoch: -1, members };
  const memberAt = ({ epoch, position }: Position): PreparedExample => {
    if (order.epoch !== epoch) {
      order = { epoch, members: base.fork(`order ${epoch}`).shuffle([...members]) };
    }
    return order.members[position]!;
  };
  const drawAt = async (place: Position): Promise<Slot | undefined> => {
    const example = memberAt(place);
    const random = base.fork(`example ${place.epoch} ${place.position}`);
    const draw = drawText(random, example);
    const image = await reader.read(example);
    const wrong = wrongImages ? await drawWrong(random, groupOf(example)) : undefined;
    const wrongText = wrongCaptions ? drawWrongText(place, groupOf(example)) : undefined;
    return image && { example, draw, image, wrong, wrongText };
  };
  const drawText = (random: SeededRandom, { captions: { length } }: PreparedExample) =>
    drawExample(random, { captions: length, captionsPerExample, ...cut });
  // A stream of its own: the other draws are the same with and without wrong captions.
  const drawWrongText = ({ epoch, position }: Position, own: number) => {
    const random = base.fork(`wrong caption ${epoch} ${position}`);
    const [example] = others!.from(random, own);
    return { example: example!, draw: drawText(random, example!) };
  };
  const drawWrong = async (random: SeededRandom, own: number) => {
    const draw = drawExample(random, { captions: 0, captionsPerExample: 0, ...cut });
    for (const example of others!.from(random, own)) {
      const image = await reader.read(example);
      if (image !== undefined) return { draw, image };
    }
    throw new DatasetError(
      'undecodable',
      dataset.directory,
      `no image of another class in ${dataset.directory} can be decoded; repair or remove them`,
    );
  };
  const advance = ({ epoch, position }: Position): Position =>
    position + 1 < members.length
      ? { epoch, position: position + 1 }
      : { epoch: epoch + 1, position: 0 };

  const makeBatch = async (from: Position): Promise<Made> => {
    const slots: Slot[] = [];
    let place = from;
    while (slots.length < batchSize) {
      const pending: Promise<Slot | undefined>[] = [];
      for (let i = slots.length; i < batchSize; i++) {
        pending.push(drawAt(place));
        place = advance(place);
      }
      for (const slot of await Promise.all(pending)) if (slot) slots.push(slot);
      checkUndecodable(reader.undecodable, members.length, dataset.directory);
    }
    const stored = dataset.storedSize(imageSize);
    const size = imageSize * imageSize * 3;
    const images = new Float32Array(batchSize * size);
    const wrong = wrongImages && new Float32Array(batchSize * size);
    const embeddings = new Float32Array(batchSize * dimension);
    const wrongEmbeddings = wrongCaptions && new Float32Array(batchSize * dimension);
    const boxes = hasBoxes && new Float32Array(batchSize * 4);
    for (const [i, { example, draw, image, wrong: other, wrongText }] of slots.entries()) {
      const row = (of: Float32Array) => of.subarray(i * dimension, (i + 1) * dimension);
      writePixels(images.subarray(i * size), image, imageSize, stored, draw);
      writeMean(row(embeddings), dataset.embeddings(example), draw);
      if (boxes) boxes.set(boxInWindow(example.box!, imageSize, stored, draw), i * 4);
      if (wrong && other)
        writePixels(wrong.subarray(i * size), other.image, imageSize, stored, other.draw);
      if (wrongEmbeddings && wrongText)
        writeMean(row(wrongEmbeddings), dataset.embeddings(wrongText.example), wrongText.draw);
    }
    const batch: HostBatch = {
      images,
      shape: [batchSize, imageSize, imageSize, 3],
      embeddings,
      classes: Int32Array.from(slots, ({ example }) => example.class),
      groups: Int32Array.from(slots, ({ example }) => groupOf(example)),
      ids: slots.map(({ example }) => example.id),
      captions: slots.map(({ draw }) => draw.captions),
      ...(boxes && { boxes }),
      ...(wrongEmbeddings && { wrongEmbeddings }),
      ...(wrong && { wrongImages: wrong }),
    };
    return { batch, after: place };
  };

  let handedOut: Position = { epoch: state?.epoch ?? 0, position: state?.position ?? 0 };
  let lastMade: Promise<Position> = Promise.resolve(handedOut);
  const queue: Promise<Made>[] = [];
  let closed = false;
  const enqueue = (): void => {
    const made = lastMade.then((from) => {
      if (closed) throw new DatasetError('closed', dataset.directory, 'The loader is closed');
      return makeBatch(from);
    });
    lastMade = made.then(({ after }) => after);
    // next() rejects with it; until it is called, the rejection must not count as unhandled.
    lastMade.catch(() => undefined);
    queue.push(made);
  };
  return {
    next: async () => {
      if (closed) throw new DatasetError('closed', dataset.directory, 'The loader is closed');
      while (queue.length <= prefetch) enqueue();
      const { batch, after } = await queue.shift()!;
      handedOut = after;
      return batch;
    },
    getState: () => ({ random: base.getState(), ...handedOut }),
    undecodable: () => [...reader.undecodable],
    close: async () => {
      closed = true;
      await lastMade.catch(() => undefined);
      queue.length = 0;
    },
  };
}
