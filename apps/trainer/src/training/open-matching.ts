import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createLoader, type PreparedDataset } from '@stackgan/data';
import { createMatchingNetwork, MATCHING_SIZE, matchingStep } from '@stackgan/layers';
import { SeededRandom } from '@stackgan/random';
import { traced } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { releaseGraphs } from '../backends/lazy-backend.js';
import { type Progress, yieldingProgress } from '../evaluation/work-progress.js';
import type { TrainOptions } from '../options/train-options.js';
import { loadModel, saveModel } from '../run-directory/model-files.js';
import { MATCHING_FOLDER } from '../run-directory/run-directory.js';
import { writeFolderAtomically } from '../run-directory/write-atomically.js';
import { createAdam } from './adam.js';
import { fitCaptions } from './fit-captions.js';
import { type BatchTensors, batchTensors } from './batch-tensors.js';

/** Steps on captions for each step on pairs of pictures and captions: they are cheap, and there are five captions a picture. */
const CAPTION_STEPS = 1.5;
/** More pairs in a batch are more wrong captions to tell from, and each is cheap. */
const BATCH = 64;
const ADAM = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/**
 * The network of the run's matching loss and text codes: read, or learned now of real pairs of the training split, one caption
 * each, and kept in the run. Undefined for a run with neither. Stopped by Ctrl-C, it is learned from the start the next time, and
 * is the same.
 */
export async function openMatching(
  run: string,
  options: TrainOptions,
  dataset: PreparedDataset,
  progress: Progress,
): Promise<LayersModel | undefined> {
  if (!needsMatching(options)) return undefined;
  const folder = join(run, MATCHING_FOLDER);
  if (await stat(folder).catch(() => undefined)) return loadModel(folder);
  const network = await learnMatching(options, dataset, progress);
  await writeFolderAtomically(folder, (write) => saveModel(network, '.', write));
  return network;
}

/** Whether a run of these options has a matching network. */
export const needsMatching = ({ loss, network }: TrainOptions): boolean =>
  loss.matchingWeight > 0 || network.textCode;

async function learnMatching(
  { seed, loss: { matchingSteps }, network: { imageSize } }: TrainOptions,
  dataset: PreparedDataset,
  progress: Progress,
): Promise<LayersModel> {
  const { dimension } = dataset.info.encoder;
  const network = createMatchingNetwork({ textDim: dimension, seed });
  const adam = createAdam(network, ADAM);
  const loader = createLoader({
    dataset,
    split: 'train',
    imageSize: dataset.info.imageSizes.includes(MATCHING_SIZE) ? MATCHING_SIZE : imageSize,
    batchSize: BATCH,
    captionsPerExample: 1,
    random: new SeededRandom(seed).fork('matching'),
  });
  const step = traced(({ images, embeddings, classes }: BatchTensors) => ({
    loss: matchingStep(network, adam, { images, embeddings, classes }),
  }));
  const say = yieldingProgress('learning which caption fits', 'steps', progress);
  try {
    for (let done = 1; done <= matchingSteps; done++) {
      const batch = batchTensors(await loader.next());
      // It falls to a tenth.
      adam.learningRate = ADAM.learningRate * Math.min(1, 1.1 - done / matchingSteps);
      adam.beginUpdate();
      const { loss } = step(batch);
      tf.dispose([batch as unknown as tf.TensorContainer, loss]);
      await say(done, matchingSteps);
    }
    await fitCaptions(network, dataset, {
      steps: Math.ceil(CAPTION_STEPS * matchingSteps),
      random: new SeededRandom(seed).fork('captions'),
      progress,
    });
    return network;
  } catch (error) {
    network.dispose();
    throw error;
  } finally {
    await loader.close();
    adam.dispose();
    // Those of 64 pairs are not needed again, and the stage needs the memory.
    releaseGraphs();
  }
}
