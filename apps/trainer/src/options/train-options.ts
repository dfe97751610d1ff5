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
    .enum(['leakyRelu', 'relu', 'linear'])
    .describe('activation inside conditioning augmentation'),
  textPath: z
    .enum(['embedding', 'mean'])
    .describe('text input of the discriminator: the embedding, or the mean of the generator'),
  textCode: z
    .boolean()
    .default(false)
    .describe(
      'whether G and D read captions whitened, and as codes of the network of the matching loss (not in the paper)',
    ),
  jointKernel: z
    .literal([1, 3])
    .describe('kernel size of the layer of D that joins image and text'),
  unconditional: z.boolean().describe('second head of D, which sees only the image'),
  conditionSigma: z
    .enum(['logVariance', 'logDeviation'])
    .default('logVariance')
    .describe('meaning of the second half of the output of conditioning augmentation'),
  conditionNoise: z
    .enum(['normal', 'truncated', 'none'])
    .default('normal')
    .describe(
      'distribution of ε: N(0, 1), N(0, 1) truncated at ±2, or none: no conditioning augmentation (with loss.klWeight 0)',
    ),
  discriminatorBody: z
    .enum(['plain', 'residual'])
    .default('plain')
    .describe('D with convolutions only, or with a residual bottleneck'),
  logitBias: z.boolean().default(true).describe('whether the logits of D have a bias'),
  movingVariance: z
    .enum(['biased', 'unbiased'])
    .default('biased')
    .describe('estimator of the moving variance of batch normalisation'),
  kernelInitializer: z
    .enum(['normal', 'truncated'])
    .default('normal')
    .describe('initial weights of convolutions: N(0, 0.02), or N(0, 0.02) truncated at ±0.04'),
};

const lossShape = {
  klWeight: z.number().min(0).describe('weight of the mean KL term (2 = 0.0156 of the sum)'),
  matchingWeight: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'weight of the matching loss: images match their captions, according to a network trained on real images',
    ),
  attributeWeight: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'weight of the attribute loss: images show what captions state, according to another network trained on real images; no effect if the data set does not say what captions state',
    ),
  matchingSteps: count
    .default(1000)
    .describe(
      'training steps of each network that learns from real pairs before G and D: those of the matching and attribute losses, on 64 images per step, and of network.attributePrior',
    ),
  reconstructionWeight: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'weight of the mean difference from real images: of the images that G draws for their captions; Stage-II reconstructs real images from sketches of them, unless Stage-I can draw their attributes (0 in the paper)',
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
  seed: z.int().min(0).describe('seed of initial weights, noise and the order of the data'),
  steps: countOrNever.describe('stop after this number of steps; 0 = no limit'),
  epochs: countOrNever.describe('stop after this number of epochs; 0 = no limit'),
  batch: z.strictObject({
    size: count.describe('images per step'),
    captions: count.describe('captions averaged per image; default: by data set or preset'),
    mismatched: z
      .enum(['masked', 'shifted', 'wrongImages'])
      .default('masked')
      .describe(
        'wrong pairs: next caption if it has another class (in data of one class: another image); next caption for all but the last; images of others',
      ),
    generated: z
      .enum(['shared', 'redrawn'])
      .default('shared')
      .describe('images in the step of G: those that D saw, or new ones'),
    interpolated: z
      .boolean()
      .default(false)
      .describe('also train G on half a batch of means of two captions (GAN-INT-CLS)'),
  }),
  optimizer: z.strictObject({
    learningRate: z.number().positive().describe('Adam step size of both networks'),
    beta1: z.number().min(0).lt(1).describe('Adam decay of the mean gradient'),
    beta2: z.number().min(0).lt(1).describe('Adam decay of the squared gradient'),
    epsilon: z.number().positive().describe('Adam epsilon'),
  }),
  schedule: z.strictObject({
    halveEverySteps: countOrNever.describe(
      'steps between two halvings of the learning rate; 0 = never',
    ),
    halveEveryEpochs: countOrNever.describe('the same in epochs'),
    adversarialFrom: countOrNever
      .default(0)
      .describe(
        'steps before D and G train against each other, in which G learns from its other losses alone (0 in the paper)',
      ),
  }),
  loss: z.strictObject(lossShape),
  movingAverage: z.strictObject({
    decay: z.number().min(0).lt(1).describe('decay per step, with warm-up'),
  }),
  augmentation: z.strictObject({
    brightness: z
      .number()
      .min(0)
      .describe('largest change of brightness of the images that D sees (in [-1,1])'),
    contrast: range.describe('range of the contrast factor'),
    saturation: range.describe('range of the saturation factor'),
    translation: z.number().min(0).max(0.5).describe('largest shift, as a fraction of the side'),
  }),
  ticks: z.strictObject({
    statistics: count.describe('steps between two lines of stats.jsonl'),
    grids: count.describe('steps between two grids'),
    snapshots: count.describe('steps between two snapshots'),
    states: count.describe('steps between two states to resume from'),
    metrics: count.default(1000).describe('steps between two evaluations, if there are metrics'),
  }),
  keep: count.default(2).describe('newest states to keep'),
  keepEveryKimg: z
    .number()
    .min(0)
    .default(0)
    .describe('also keep the first state after each so many thousand images; 0 = none'),
  onNaN: z
    .enum(['stop', 'rollback'])
    .default('stop')
    .describe(
      'when a loss or weight is not finite: stop, or go back to the last state with half the learning rate, up to 3 times',
    ),
  metrics: z
    .string()
    .refine(isMetricList, `a list of ${METRIC_NAMES.join(', ')}`)
    .default('')
    .describe('metrics to measure during training, such as fid,r-precision; none by default'),
  metricSamples: count.default(1000).describe('images drawn per evaluation'),
  preview: z.strictObject({
    captions: count.describe('held-out captions per grid'),
    latents: count.describe('images per caption in a grid'),
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
      .describe('side of the image; Stage-II builds only on 64'),
    latentDim: count.describe('length of the noise z (N_z)'),
    attributePrior: z
      .boolean()
      .default(false)
      .describe(
        'whether G also reads a value of each attribute, which z draws from what the caption lets expect (not in the paper); no effect if the data set does not say what images show',
      ),
    joinOrder: z
      .enum(['latentFirst', 'conditionFirst'])
      .default('latentFirst')
      .describe('order of z and c before the first layer'),
    generatorBody: z
      .enum(['plain', 'residual'])
      .default('plain')
      .describe('G with up-sampling only, or with residual bottlenecks and one layer less'),
    upSampling: z
      .enum(['nearest', 'transposed'])
      .default('nearest')
      .describe(
        'up-sampling in G: nearest neighbour and 3×3 convolution, or transposed convolution (GAN-INT-CLS)',
      ),
    box: z
      .boolean()
      .default(false)
      .describe(
        'whether G and D are told the box of the object (GAWWN); the first four numbers of z choose it',
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
      .describe('weight of colour consistency with the image of Stage-I (0 in the paper)'),
  }),
  network: z.strictObject({
    ...networkShape,
    imageSize: z.literal([128, 256]).describe('side of the image'),
    residualBlocks: countOrNever.describe('residual blocks (4 in the paper at 256, 2 at 128)'),
    textTwice: z
      .boolean()
      .default(true)
      .describe('whether G also reads the caption, or only the image of Stage-I'),
    shortcut: z
      .boolean()
      .default(false)
      .describe('whether G corrects the enlarged image of Stage-I (not in the paper)'),
    squeezeKernel: z.literal([1, 3]).describe('kernel size of the two narrowing layers of D'),
    stage1BatchNorm: z
      .enum(['frozen', 'training'])
      .default('frozen')
      .describe(
        'batch normalisation of Stage-I: fixed statistics, or statistics of each batch, with training',
      ),
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
