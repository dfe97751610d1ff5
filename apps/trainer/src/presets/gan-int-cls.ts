import { applyOverrides, type OptionOverrides } from '../options/apply-overrides.js';
import { paperStage1 } from './paper-stage1.js';
import type { PresetSource } from './preset.js';

/**
 * The differences of GAN-INT-CLS (Reed et al. 2016; reedscot/icml2016, db3f0c6) from Stage-I:
 * transposed convolutions with residual bottlenecks, text compressed to 128 numbers with leaky ReLU
 * and no Conditioning Augmentation, wrong images in place of wrong text, and interpolated captions
 * for the generator.
 */
export const GAN_INT_CLS: OptionOverrides = {
  'network.generatorBody': 'residual',
  'network.discriminatorBody': 'residual',
  'network.upSampling': 'transposed',
  'network.conditionActivation': 'leakyRelu',
  'network.conditionNoise': 'none',
  'network.attributePrior': false,
  'loss.klWeight': 0,
  'batch.mismatched': 'wrongImages',
  'batch.interpolated': true,
};

/**
 * GAN-INT-CLS, the baseline in Table 1 of StackGAN's paper, at the paper's size: width 128/64,
 * batch 64, 600 epochs, learning rate halved every 100 epochs.
 */
export const ganIntCls: PresetSource = {
  name: 'gan-int-cls',
  description: 'GAN-INT-CLS (Reed et al. 2016), 64×64: the network that the paper compares with',
  cost: 'days on one GPU; not for a CPU',
  options: applyOverrides(paperStage1.options, GAN_INT_CLS) as PresetSource['options'],
};
