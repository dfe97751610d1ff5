import type { PresetSource } from './preset.js';

/**
 * Stage-I with the networks and losses of the paper, small enough for two CPU cores: the rows of
 * `stackgan ablate`.
 *
 * These options differ from the preset `paper`:
 * - Networks are narrow, batches have 8 images, and the learning rate is 2.5 times as high; it is
 *   halved five times, as there.
 * - D sees augmented images, because it could memorise 10,000 portraits.
 * - Each image has one caption, because captions of one portrait state different things.
 * - G and D read text codes (`network.textCode`). The paper's caption encoder, char-CNN-RNN (Reed et
 *   al. 2016), learned from pairs of images and captions; that of the matching network did, too. The
 *   sentence encoder did not, and G learns slowly to use its embeddings.
 *
 * There is no attribute prior, and no matching, attribute or reconstruction loss.
 */
export const paperSmallStage1: PresetSource = {
  name: 'paper-small',
  description: 'Stage-I of the paper without additions, narrow, 64×64, for stackgan ablate',
  cost: 'about 8 minutes and 1 GB on 2 CPU cores',
  options: {
    stage: 1,
    data: 'datasets/avatars',
    seed: 0,
    steps: 8400,
    epochs: 0,
    batch: { size: 8, captions: 1 },
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
    optimizer: { learningRate: 5e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    schedule: { halveEverySteps: 1400, halveEveryEpochs: 0 },
    loss: { klWeight: 2, matchingSteps: 800 },
    movingAverage: { decay: 0.998 },
    augmentation: { brightness: 0.2, contrast: [0.7, 1.3], saturation: [1, 1], translation: 0.125 },
    ticks: { statistics: 100, grids: 1000, snapshots: 2100, states: 1000 },
    preview: { captions: 8, latents: 4 },
  },
};
