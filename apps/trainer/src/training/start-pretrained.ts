import { join } from 'node:path';
import type { PreparedInfo } from '@stackgan/data';
import { setTextCode } from '@stackgan/layers';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { copyWeights } from '../networks/network-weights.js';
import type { Networks } from '../networks/networks.js';
import { compareOptions } from '../options/compare-options.js';
import type { TrainOptions } from '../options/train-options.js';
import { loadModel, saveModel, type WriteFile } from '../run-directory/model-files.js';
import { requireSameEncoder } from '../run-directory/require-same-encoder.js';
import { PRETRAINED_FOLDER } from '../run-directory/run-directory.js';
import { FOLDERS } from '../run-directory/snapshot.js';
import { PretrainedMismatchError } from '../shared/errors.js';
import { createStage } from './create-stage.js';
import type { Pretrained } from './pretrained.js';
import type { Stage, StageBase } from './stage.js';
import type { StageData } from './stage-data.js';

/** Options that neither weights nor the meaning of trained weights depend on. */
const FREE = ['conditionNoise', 'kernelInitializer', 'movingVariance', 'stage1BatchNorm'];

/** Options of the discriminator alone. */
const OF_DISCRIMINATOR = [
  ...['df', 'textPath', 'jointKernel', 'unconditional'],
  ...['discriminatorBody', 'logitBias', 'squeezeKernel'],
];

const NAMES = ['generator', 'average', 'discriminator'] as const;

/**
 * Throws EncoderMismatchError if `pretrained` reads embeddings of another encoder than that of the
 * data set, and PretrainedMismatchError if its networks are others than those of `options`.
 */
export function requireFit(
  pretrained: Pretrained,
  options: TrainOptions,
  encoder: PreparedInfo['encoder'],
): void {
  const { source, network, discriminator } = pretrained;
  requireSameEncoder(source, pretrained.encoder, encoder);
  const others = new Set([...FREE, ...(discriminator ? [] : OF_DISCRIMINATOR)]);
  const compared = (all: object) => ({
    network: Object.fromEntries(Object.entries(all).filter(([name]) => !others.has(name))),
  });
  // What the layers of a generator do not show is not compared.
  const chosen = Object.entries(options.network).filter(([name]) => name in network);
  const differences = compareOptions(compared(network), compared(Object.fromEntries(chosen)), {
    before: 'there',
    now: 'here',
  });
  if (differences.length > 0) throw new PretrainedMismatchError(source, differences);
}

/** What a stage with pretrained networks is built of. */
interface PretrainedStage {
  options: TrainOptions;
  encoder: PreparedInfo['encoder'];
  data: StageData;
  base: StageBase | undefined;
}

/**
 * A new stage with the weights of `pretrained`. A discriminator that the source does not have is
 * untrained, with the text codes of the generator. Throws as `requireFit` does, also for weights
 * that are not those of the options.
 */
export function startPretrained(
  pretrained: Pretrained,
  { options, encoder, data, base }: PretrainedStage,
): Stage {
  requireFit(pretrained, options, encoder);
  const stage = createStage(options, data, base);
  const { networks } = stage;
  for (const name of NAMES) {
    const trained = pretrained[name];
    if (trained === undefined) continue;
    try {
      copyWeights(trained, networks[name]);
    } catch (error) {
      throw new PretrainedMismatchError(pretrained.source, [
        `${name}: ${(error as Error).message}`,
      ]);
    }
  }
  if (!pretrained.discriminator) copyTextCode(networks.generator, networks.discriminator);
  return stage;
}

/** Gives `to` the text code of the generator `from`, if that reads one. */
function copyTextCode(from: LayersModel, to: LayersModel): void {
  const layer = from.layers.find(({ name }) => name === 'text_code');
  if (layer === undefined) return;
  const [kernel, bias] = layer.getWeights() as [tf.Tensor2D, tf.Tensor1D];
  setTextCode(to, { kernel, bias });
}

/** Saves the networks that a run begins with, so that it no longer needs their source. */
export async function saveInitial(networks: Networks, write: WriteFile): Promise<void> {
  for (const name of NAMES) await saveModel(networks[name], FOLDERS[name], write);
}

/** Gives freshly built networks the weights that the run begins with. */
export async function loadInitial(run: string, networks: Networks): Promise<void> {
  for (const name of NAMES) {
    const saved = await loadModel(join(run, PRETRAINED_FOLDER, FOLDERS[name]));
    copyWeights(saved, networks[name]);
    saved.dispose();
  }
}
