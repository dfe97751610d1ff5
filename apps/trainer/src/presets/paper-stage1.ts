import type { PresetSource } from './preset.js';

/**
 * Stage-I at the size of the paper (arXiv 1612.03242 v2, section 4): width 128/64, batch 64, 600
 * epochs, learning rate halved every 100 epochs, no augmentation, no change to the losses.
 *
 * Costs 5.2 GMACs per image and step: days on a GPU, out of reach of a CPU. Its networks are for
 * CUB, Oxford-102 and COCO; they are larger than the data sets that this project makes can use.
 */
export const paperStage1: PresetSource = {
  name: 'paper',
  description: "Stage-I at the paper's size, 64×64, for bird, flower or COCO images",
  cost: 'days on one GPU (5.2 GMACs per image and step); not for a CPU',
  options: {
    stage: 1,
    data: 'datasets/avatars',
    seed: 0,
    steps: 0,
    epochs: 600,
    batch: { size: 64, captions: 4 },
    network: {
      gf: 128,
      df: 64,
      conditionDim: 128,
      latentDim: 100,
      conditionActivation: 'leakyRelu',
      textPath: 'embedding',
      jointKernel: 1,
      unconditional: false,
    },
    optimizer: { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    schedule: { halveEverySteps: 0, halveEveryEpochs: 100 },
    loss: { klWeight: 2 },
    movingAverage: { decay: 0.999 },
    augmentation: { brightness: 0, contrast: [1, 1], saturation: [1, 1], translation: 0 },
    ticks: { statistics: 100, grids: 1000, snapshots: 2000, states: 1000 },
    preview: { captions: 8, latents: 4 },
  },
};
