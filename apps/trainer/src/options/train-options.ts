import { z } from 'zod';
import { METRIC_NAMES, isMetricList } from './metric-names.js';

const count = z.int().min(1);
const countOrNever = z.int().min(0);
const range = z.tuple([z.number().min(0), z.number().min(0)]);

const networkShape = {
  gf: count.describe('width of the generator (GF_DIM of the paper)'),
  df: count.describe('width of the discriminator (DF_DIM)'),
  conditionDim: count.describe('length of the condition c (N_g in the paper)'),
  conditionActivation: z
    .enum(['leakyRelu', 'relu', 'linear', 'glu'])
    .describe('activation inside conditioning augmentation'),
  textPath: z
    .enum(['embedding', 'mean'])
    .describe("what the discriminator reads: the embedding, or the generator's mean"),
  textCode: z
    .boolean()
    .default(false)
    .describe(
      "whether G and D read captions whitened, and as codes of the matching loss's network (not in the paper)",
    ),
  jointKernel: z.literal([1, 3]).describe('kernel that joins image and text in D'),
  unconditional: z.boolean().describe('a second head of D that judges the image alone'),
  conditionSigma: z
    .enum(['logVariance', 'logDeviation'])
    .default('logVariance')
    .describe('what the second half of conditioning augmentation is'),
  conditionNoise: z
    .enum(['normal', 'truncated', 'none'])
    .default('normal')
    .describe(
      'where ε comes from: N(0, 1), the same cut off at ±2, or none: no conditioning augmentation (with loss.klWeight 0)',
    ),
  discriminatorBody: z
    .enum(['plain', 'residual'])
    .default('plain')
    .describe('D of convolutions alone, or with a residual bottleneck'),
  logitBias: z.boolean().default(true).describe('whether the logits of D have a bias'),
  movingVariance: z
    .enum(['biased', 'unbiased'])
    .default('biased')
    .describe('the estimate of the variance that batch normalisation keeps'),
  kernelInitializer: z
    .enum(['normal', 'truncated'])
    .default('normal')
    .describe('first weights of convolutions: N(0, 0.02), or the same cut off at ±0.04'),
};

const lossShape = {
  klWeight: z.number().min(0).describe('weight of the mean KL term (2 = 0.0156 of the sum)'),
  matchingWeight: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'weight of the matching loss: images fit their captions, by a network that learned of real ones',
    ),
  attributeWeight: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'weight of the attribute loss: images show what captions state, by another network that learned of real ones; of no effect where the data set does not say what captions state',
    ),
  matchingSteps: count
    .default(1000)
    .describe(
      'steps of 64 real images that each network of the matching and attribute losses learns in',
    ),
  reconstructionWeight: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'weight of the mean difference from real images: of what G draws for their captions, or in Stage-II of what it draws again of their sketches (0 in the paper)',
    ),
  realLabel: z
    .number()
    .min(0.5)
    .max(1)
    .default(1)
    .describe('label of real pairs; 0.9 is one-sided label smoothing'),
};

const commonShape = {
  data: z.string().min(1).describe('folder of a prepared data set'),
  seed: z.int().min(0).describe('seed of weights, draws and the order of the data'),
  steps: countOrNever.describe('stop after so many steps; 0 = no limit'),
  epochs: countOrNever.describe('stop after so many rounds of the data; 0 = no limit'),
  batch: z.strictObject({
    size: count.describe('images a step'),
    captions: count.describe('captions averaged for each image'),
    mismatched: z
      .enum(['masked', 'shifted', 'wrongImages'])
      .default('masked')
      .describe(
        "wrong pairs: next caption if of another class (in data of one class, of another image), next caption of all but the last, others' images",
      ),
    generated: z
      .enum(['shared', 'redrawn'])
      .default('shared')
      .describe('whether the step of G takes the images that D saw, or draws others'),
    interpolated: z
      .boolean()
      .default(false)
      .describe('G also learns from half a batch of means of two captions (GAN-INT-CLS)'),
  }),
  optimizer: z.strictObject({
    learningRate: z.number().positive().describe('Adam step size of both networks'),
    beta1: z.number().min(0).lt(1).describe('Adam decay of the mean gradient'),
    beta2: z.number().min(0).lt(1).describe('Adam decay of the squared gradient'),
    epsilon: z.number().positive().describe('Adam epsilon'),
  }),
  schedule: z.strictObject({
    halveEverySteps: countOrNever.describe(
      'halve the learning rate every so many steps; 0 = never',
    ),
    halveEveryEpochs: countOrNever.describe('the same, in rounds of the data'),
  }),
  loss: z.strictObject(lossShape),
  movingAverage: z.strictObject({
    decay: z.number().min(0).lt(1).describe('decay a step, with warm-up'),
  }),
  augmentation: z.strictObject({
    brightness: z.number().min(0).describe('added to what D sees, up to ±this (images in [-1,1])'),
    contrast: range.describe('factor range of contrast'),
    saturation: range.describe('factor range of saturation'),
    translation: z.number().min(0).max(0.5).describe('shift, as a fraction of the side'),
  }),
  ticks: z.strictObject({
    statistics: count.describe('steps between two lines of stats.jsonl'),
    grids: count.describe('steps between two grids'),
    snapshots: count.describe('steps between two snapshots'),
    states: count.describe('steps between two states to resume from'),
    metrics: count.default(1000).describe('steps between two evaluations, if there are metrics'),
  }),
  metrics: z
    .string()
    .refine(isMetricList, `a list of ${METRIC_NAMES.join(', ')}`)
    .default('')
    .describe('what to measure on the way, as fid,r-precision; nothing by default'),
  metricSamples: count.default(1000).describe('images drawn for each evaluation'),
  preview: z.strictObject({
    captions: count.describe('held-out captions in a grid'),
    latents: count.describe('images of each caption in a grid'),
  }),
};

const stage1Schema = z.strictObject({
  stage: z.literal(1).describe('Stage-I, 64×64, or a network of one stage, 256×256'),
  ...commonShape,
  network: z.strictObject({
    ...networkShape,
    imageSize: z
      .literal([64, 256])
      .default(64)
      .describe('side of the image; Stage-II builds on 64 alone'),
    latentDim: count.describe('length of the noise z (N_z)'),
    joinOrder: z
      .enum(['latentFirst', 'conditionFirst'])
      .default('latentFirst')
      .describe('order of z and c before the first layer'),
    generatorBody: z
      .enum(['plain', 'residual'])
      .default('plain')
      .describe('G of up-sampling alone, or with residual bottlenecks and one layer less'),
    upSampling: z
      .enum(['nearest', 'transposed'])
      .default('nearest')
      .describe(
        'how G doubles: nearest and 3×3 convolution, or transposed convolution (GAN-INT-CLS)',
      ),
  }),
});

const stage2Schema = z.strictObject({
  stage: z.literal(2).describe('Stage-II, 128×128 or 256×256'),
  stage1: z.string().min(1).describe('snapshot of the Stage-I run to build on'),
  ...commonShape,
  loss: z.strictObject({
    ...lossShape,
    colorWeight: z
      .number()
      .min(0)
      .describe("weight of colour consistency with Stage-I's image (0 in the paper)"),
  }),
  network: z.strictObject({
    ...networkShape,
    imageSize: z.literal([128, 256]).describe('side of the image'),
    residualBlocks: countOrNever.describe('residual blocks (4 in the paper at 256, 2 at 128)'),
    textTwice: z
      .boolean()
      .default(true)
      .describe("whether G reads the caption again, or Stage-I's image alone"),
    shortcut: z
      .boolean()
      .default(false)
      .describe("whether G starts at Stage-I's enlarged image and corrects it (not in the paper)"),
    squeezeKernel: z.literal([1, 3]).describe('kernel of the two narrowing layers of D'),
    stage1BatchNorm: z
      .enum(['frozen', 'training'])
      .default('frozen')
      .describe("whether Stage-I's batch normalisation stays, or takes and learns from each batch"),
  }),
});

/** Stage-II options without `stage1`, as in presets. */
export const stage2PresetSchema = stage2Schema.omit({ stage1: true });

export type Stage1Options = z.infer<typeof stage1Schema>;
export type Stage2Options = z.infer<typeof stage2Schema>;
/** All options of a training run, as plain JSON; unknown keys are errors. */
export type TrainOptions = Stage1Options | Stage2Options;

/** Both schemas by stage, for code that walks through them (flags, help). */
export const stageSchemas = { 1: stage1Schema, 2: stage2Schema } as const;
