import { setImmediate } from 'node:timers/promises';
import type { PreparedDataset } from '@stackgan/data';
import {
  type AttributeReader,
  type AttributeScores,
  attributeScores,
  openAttributeReader,
} from '@stackgan/metrics';
import { traced } from '@stackgan/tfjs-backend-ort';
import type { SquareImage } from '../../images/image.js';
import type { Console } from '../../shared/progress-line.js';
import type { CaptionTable } from '../caption-table.js';
import { imageTensor } from '../extract-features.js';
import { BATCH, type ImageSet } from '../../images/image-set.js';
import { learnedReader } from './learned-reader.js';
import { squareImages } from './square-images.js';

/** A set of images whose attributes are read while they are measured. */
export interface AttributeReading {
  /** The same images; what they show is read as they go by. */
  readonly set: ImageSet;
  /** After all went by: how much of what their captions state they show, and what was compared with what. */
  scores(): Promise<{ scores: AttributeScores; protocol: string }>;
}

/** Learns or opens the reader of `dataset`, to read images of `set`, which were drawn of captions of `table`. */
export async function readAttributes(
  set: ImageSet,
  table: CaptionTable,
  seed: number,
  { dataset, console, signal }: { dataset: PreparedDataset; console: Console; signal: AbortSignal },
): Promise<AttributeReading> {
  const say = (what: string, done: number, total: number): void => {
    signal.throwIfAborted();
    const isTick = done === total || done % 500 === 0;
    console.progress(`${dataset.info.name}: ${what}, ${done} of ${total}`, { isTick });
  };
  const reader = await learnedReader(dataset, say);
  const generated: number[] = [];
  const captions: number[] = [];
  let side = 0;
  return {
    set: {
      ...set,
      async *batches() {
        const opened = openReader(reader);
        try {
          for await (const batch of set.batches()) {
            side = batch.images[0]!.size;
            generated.push(...(await opened.read(batch.images)));
            captions.push(...(batch.captions ?? []));
            yield batch;
          }
        } finally {
          opened.dispose();
        }
      },
    },
    async scores() {
      const shown = await readReal(reader, captions, side);
      const { attributes } = reader;
      const real = captions.flatMap((row) => shown.get(table.example(row))!);
      const stated = captions.map((row) => classesOf(attributes, table.statement(row)));
      return {
        scores: attributeScores({ attributes, generated, real, stated, seed }),
        protocol: protocolOf(reader, dataset, side),
      };
    },
  };

  /** What the real images of these captions show, by their positions in the data set. */
  async function readReal(
    reader: AttributeReader,
    rows: readonly number[],
    size: number,
  ): Promise<Map<number, readonly number[]>> {
    const indices = [...new Set(rows.map((row) => table.example(row)))];
    const shown = new Map<number, readonly number[]>();
    const opened = openReader(reader);
    try {
      for (let done = 0; done < indices.length; done += BATCH) {
        const batch = indices.slice(done, done + BATCH);
        const examples = batch.map((index) => dataset.examples[index]!);
        const read = await opened.read(await squareImages(dataset, examples, size));
        const width = reader.attributes.length;
        batch.forEach((index, i) => shown.set(index, read.slice(i * width, (i + 1) * width)));
        // A backend that computes at once lets no timer and no Ctrl-C have its turn.
        await setImmediate();
        say('reading real images', done + batch.length, indices.length);
      }
    } finally {
      opened.dispose();
    }
    return shown;
  }
}

function openReader(reader: AttributeReader) {
  const opened = openAttributeReader(reader, { trace: traced });
  return {
    async read(images: readonly SquareImage[]): Promise<number[]> {
      // The last batch is as large as the others, and so the same graph.
      const full = Array.from({ length: BATCH }, (_, i) => images[i] ?? images[0]!);
      const input = imageTensor(full);
      const classes = await opened.read(input);
      input.dispose();
      return [...classes.subarray(0, images.length * reader.attributes.length)];
    },
    dispose: () => opened.dispose(),
  };
}

/** Positions of the values that a statement accepts, for each attribute; undefined where it says nothing. */
const classesOf = (
  attributes: AttributeReader['attributes'],
  statement: ReturnType<CaptionTable['statement']>,
): (number[] | undefined)[] =>
  attributes.map(({ name, values }) =>
    Object.hasOwn(statement, name)
      ? statement[name]!.map((value) => values.indexOf(value))
      : undefined,
  );

function protocolOf(reader: AttributeReader, { info }: PreparedDataset, side: number): string {
  const known = reader.attributes.filter(({ heldOut }) => heldOut > 0);
  const mean = known.reduce((sum, one) => sum + one.heldOutAccuracy, 0) / known.length;
  const quality = known.length > 0 ? `, ${mean.toFixed(2)} right of held-out training images` : '';
  return `0 at chance, 1 as real images of the same captions at ${side}×${side}; reader learned from the training images of ${info.name} alone${quality}; 95 % intervals`;
}
