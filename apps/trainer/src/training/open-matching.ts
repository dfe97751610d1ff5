import { join } from 'node:path';
import type { PreparedDataset } from '@stackgan/data';
import {
  createMatchingNetwork,
  encodeCaptions,
  matchingStep,
  setTextCode,
  whitening,
} from '@stackgan/layers';
import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Progress } from '../shared/progress-reporter.js';
import type { TrainOptions } from '../options/train-options.js';
import { MATCHING_FOLDER } from '../run-directory/run-directory.js';
import type { RunOptions } from '../run-directory/run-options.js';
import { drawCaptions, severalCaptions } from './draw-captions.js';
import { fitCaptions } from './fit-captions.js';
import { keptNetwork } from './kept-network.js';
import { lossNetworkSize, trainLossNetwork } from './train-loss-network.js';
import type { MatchingLossNetwork } from './stage.js';

/**
 * Steps on captions per step on pairs: they are cheap, and there are about five captions per image.
 */
const CAPTION_STEPS = 1.5;
/**
 * Captions of each image in a batch: one may state what another does not, and each costs little.
 */
const CAPTIONS = 5;
/**
 * Captions of other images that a generated image must match less than its own caption. A batch
 * holds few captions that are nearly right; so many captions hold many.
 */
const OTHERS = 8192;
/** Captions that mean and covariance are estimated from: 16 for each of 1,024 dimensions. */
const WHITENED = 16_384;

/**
 * The network of the run's matching loss and text codes, and the captions of other images that the
 * loss compares with. The network is read from the run, or trained on the training split and stored
 * there. Undefined for a run with neither.
 */
export async function openMatching(
  run: string,
  settings: MatchingSettings,
  dataset: PreparedDataset,
  progress: Progress,
): Promise<MatchingLossNetwork | undefined> {
  if (!needsMatching(settings)) return undefined;
  const { options } = settings;
  const network = await keptNetwork(
    join(run, MATCHING_FOLDER),
    () => createMatching(options, dataset),
    (fresh) => learnMatching(fresh, options, dataset, progress),
  );
  return withOthers(network, options, dataset);
}

/** An untrained matching network for the embeddings of `dataset`. */
export const createMatching = ({ seed }: TrainOptions, dataset: PreparedDataset): LayersModel =>
  createMatchingNetwork({ textDim: dataset.info.encoder.dimension, seed });

/** `network`, with the captions of other images that its loss compares with. */
export function withOthers(
  network: LayersModel,
  { seed }: TrainOptions,
  dataset: PreparedDataset,
): MatchingLossNetwork {
  const random = new SeededRandom(seed).fork('captions of others');
  const train = dataset.examples.filter(({ split }) => split === 'train');
  const others = tf.tidy(() =>
    encodeCaptions(network, drawCaptions(dataset, train, { count: OTHERS, random })),
  );
  return { network, others };
}

type MatchingSettings = Pick<RunOptions, 'options' | 'from'>;

/**
 * Whether a run has a matching network: for its loss, or for the text codes of networks that do not
 * begin with those of others.
 */
export const needsMatching = ({ options: { loss, network }, from }: MatchingSettings): boolean =>
  loss.matchingWeight > 0 || (network.textCode && from === undefined);

async function learnMatching(
  network: LayersModel,
  { seed, loss: { matchingSteps } }: TrainOptions,
  dataset: PreparedDataset,
  progress: Progress,
): Promise<void> {
  tf.tidy(() => {
    const train = dataset.examples.filter(({ split }) => split === 'train');
    const random = new SeededRandom(seed).fork('captions to whiten');
    const drawn = drawCaptions(dataset, train, { count: WHITENED, random });
    setTextCode(network, whitening(drawn));
  });
  const byId = new Map(dataset.examples.map((example) => [example.id, example]));
  const random = new SeededRandom(seed).fork('captions of pictures');
  await trainLossNetwork(network, dataset, {
    ...{ steps: matchingSteps, seed, stream: 'learning which caption fits', progress },
    what: 'learning which caption fits',
    label: ({ groups, ids }) => {
      const examples = ids.map((id) => byId.get(id)!);
      return {
        embeddings: severalCaptions(dataset, examples, { times: CAPTIONS, random }),
        classes: tf.tensor1d(groups, 'int32'),
      };
    },
    step: (adam, images, labels, attack) =>
      matchingStep(network, adam, { images, ...labels }, attack),
  });
  await fitCaptions(network, dataset, {
    steps: Math.ceil(CAPTION_STEPS * matchingSteps),
    imageSize: lossNetworkSize(dataset),
    random: new SeededRandom(seed).fork('captions'),
    progress,
  });
}
