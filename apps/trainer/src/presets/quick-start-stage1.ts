import type { PresetSource } from './preset.js';

/**
 * Stage-I of the main job.
 *
 * Costs about 7 minutes and 1 GB on 2 CPU cores; the networks of the matching and attribute losses
 * take two of these minutes. Expect figures with the colours, hair, clothes and glasses that
 * captions state; small features are blurred. Captions are read whitened, and as codes of the
 * matching network, which contain what can be seen in images. In the first minute, real images of
 * the captions teach G the layout; the matching and attribute losses, whose networks are robust to
 * adversarial changes, teach it the content of captions, and D the look of images. Small networks
 * with many steps beat wide ones in the same time, and allow five times the learning rate of the
 * paper. docs/recipe.md has all experiments.
 */
export const quickStartStage1: PresetSource = {
  name: 'quick-start',
  description: 'small Stage-I, 64×64: figures that show what captions state',
  cost: 'about 7 minutes and 1 GB on 2 CPU cores',
  options: {
    stage: 1,
    data: 'datasets/avatars',
    seed: 0,
    steps: 3000,
    epochs: 0,
    batch: { size: 16, captions: 1 },
    network: {
      gf: 32,
      df: 16,
      conditionDim: 256,
      latentDim: 100,
      conditionActivation: 'linear',
      textPath: 'embedding',
      textCode: true,
      attributePrior: true,
      jointKernel: 1,
      unconditional: false,
    },
    optimizer: { learningRate: 1e-3, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    schedule: { halveEverySteps: 1000, halveEveryEpochs: 0 },
    loss: {
      klWeight: 0.02,
      matchingWeight: 2,
      attributeWeight: 6,
      matchingSteps: 800,
      reconstructionWeight: 10,
    },
    movingAverage: { decay: 0.998 },
    augmentation: { brightness: 0.2, contrast: [0.7, 1.3], saturation: [1, 1], translation: 0.125 },
    ticks: { statistics: 50, grids: 500, snapshots: 1000, states: 500 },
    preview: { captions: 8, latents: 4 },
  },
};
