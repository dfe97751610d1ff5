import type { PresetSource } from './preset.js';

/**
 * Stage-II of the main job, on a frozen Stage-I of the same preset.
 *
 * Costs about 5 minutes and 1 GB on 2 CPU cores. Expect smooth, outlined, glossy 256×256 figures in
 * the colours of Stage-I's blotches. One residual block, a narrow discriminator and batches of four
 * buy the number of steps. So few pictures do not teach Stage-II the words for colours: colour
 * consistency holds it to what Stage-I has learnt of them. With fewer than eight channels before
 * the picture, or a higher learning rate, all of them may die, and figures turn grey.
 */
export const quickStartStage2: PresetSource = {
  name: 'quick-start',
  description: 'small Stage-II, 256×256: smooth figures from the sketches of Stage-I',
  cost: 'about 5 minutes and 1 GB on 2 CPU cores',
  options: {
    stage: 2,
    data: 'datasets/emoji',
    seed: 0,
    steps: 2000,
    epochs: 0,
    batch: { size: 4, captions: 4 },
    network: {
      gf: 32,
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
    optimizer: { learningRate: 3e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    schedule: { halveEverySteps: 1000, halveEveryEpochs: 0 },
    loss: { klWeight: 2, colorWeight: 50 },
    movingAverage: { decay: 0.998 },
    augmentation: { brightness: 0.2, contrast: [0.7, 1.3], saturation: [1, 1], translation: 0.125 },
    ticks: { statistics: 50, grids: 300, snapshots: 1000, states: 300 },
    preview: { captions: 8, latents: 2 },
  },
};
