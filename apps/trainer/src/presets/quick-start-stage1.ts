import type { PresetSource } from './preset.js';

/**
 * Stage-I of the main job.
 *
 * Costs about 3 minutes and 1 GB on 2 CPU cores. Expect sketches whose colour and outline
 * follow the caption: round yellow faces, upright people with the right skin tone, flags as
 * banners. Narrow networks and many steps beat wide ones in the same time, and such networks bear
 * a learning rate of 2.5 times the paper's. Augmentation is mild: strong colour changes blur the
 * colour words of captions.
 */
export const quickStartStage1: PresetSource = {
  name: 'quick-start',
  description: 'small Stage-I, 64×64: colours and outlines that follow the caption',
  cost: 'about 3 minutes and 1 GB on 2 CPU cores',
  options: {
    stage: 1,
    data: 'datasets/emoji',
    seed: 0,
    steps: 3600,
    epochs: 0,
    batch: { size: 16, captions: 4 },
    network: {
      gf: 16,
      df: 16,
      conditionDim: 128,
      latentDim: 100,
      conditionActivation: 'leakyRelu',
      textPath: 'embedding',
      jointKernel: 1,
      unconditional: false,
    },
    optimizer: { learningRate: 5e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    schedule: { halveEverySteps: 0, halveEveryEpochs: 0 },
    loss: { klWeight: 2 },
    movingAverage: { decay: 0.998 },
    augmentation: { brightness: 0.2, contrast: [0.7, 1.3], saturation: [1, 1], translation: 0.125 },
    ticks: { statistics: 50, grids: 300, snapshots: 1200, states: 300 },
    preview: { captions: 8, latents: 4 },
  },
};
