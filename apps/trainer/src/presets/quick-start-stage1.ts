import type { PresetSource } from './preset.js';

/**
 * Stage-I of the main job.
 *
 * Costs about 8 minutes and 1 GB on 2 CPU cores; the networks of text codes and of the attribute loss
 * take two of these minutes. Expect clean figures with the colours, hair, clothes and glasses that
 * captions state; small features are blurred. G is told the attributes of a real image, and so
 * learns from this image where things are and in which colour; the attribute loss teaches it small
 * features, which are few pixels, and D the look of images. Captions are read whitened, and as codes
 * of the matching network, which contain what can be seen in images. A data set that does not know
 * attributes has no right image for a caption: the matching loss teaches G to show what captions
 * say, and the real image counts less. Small networks with many steps beat wide ones in the same
 * time, and allow five times the learning rate of the paper. docs/recipe.md has all experiments.
 */
export const quickStartStage1: PresetSource = {
  name: 'quick-start',
  description: 'small Stage-I, 64×64: figures that show what captions state',
  cost: 'about 8 minutes and 1 GB on 2 CPU cores',
  options: {
    stage: 1,
    data: 'datasets/avatars',
    seed: 0,
    steps: 4000,
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
    schedule: { halveEverySteps: 1300, halveEveryEpochs: 0 },
    loss: {
      klWeight: 0.02,
      matchingWeight: 0,
      attributeWeight: 6,
      matchingSteps: 800,
      reconstructionWeight: 100,
    },
    movingAverage: { decay: 0.998 },
    augmentation: { brightness: 0.2, contrast: [0.7, 1.3], saturation: [1, 1], translation: 0.125 },
    ticks: { statistics: 50, grids: 500, snapshots: 1000, states: 500 },
    preview: { captions: 8, latents: 4 },
  },
  withoutAttributes: { 'loss.matchingWeight': 2, 'loss.reconstructionWeight': 10 },
};
