import type { Stage1DiscriminatorOptions } from './create-stage1-discriminator.js';
import type { Stage1GeneratorOptions } from './create-stage1-generator.js';

/** Options that give the networks of StackGAN-Pytorch; its COCO model has gf 192, df 96, textDim 1024. */
export const pytorchProfile = {
  generator: { activation: 'relu' },
  discriminator: { jointKernel: 3, textPath: 'mean', unconditional: false },
} as const satisfies {
  generator: Stage1GeneratorOptions;
  discriminator: Stage1DiscriminatorOptions;
};
