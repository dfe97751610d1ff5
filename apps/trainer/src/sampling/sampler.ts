import { registerStackGANLayers, StackGAN } from '@stackgan/stage2';
import type { LoadedCaptionEncoder } from '@stackgan/text';
import * as tf from '@tensorflow/tfjs-core';
import type { SquareImage } from '../images/image.js';
import { noiseOfRun } from '../run-directory/noise-of-run.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { loadSnapshot } from '../run-directory/snapshot.js';
import { requireSameEncoder } from '../run-directory/require-same-encoder.js';
import { readDrawn } from './read-drawn.js';
import { rememberEmbeddings } from './remember-embeddings.js';

/** How to draw: the seed of the noise, and whether to leave out the noise of the condition. */
export interface DrawOptions {
  readonly seed: number;
  readonly meanOnly: boolean;
}

/** Draws captions with a trained run. */
export interface Sampler {
  /** Where the networks came from. */
  readonly snapshot: string;
  /**
   * One image by each stage that the run has, Stage-I first. It depends on the caption and the
   * seed alone, not on what else is drawn. Rejects with RunDirectoryError where a network draws NaN.
   */
  draw(caption: string, options: DrawOptions): Promise<SquareImage[]>;
  /** Frees the networks, not the encoder. */
  dispose(): void;
}

/** Opens the newest snapshot of `run`, or the snapshot `run` itself, for the text of `encoder`. */
export async function openSampler(run: string, encoder: LoadedCaptionEncoder): Promise<Sampler> {
  registerStackGANLayers();
  const { path, settings, generators } = await loadSnapshot(await findSnapshot(run));
  requireSameEncoder(path, settings.encoder, encoder);
  const text = rememberEmbeddings(encoder);
  const conditionNoise = noiseOfRun(settings);
  const stackgan = new StackGAN({ ...generators, encoder: text, conditionNoise });

  return {
    snapshot: path,
    async draw(caption, options) {
      const { stage1, images: last } = await stackgan.generate(caption, options);
      const images = generators.stage2 ? [stage1, last] : [last];
      try {
        return (await Promise.all(images.map((each) => readDrawn(path, each)))).flat();
      } finally {
        tf.dispose(images);
      }
    },
    dispose() {
      generators.stage1.dispose();
      generators.stage2?.dispose();
    },
  };
}
