import type { PresetSource } from './preset.js';

/**
 * Stage-II of the main job, on a frozen Stage-I of the same preset.
 *
 * Costs about 3 minutes and 1 GB on 2 CPU cores. Expect sharp 256×256 versions of the images of
 * Stage-I. G starts at the enlarged Stage-I image (the shortcut) and learns to sharpen from pairs:
 * what Stage-I draws of the attributes of a real image, and that image; or, if these are unknown, a
 * degraded copy and the image. For most of its steps it learns from these alone, which is faster:
 * there is no time for D to teach it to draw from scratch. One residual block, a narrow discriminator and batches of four make the number of steps possible. With fewer
 * than eight channels before the image, all of them may die, and figures turn grey. docs/recipe.md
 * has all experiments.
 */
export const quickStartStage2: PresetSource = {
  name: 'quick-start',
  description: 'small Stage-II, 256×256: sharp figures from the images of Stage-I',
  cost: 'about 3 minutes and 1 GB on 2 CPU cores',
  options: {
    stage: 2,
    data: 'datasets/avatars',
    seed: 0,
    steps: 1000,
    epochs: 0,
    batch: { size: 4, captions: 1 },
    network: {
      gf: 32,
      df: 8,
      conditionDim: 128,
      conditionActivation: 'linear',
      textPath: 'embedding',
      textCode: true,
      jointKernel: 1,
      unconditional: true,
      imageSize: 256,
      residualBlocks: 1,
      squeezeKernel: 1,
      shortcut: true,
    },
    optimizer: { learningRate: 1e-3, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    schedule: { halveEverySteps: 400, halveEveryEpochs: 0, adversarialFrom: 800 },
    loss: { klWeight: 0.02, reconstructionWeight: 50, colorWeight: 0 },
    movingAverage: { decay: 0.998 },
    augmentation: { brightness: 0.2, contrast: [0.7, 1.3], saturation: [1, 1], translation: 0.125 },
    ticks: { statistics: 50, grids: 250, snapshots: 250, states: 250 },
    preview: { captions: 8, latents: 2 },
  },
};
