import type { Preset } from './preset.js';

/**
 * Stage-II of the main job, on a frozen Stage-I of the same preset.
 *
 * Costs about 10 minutes and 2.5 GB on 2 CPU cores. Expect smooth 256×256 figures where Stage-I
 * drew blotches. One residual block and a narrow discriminator buy the number of steps.
 */
export const quickStartStage2: Preset = {
  name: 'quick-start',
  description: 'small Stage-II, 256×256: smooth figures from the sketches of Stage-I',
  cost: 'about 10 minutes and 2.5 GB on 2 CPU cores',
  options: {
    stage: 2,
    data: 'datasets/emoji',
    seed: 0,
    steps: 1600,
    epochs: 0,
    batch: { size: 8, captions: 4 },
    network: {
      gf: 16,
      df: 8,
      conditionDim: 128,
      conditionActivation: 'leakyRelu',
      textPath: 'embedding',
      jointKernel: 1,
      unconditional: true,
      imageSize: 256,
      residualBlocks: 1,
      squeezeKernel: 1,
    },
    optimizer: { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    schedule: { halveEverySteps: 0, halveEveryEpochs: 0 },
    loss: { klWeight: 2 },
    movingAverage: { decay: 0.995 },
    augmentation: { brightness: 0.2, contrast: [0.7, 1.3], saturation: [1, 1], translation: 0.125 },
    ticks: { statistics: 25, grids: 200, snapshots: 400, states: 200 },
    preview: { captions: 8, latents: 2 },
  },
};
