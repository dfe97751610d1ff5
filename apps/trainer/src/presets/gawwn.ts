import { applyOverrides, type OptionOverrides } from '../options/apply-overrides.js';
import { paperStage1 } from './paper-stage1.js';
import type { PresetSource } from './preset.js';

/**
 * The differences of GAWWN (Reed et al. 2016, "Learning What and Where to Draw";
 * reedscot/nips2016, 2c5180d) from Stage-I: networks that are told the box of the object,
 * transposed convolutions, no Conditioning Augmentation, and the next caption of the batch as
 * mismatched text, whatever its class.
 */
export const GAWWN: OptionOverrides = {
  'network.box': true,
  'network.upSampling': 'transposed',
  'network.conditionNoise': 'none',
  'network.attributePrior': false,
  'loss.klWeight': 0,
  'batch.mismatched': 'shifted',
};

/**
 * GAWWN, the strongest rival in Table 1 of StackGAN's paper, at the size of Stage-I: 64x64 in place
 * of GAWWN's 128x128, width 128/64, batch 64 (16 in its code), 600 epochs, learning rate halved
 * every 100 epochs.
 */
export const gawwn: PresetSource = {
  name: 'gawwn',
  description: 'GAWWN (Reed et al. 2016), 64×64: told the box of the object; for data with boxes',
  cost: 'days on one GPU; not for a CPU',
  options: applyOverrides(paperStage1.options, GAWWN) as PresetSource['options'],
};
