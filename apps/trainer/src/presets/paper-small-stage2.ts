import type { PresetSource } from './preset.js';

/**
 * Stage-II with the networks and losses of the paper, small enough for two CPU cores.
 *
 * Besides the differences of its Stage-I, it has no second head of D without text, as in the paper.
 * G has no shortcut: it draws its image from the features of that of Stage-I. With fewer than eight
 * channels before the image, all of them may die, so `gf` is not below 32; a narrow D saves time.
 */
export const paperSmallStage2: PresetSource = {
  name: 'paper-small',
  description: 'Stage-II of the paper without additions, narrow, 256×256, for stackgan ablate',
  cost: 'about 25 minutes and 1.5 GB on 2 CPU cores',
  options: {
    stage: 2,
    data: 'datasets/avatars',
    seed: 0,
    steps: 4200,
    epochs: 0,
    batch: { size: 8, captions: 1 },
    network: {
      gf: 32,
      df: 8,
      conditionDim: 128,
      conditionActivation: 'leakyRelu',
      textPath: 'embedding',
      textCode: true,
      jointKernel: 1,
      unconditional: false,
      imageSize: 256,
      residualBlocks: 4,
      squeezeKernel: 1,
    },
    optimizer: { learningRate: 5e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    schedule: { halveEverySteps: 700, halveEveryEpochs: 0 },
    loss: { klWeight: 2, colorWeight: 0 },
    movingAverage: { decay: 0.998 },
    augmentation: { brightness: 0.2, contrast: [0.7, 1.3], saturation: [1, 1], translation: 0.125 },
    ticks: { statistics: 100, grids: 1000, snapshots: 1050, states: 1000 },
    preview: { captions: 8, latents: 2 },
  },
};
