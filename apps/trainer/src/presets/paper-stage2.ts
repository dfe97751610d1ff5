import type { PresetSource } from './preset.js';

/**
 * Stage-II at the size of the paper: 256×256, width 128/64, four residual blocks, batch 64, 600
 * epochs, learning rate halved every 100 epochs, no augmentation.
 *
 * Costs about 65 GMACs per image and step and 10 GB of GPU memory: weeks on one GPU.
 */
export const paperStage2: PresetSource = {
  name: 'paper',
  description: "Stage-II at the paper's size, 256×256, on a Stage-I of the paper preset",
  cost: 'weeks on one GPU with 12 GB (65 GMACs per image and step); not for a CPU',
  options: {
    stage: 2,
    data: 'datasets/avatars',
    seed: 0,
    steps: 0,
    epochs: 600,
    batch: { size: 64, captions: 4 },
    network: {
      gf: 128,
      df: 64,
      conditionDim: 128,
      conditionActivation: 'leakyRelu',
      textPath: 'embedding',
      jointKernel: 1,
      unconditional: true,
      imageSize: 256,
      residualBlocks: 4,
      squeezeKernel: 1,
    },
    optimizer: { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    schedule: { halveEverySteps: 0, halveEveryEpochs: 100 },
    loss: { klWeight: 2, colorWeight: 0 },
    movingAverage: { decay: 0.999 },
    augmentation: { brightness: 0, contrast: [1, 1], saturation: [1, 1], translation: 0 },
    ticks: { statistics: 100, grids: 1000, snapshots: 2000, states: 1000 },
    preview: { captions: 8, latents: 2 },
  },
};
