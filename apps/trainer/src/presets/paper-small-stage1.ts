import type { PresetSource } from './preset.js';

/**
 * Stage-I with the networks and losses of the paper, small enough for `stackgan ablate` on two CPU
 * cores.
 *
 * Differences from the preset `paper`: narrow networks, batches of 16 and, as small networks allow,
 * five times the learning rate, halved five times as there; the images that D sees are augmented,
 * since 10,000 drawn portraits are soon known by heart; one caption per image, since captions of
 * one portrait state different things; and text codes (`network.textCode`). The paper reads
 * captions by an encoder that learned from pairs of images and captions (char-CNN-RNN, Reed et al.
 * 2016); the caption encoder of the matching network stands in for it. There is no matching,
 * attribute or reconstruction loss.
 */
export const paperSmallStage1: PresetSource = {
  name: 'paper-small',
  description: 'Stage-I of the paper without additions, narrow, 64×64, for stackgan ablate',
  cost: 'about 15 minutes and 1 GB on 2 CPU cores',
  options: {
    stage: 1,
    data: 'datasets/avatars',
    seed: 0,
    steps: 6000,
    epochs: 0,
    batch: { size: 16, captions: 1 },
    network: {
      gf: 32,
      df: 16,
      conditionDim: 128,
      latentDim: 100,
      conditionActivation: 'leakyRelu',
      textPath: 'embedding',
      textCode: true,
      jointKernel: 1,
      unconditional: false,
    },
    optimizer: { learningRate: 1e-3, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    schedule: { halveEverySteps: 1000, halveEveryEpochs: 0 },
    loss: { klWeight: 2, matchingSteps: 800 },
    movingAverage: { decay: 0.998 },
    augmentation: { brightness: 0.2, contrast: [0.7, 1.3], saturation: [1, 1], translation: 0.125 },
    ticks: { statistics: 100, grids: 1000, snapshots: 1500, states: 1000 },
    preview: { captions: 8, latents: 4 },
  },
};
