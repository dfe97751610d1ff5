import type { Stage2DiscriminatorOptions } from './create-stage2-discriminator.js';
import type { Stage2GeneratorOptions } from './create-stage2-generator.js';

/** Options that give the networks of StackGAN-Pytorch; its COCO model has gf 192, df 96, 2 residual blocks, textDim 1024. */
export const pytorchProfile = {
  generator: { activation: 'relu' },
  discriminator: { jointKernel: 3, squeezeKernel: 3, textPath: 'mean', unconditional: true },
} as const satisfies {
  generator: Stage2GeneratorOptions;
  discriminator: Stage2DiscriminatorOptions;
};
