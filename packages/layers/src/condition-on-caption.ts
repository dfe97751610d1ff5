import { conditioningAugmentation, type CaActivation, type CaSigma } from '@stackgan/ca';
import { input, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { LayerVariants } from './block-parts.js';
import { namedLayers } from './named-layers.js';
import { requirePositiveIntegers } from './require-positive-integers.js';
import { readTextCode } from './text-code.js';

/** Options that the generators of both stages share. */
export interface GeneratorOptions extends LayerVariants {
  /** Size T of a caption's embedding; default 1024, as in the paper (char-CNN-RNN). */
  textDim?: number;
  /**
   * Size of the code that the network computes from the embedding and reads in its place, by a
   * dense layer that does not train: `setTextCode` of @stackgan/layers sets its weights.
   * Default 0, as in the paper: the network reads the embedding.
   */
  textCodeDim?: number;
  /** Size E of the condition c; default 128. */
  conditionDim?: number;
  /** Activation of Conditioning Augmentation; default 'leakyRelu', 'relu' in StackGAN-Pytorch. */
  conditionActivation?: CaActivation;
  /**
   * Meaning of the second half of its dense layer's output; default 'logVariance',
   * 'logDeviation' in the TensorFlow reference.
   */
  conditionSigma?: CaSigma;
  /** Seed of the initial weights; default 0. */
  seed?: number;
}

/** The inputs of a generator's Conditioning Augmentation, and its outputs. */
export interface CaptionCondition {
  /** Input [N, T]. */
  embedding: SymbolicTensor;
  /** The text code, or the embedding if the network reads none [N, D]. */
  code: SymbolicTensor;
  /** Input [N, E]. */
  epsilon: SymbolicTensor;
  /** [N, E], as are `logVariance` and `condition`. */
  mean: SymbolicTensor;
  logVariance: SymbolicTensor;
  condition: SymbolicTensor;
}

/**
 * Conditioning Augmentation of the generator `network`, with inputs of its own.
 * Throws OptionError for a size that is not a positive integer.
 */
export function conditionOnCaption(network: string, options: GeneratorOptions): CaptionCondition {
  const { textDim = 1024, textCodeDim = 0, conditionDim = 128 } = options;
  const { conditionActivation = 'leakyRelu', conditionSigma = 'logVariance' } = options;
  requirePositiveIntegers({ textDim, conditionDim });
  const embedding = input({ shape: [textDim], name: 'embedding' });
  const epsilon = input({ shape: [conditionDim], name: 'epsilon' });
  const { name, seed } = namedLayers(network, options)('ca');
  const ca = conditioningAugmentation({
    ...{ name, seed, conditionDim },
    activation: conditionActivation,
    sigma: conditionSigma,
  });
  const code = readTextCode(embedding, textCodeDim);
  const outputs = ca.apply([code, epsilon]);
  const [mean, logVariance, condition] = outputs as [
    SymbolicTensor,
    SymbolicTensor,
    SymbolicTensor,
  ];
  return { embedding, code, epsilon, mean, logVariance, condition };
}
