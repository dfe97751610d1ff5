import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createLoader, type PreparedDataset } from '@stackgan/data';
import {
  type AttackOptions,
  createMatchingNetwork,
  encodeCaptions,
  MATCHING_SIZE,
  type MatchingPairs,
  matchingStep,
  setTextCode,
  whitening,
} from '@stackgan/layers';
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
import { drawCaptions, severalCaptions } from './draw-captions.js';
import type { Judge } from './stage.js';

/** Steps on captions for each step on pairs of pictures and captions: they are cheap, and there are five captions a picture. */
const CAPTION_STEPS = 1.5;
/** More pictures in a batch are more wrong captions to tell from, and each is cheap. */
const BATCH = 64;
/** Captions of each of them: what one does not state, another may, and reading one costs next to nothing. */
const CAPTIONS = 5;
/** Captions of others that each picture drawn must fit less than its own; a batch alone has too few that are nearly right. */
const OTHERS = 1024;
/** Distance that a picture of 32×32 is moved against the network: two blues differ by 10 over a shirt, and 2 is hardly seen. */
const RADIUS = 2;
/** Captions that the mean and covariance of all are taken of: sixteen for each of 512 numbers. */
const WHITENED = 8192;
const NOISE: [number, number, number, number] = [BATCH, MATCHING_SIZE, MATCHING_SIZE, 3];
const ADAM = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/**
 * The network of the run's matching loss and text codes: read, or learned now of real pairs of the training split, and kept in
 * the run; with captions of others to judge by. Undefined for a run with neither. Stopped by Ctrl-C, it is learned from the start the next time, and
 * is the same.
 */
export async function openMatching(
  run: string,
  options: TrainOptions,
  dataset: PreparedDataset,
  progress: Progress,
): Promise<Judge | undefined> {
  if (!needsMatching(options)) return undefined;
  const network = await openNetwork(join(run, MATCHING_FOLDER), options, dataset, progress);
  const random = new SeededRandom(options.seed).fork('captions of others');
  const train = dataset.examples.filter(({ split }) => split === 'train');
  const others = tf.tidy(() =>
    encodeCaptions(network, drawCaptions(dataset, train, { count: OTHERS, random })),
  );
  return { network, others };
}

async function openNetwork(
  folder: string,
  options: TrainOptions,
  dataset: PreparedDataset,
  progress: Progress,
): Promise<LayersModel> {
  if (await stat(folder).catch(() => undefined)) return loadModel(folder);
  const network = await learnMatching(options, dataset, progress);
  await writeFolderAtomically(folder, (write) => saveModel(network, '.', write));
  return network;
}

/** Whether a run of these options has a matching network. */
export const needsMatching = ({ loss, network }: TrainOptions): boolean =>
  loss.matchingWeight > 0 || network.textCode;

type Pairs = Required<Omit<MatchingPairs, 'others'>> & Pick<AttackOptions, 'noise'>;

async function learnMatching(
  { seed, loss: { matchingSteps } }: TrainOptions,
  dataset: PreparedDataset,
  progress: Progress,
): Promise<LayersModel> {
  const { dimension } = dataset.info.encoder;
  const network = createMatchingNetwork({ textDim: dimension, seed });
  tf.tidy(() => {
    const train = dataset.examples.filter(({ split }) => split === 'train');
    const random = new SeededRandom(seed).fork('captions to whiten');
    const drawn = drawCaptions(dataset, train, { count: WHITENED, random });
    setTextCode(network, whitening(drawn));
  });
  const adam = createAdam(network, ADAM);
  const imageSize = Math.min(...dataset.info.imageSizes.filter((size) => size >= MATCHING_SIZE));
  const loader = createLoader({
    dataset,
    split: 'train',
    imageSize,
    batchSize: BATCH,
    random: new SeededRandom(seed).fork('matching'),
  });
  const byId = new Map(dataset.examples.map((example) => [example.id, example]));
  const random = new SeededRandom(seed).fork('captions of pictures');
  const directions = new SeededRandom(seed).fork('attacks');
  const step = traced(({ noise, ...pairs }: Pairs) => ({
    loss: matchingStep(network, adam, pairs, { noise, radius: RADIUS }),
  }));
  const say = yieldingProgress('learning which caption fits', 'steps', progress);
  try {
    for (let done = 1; done <= matchingSteps; done++) {
      const { images, shape, groups, ids } = await loader.next();
      const examples = ids.map((id) => byId.get(id)!);
      const pairs = {
        images: tf.tensor4d(images, shape),
        embeddings: severalCaptions(dataset, examples, { times: CAPTIONS, random }),
        classes: tf.tensor1d(groups, 'int32'),
        noise: tf.tensor4d(
          directions.fillNormal(new Float32Array(tf.util.sizeFromShape(NOISE))),
          NOISE,
        ),
      };
      // It falls to a tenth.
      adam.learningRate = ADAM.learningRate * Math.min(1, 1.1 - done / matchingSteps);
      adam.beginUpdate();
      const { loss } = step(pairs);
      tf.dispose([...Object.values(pairs), loss]);
      await say(done, matchingSteps);
    }
    await fitCaptions(network, dataset, {
      steps: Math.ceil(CAPTION_STEPS * matchingSteps),
      imageSize,
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
