import * as stage1 from '@stackgan/stage1';
import * as stage2 from '@stackgan/stage2';

/**
 * Tiny, but with every kind of layer of the large ones: a software renderer computes it in seconds.
 */
export const BATCH = 4;
export const TEXT_DIM = 16;
export const CONDITION_DIM = 8;
export const LATENT_DIM = 8;
export const IMAGE_SIZE = { 1: 64, 2: 128 } as const;

const common = { textDim: TEXT_DIM, conditionDim: CONDITION_DIM, seed: 1 };

export type Stage = 1 | 2;

export const createGenerator = {
  1: () => stage1.createStage1Generator({ ...common, gf: 8, latentDim: LATENT_DIM }),
  2: () =>
    stage2.createStage2Generator({ ...common, gf: 4, imageSize: IMAGE_SIZE[2], residualBlocks: 1 }),
};

export const createDiscriminator = {
  1: () => stage1.createStage1Discriminator({ ...common, df: 8 }),
  2: () => stage2.createStage2Discriminator({ ...common, df: 4, imageSize: IMAGE_SIZE[2] }),
};
