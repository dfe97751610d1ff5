import type { WeightLayoutName } from './weight-layouts.js';

/** The name of a weight in the state_dict of StackGAN-Pytorch and here. */
export interface WeightName {
  readonly foreign: string;
  readonly own: string;
  readonly layout: WeightLayoutName;
}

type Kernel = Extract<
  WeightLayoutName,
  'convolution' | 'upConvolution' | 'dense' | 'seedDense' | 'logit'
>;

const kernel = (foreign: string, own: string, layout: Kernel): WeightName => ({
  foreign: `${foreign}.weight`,
  own: `${own}/kernel`,
  layout,
});

const bias = (foreign: string, own: string): WeightName => ({
  foreign: `${foreign}.bias`,
  own: `${own}/bias`,
  layout: 'vector',
});

const norm = (foreign: string, own: string, layout: WeightLayoutName = 'vector'): WeightName[] =>
  Object.entries({
    weight: 'gamma',
    bias: 'beta',
    running_mean: 'moving_mean',
    running_var: 'moving_variance',
  }).map(([theirs, ours]) => ({ foreign: `${foreign}.${theirs}`, own: `${own}/${ours}`, layout }));

/** A convolution at `index` of a PyTorch sequence, followed by its normalisation. */
const block = (sequence: string, index: number, own: string, layout: Kernel): WeightName[] => [
  kernel(`${sequence}.${index}`, `${own}_conv`, layout),
  ...norm(`${sequence}.${index + 1}`, `${own}_norm`),
];

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

const condition = [kernel('ca_net.fc', 'ca', 'dense'), bias('ca_net.fc', 'ca')];
const growth = numbers(4).flatMap((n) => block(`upsample${n}`, 1, `up${n}`, 'upConvolution'));
const image = kernel('img.0', 'rgb_conv', 'convolution');

/** Names of the Stage-I generator. */
export const stage1GeneratorNames: readonly WeightName[] = [
  ...condition,
  kernel('fc.0', 'seed_dense', 'seedDense'),
  ...norm('fc.1', 'seed_norm', 'seedVector'),
  ...growth,
  image,
];

/**
 * Names of the Stage-II generator of 256×256 images, without its Stage-I, whose names start with
 * `STAGE1_G.`
 */
export const stage2GeneratorNames = (residualBlocks: number): readonly WeightName[] => [
  ...condition,
  kernel('encoder.0', 'encode_conv', 'convolution'),
  ...block('encoder', 2, 'down1', 'convolution'),
  ...block('encoder', 5, 'down2', 'convolution'),
  ...block('hr_joint', 0, 'joint', 'convolution'),
  ...numbers(residualBlocks).flatMap((n) => [
    ...block(`residual.${n - 1}.block`, 0, `residual${n}_1`, 'convolution'),
    ...block(`residual.${n - 1}.block`, 3, `residual${n}_2`, 'convolution'),
  ]),
  ...growth,
  image,
];

/** Prefix of the Stage-I generator in the state_dict of Stage-II. */
export const BASE_PREFIX = 'STAGE1_G.';

const head = (foreign: string, own: string): WeightName[] => [
  kernel(foreign, own, 'logit'),
  bias(foreign, own),
];

const discriminator = (downBlocks: readonly string[]): WeightName[] => [
  kernel('encode_img.0', 'down1_conv', 'convolution'),
  ...downBlocks.flatMap((own, i) => block('encode_img', 2 + 3 * i, own, 'convolution')),
  ...block('get_cond_logits.outlogits', 0, 'joint', 'convolution'),
  ...head('get_cond_logits.outlogits.3', 'conditional_logit'),
];

/** Names of the Stage-I discriminator. */
export const stage1DiscriminatorNames: readonly WeightName[] = discriminator([
  'down2',
  'down3',
  'down4',
]);

/** Names of the Stage-II discriminator of 256×256 images. */
export const stage2DiscriminatorNames: readonly WeightName[] = [
  ...discriminator(['down2', 'down3', 'down4', 'down5', 'down6', 'squeeze1', 'squeeze2']),
  ...head('get_uncond_logits.outlogits.0', 'unconditional_logit'),
];
