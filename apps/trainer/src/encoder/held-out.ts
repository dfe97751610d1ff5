import type { PreparedDataset } from '@stackgan/data';
import { type Rows, selectRows } from '@stackgan/metrics';
import * as tf from '@tensorflow/tfjs-core';
import { type Progress, yieldingReporter } from '../shared/progress-reporter.js';
import type { ImageCaption } from './caption-network.js';
import type { JointModel } from './joint-training.js';
import { type Retrieval, retrieval } from './retrieval.js';

/** Rows that are embedded at once. */
const CHUNK = 64;

/** Images that no model learned from, and all of their captions. */
export interface HeldOut {
  /** Standardised, a row for each image. */
  readonly features: Rows;
  readonly captions: readonly ImageCaption[];
  /** The row of each caption's image. */
  readonly imageOf: readonly number[];
  /** Of each image. */
  readonly classOf: readonly number[];
}

/** The held-out images of a data set; `features` are of all its images. */
export function heldOut({ examples }: PreparedDataset, features: Rows): HeldOut {
  const test = examples.filter(({ split }) => split === 'test');
  const captions = test.flatMap((example, image) =>
    example.captions.map((_, caption) => ({ example, caption, image })),
  );
  return {
    features: selectRows(
      features,
      test.map(({ index }) => index),
    ),
    captions,
    imageOf: captions.map(({ image }) => image),
    classOf: test.map((example) => example.class),
  };
}

/** How well the captions find their images in the space of a model. */
export async function measureModel(
  { captions: network, images }: JointModel,
  { features, captions, imageOf, classOf }: HeldOut,
  progress: Progress,
): Promise<Retrieval> {
  const tell = yieldingReporter('embedding held-out captions', 'captions', progress);
  const { width } = features;
  return retrieval({
    ...{ imageOf, classOf },
    images: await embedRows(Array.from(classOf.keys()), (members) => {
      const rows = tf.tensor2d(selectRows(features, members).data, [members.length, width]);
      return [rows, images.apply(rows)];
    }),
    captions: await embedRows(
      captions,
      (members) => {
        const rows = network.read(members);
        return [rows, network.apply(rows)];
      },
      (done) => tell(done, captions.length),
    ),
  });
}

/** The embeddings of all members, which `embed` returns after what it read. */
async function embedRows<Member>(
  members: readonly Member[],
  embed: (chunk: readonly Member[]) => [read: tf.Tensor, rows: tf.Tensor2D],
  onChunk?: (done: number) => Promise<void>,
): Promise<Rows> {
  let data = new Float32Array();
  let width = 1;
  for (let done = 0; done < members.length; done += CHUNK) {
    const count = Math.min(CHUNK, members.length - done);
    // The last chunk is as large as the others, and so the same graph.
    const chunk = Array.from({ length: CHUNK }, (_, i) => members[done + (i % count)]!);
    const tensors = embed(chunk);
    const values = (await tensors[1].data()) as Float32Array;
    width = tensors[1].shape[1];
    if (done === 0) data = new Float32Array(members.length * width);
    data.set(values.subarray(0, count * width), done * width);
    tf.dispose(tensors);
    await onChunk?.(done + count);
  }
  return { data, width };
}
