import { networkValues, type ProfileValues } from './network-options.js';
import type { ProfileName } from './profile-names.js';

interface Topic {
  /** Number in the list of docs/profiles.md; undefined for points found later. */
  readonly number?: number;
  readonly topic: string;
  /** Where each source states it: a section of the paper, or file and lines. */
  readonly source: Readonly<Record<ProfileName, string>>;
}

/**
 * A point on which paper, TensorFlow code and PyTorch code differ, and the options that decide it.
 */
export interface Choice extends Topic {
  /** By dotted path. */
  readonly options: Readonly<Record<string, ProfileValues>>;
}

/** A point decided when data are prepared: options of `stackgan prepare`. */
export interface DataChoice extends Topic {
  /** By dotted path. */
  readonly preparation: Readonly<Record<string, Readonly<Record<ProfileName, unknown>>>>;
}

/** A point without an option: what each source does, what we do, and why. */
export interface Fixed extends Topic {
  readonly values: Readonly<Record<ProfileName, string>>;
  readonly ours: string;
  readonly reason: string;
}

/** The same in both stages. */
const both = (paper: unknown, pytorch: unknown, tf: unknown): ProfileValues => ({
  paper: [paper, paper],
  pytorch: [pytorch, pytorch],
  tf: [tf, tf],
});

/** An option of Stage-I alone. */
const stage1Only = (paper: unknown, pytorch: unknown, tf: unknown): ProfileValues => ({
  paper: [paper, undefined],
  pytorch: [pytorch, undefined],
  tf: [tf, undefined],
});

/** An option of Stage-II alone. */
const stage2Only = (paper: unknown, pytorch: unknown, tf: unknown): ProfileValues => ({
  paper: [undefined, paper],
  pytorch: [undefined, pytorch],
  tf: [undefined, tf],
});

const network = (...names: string[]): Record<string, ProfileValues> =>
  Object.fromEntries(names.map((name) => [`network.${name}`, networkValues(name)]));

const CONFIG = { pytorch: 'P:cfg/coco_s[12].yml', tf: 'T:stageI[I]/cfg/*.yml' };

/**
 * All points. T is the TensorFlow code of the authors of the paper (hanzhanggit/StackGAN 5db79d0),
 * P their StackGAN-Pytorch (e72ef88, the COCO configuration); numbers alone are sections of the
 * paper (arXiv 1612.03242 v2). Where a source is silent, its value is our default.
 */
export const discrepancies: readonly (Choice | DataChoice | Fixed)[] = [
  {
    number: 1,
    topic: 'CA activation',
    options: network('conditionActivation'),
    source: { paper: '3.2', pytorch: 'P:code/model.py:43-71', tf: 'T:stageI/model.py:43-51' },
  },
  {
    number: 2,
    topic: 'σ of the CA',
    options: network('conditionSigma'),
    source: {
      paper: '3.2 (σ; form not stated)',
      pytorch: 'P:code/model.py:43-71',
      tf: 'T:stageI/trainer.py:74-89',
    },
  },
  {
    number: 3,
    topic: 'ε of the CA',
    options: { 'network.conditionNoise': both('normal', 'normal', 'truncated') },
    source: { paper: '3.2', pytorch: 'P:code/model.py:43-71', tf: 'T:stageI/trainer.py:80' },
  },
  {
    number: 4,
    topic: 'order of z and c',
    options: network('joinOrder'),
    source: {
      paper: 'not stated',
      pytorch: 'P:code/model.py:142',
      tf: 'T:stageI/trainer.py:101',
    },
  },
  {
    number: 5,
    topic: 'body of G, Stage-I',
    options: network('generatorBody'),
    source: { paper: '3.3', pytorch: 'P:code/model.py:107-152', tf: 'T:stageI/model.py:53-112' },
  },
  {
    number: 6,
    topic: 'body of D',
    options: network('discriminatorBody'),
    source: {
      paper: '3.3, 3.4',
      pytorch: 'P:code/model.py:155-188, 263-304',
      tf: 'T:stageI/model.py:158-224, stageII/model.py:270-321',
    },
  },
  {
    number: 7,
    topic: 'joint conv. of D',
    options: network('jointKernel'),
    source: { paper: '3.3', pytorch: 'P:code/model.py:82-84', tf: 'T:stageI/model.py:207-210' },
  },
  {
    number: 8,
    topic: 'narrowing conv. of D',
    options: network('squeezeKernel'),
    source: {
      paper: 'not stated',
      pytorch: 'P:code/model.py:263-304',
      tf: 'T:stageII/model.py:270-321',
    },
  },
  {
    number: 9,
    topic: 'text that D reads',
    options: network('textPath'),
    source: {
      paper: '3.3',
      pytorch: 'P:code/miscc/utils.py:27,66',
      tf: 'T:stageI/model.py:152-156',
    },
  },
  {
    number: 10,
    topic: 'D without text',
    options: network('unconditional'),
    source: {
      paper: '3.3, 3.4',
      pytorch: 'P:code/model.py:183, 298-299',
      tf: 'T:stageII/model.py:270-321',
    },
  },
  {
    number: 11,
    topic: 'wrong pairs',
    options: { 'batch.mismatched': both('masked', 'shifted', 'wrongImages') },
    source: {
      paper: '3.4 (other text)',
      pytorch: 'P:code/miscc/utils.py:36-39',
      tf: 'T:misc/datasets.py:130-138',
    },
  },
  {
    number: 12,
    topic: 'loss of G',
    values: { paper: 'log(1 - D)', pytorch: '-log D', tf: '-log D' },
    ours: '-log D, logits',
    reason: 'both codes have it; log(1 - D) has no gradient where D is sure',
    source: {
      paper: '3.3, eq. 4',
      pytorch: 'P:code/miscc/utils.py:64-78',
      tf: 'T:stageI/trainer.py:159-164',
    },
  },
  {
    number: 13,
    topic: 'weight of the KL',
    options: { 'loss.klWeight': both(128, 2, 2) },
    source: {
      paper: '3.3 (λ = 1 of the sum over 128)',
      pytorch: 'P:code/trainer.py:192',
      tf: 'T:stageI/trainer.py:21-25, 109',
    },
  },
  {
    number: 14,
    topic: 'label smoothing',
    options: { 'loss.realLabel': both(1, 1, 1) },
    source: {
      paper: 'not stated',
      pytorch: 'P:code/miscc/utils.py:55-60',
      tf: 'T:stageI/trainer.py:150-152',
    },
  },
  {
    number: 15,
    topic: 'text layer of D',
    values: { paper: 'not stated', pytorch: 'none', tf: 'one per D' },
    ours: 'one per D',
    reason: 'stages are trained apart, so there is nothing to share it with',
    source: { paper: '-', pytorch: 'P:code/model.py:94-98', tf: 'T:stageI/model.py:152-156' },
  },
  {
    number: 16,
    topic: 'residual blocks',
    options: { 'network.residualBlocks': stage2Only(4, 2, 4) },
    source: {
      paper: '3.5 (2 at 128×128)',
      pytorch: 'P:cfg/coco_s2.yml:27',
      tf: 'T:stageII/model.py:199-202',
    },
  },
  {
    number: 17,
    topic: 'widths of G and D',
    options: { 'network.gf': both(128, 192, 128), 'network.df': both(64, 96, 64) },
    source: { paper: 'not stated; as T', ...CONFIG },
  },
  {
    number: 18,
    topic: 'encoder of G, Stage-II',
    values: { paper: 'LeakyReLU', pytorch: 'ReLU', tf: 'ReLU' },
    ours: 'ReLU',
    reason: 'both codes have it, and all published weights need it',
    source: {
      paper: '3.5',
      pytorch: 'P:code/model.py:192-260',
      tf: 'T:stageII/model.py:122-207',
    },
  },
  {
    number: 19,
    topic: 'learning rate',
    options: {
      'optimizer.learningRate': both(2e-4, 2e-4, 2e-4),
      'schedule.halveEverySteps': both(0, 0, 0),
      'schedule.halveEveryEpochs': { paper: [100, 100], pytorch: [20, 20], tf: [50, 100] },
    },
    source: {
      paper: '3.5',
      pytorch: 'P:code/trainer.py:148, cfg/*.yml',
      tf: 'T:stageI/trainer.py:336, stageII/trainer.py:496',
    },
  },
  {
    number: 20,
    topic: 'batch, length',
    options: {
      'batch.size': { paper: [64, 64], pytorch: [128, 40], tf: [64, 64] },
      steps: both(0, 0, 0),
      epochs: { paper: [600, 600], pytorch: [120, 100], tf: [600, 606] },
    },
    source: { paper: '3.5', ...CONFIG },
  },
  {
    number: 21,
    topic: 'captions averaged',
    options: { 'batch.captions': both(4, 1, 4) },
    source: {
      paper: 'not stated; as T',
      pytorch: 'P:code/miscc/datasets.py:144-145',
      tf: 'T:misc/datasets.py:87-109',
    },
  },
  {
    number: 22,
    topic: 'crop to the object',
    preparation: { 'preprocessing.objectCrop': { paper: 1.333, pytorch: 1.5, tf: 1.5 } },
    source: {
      paper: '4.1 (object over 0.75 of it)',
      pytorch: 'P:code/miscc/datasets.py:43-51',
      tf: 'T:misc/utils.py:31-38',
    },
  },
  {
    number: 23,
    topic: 'resizing',
    preparation: {
      'preprocessing.filter': { paper: 'lanczos', pytorch: 'bilinear', tf: 'bicubic' },
      'preprocessing.stretchContrast': { paper: false, pytorch: false, tf: true },
      'preprocessing.smallFromLarge': { paper: false, pytorch: false, tf: true },
    },
    source: {
      paper: 'not stated',
      pytorch: 'P:code/miscc/datasets.py:52-53',
      tf: 'T:misc/utils.py:47-48, preprocess_birds.py',
    },
  },
  {
    number: 24,
    topic: 'images for G',
    options: { 'batch.generated': both('shared', 'shared', 'redrawn') },
    source: {
      paper: 'not stated',
      pytorch: 'P:code/trainer.py:170-194',
      tf: 'T:stageI/trainer.py:354-367',
    },
  },
  {
    number: 25,
    topic: "Stage-I's norm. in Stage-II",
    options: { 'network.stage1BatchNorm': stage2Only('frozen', 'training', 'training') },
    source: {
      paper: '3.5 (“fixing Stage-I”)',
      pytorch: 'P:code/model.py:200-201, 244',
      tf: 'T:stageII/trainer.py:385-393',
    },
  },
  {
    number: 26,
    topic: 'bias of the logit',
    options: network('logitBias'),
    source: { paper: '3.3', pytorch: 'P:code/model.py:85,89', tf: 'T:stageI/model.py:212' },
  },
  {
    number: 27,
    topic: 'preview',
    values: { paper: '-', pytorch: 'z fixed, ε not, norm. trains', tf: 'z = 0 in Stage-I' },
    ours: 'all fixed, nothing trains',
    reason: 'only then do grids of two steps show what was learned between them',
    source: {
      paper: '-',
      pytorch: 'P:code/trainer.py:123-125, 213-215',
      tf: 'T:stageI/trainer.py:127-128',
    },
  },
  {
    number: 28,
    topic: 'last up-sampling',
    values: { paper: 'nearest, 3×3', pytorch: 'nearest, 3×3', tf: 'nearest, 3×3' },
    ours: 'nearest, 3×3',
    reason: 'all agree',
    source: { paper: '3.5', pytorch: 'P:code/model.py:15-21', tf: 'T:stageI/model.py:77-79' },
  },
  {
    number: 29,
    topic: 'COCO IS reported',
    values: { paper: '8.45', pytorch: '10.62; measured 8.5', tf: 'none' },
    ours: '-',
    reason: 'a result, not an option; both are quoted',
    source: { paper: '4.2, table 1', pytorch: 'P:README.md:46, issue 6', tf: '-' },
  },
  {
    topic: 'moving variance',
    options: network('movingVariance'),
    source: {
      paper: 'not stated',
      pytorch: 'BatchNorm of PyTorch',
      tf: 'T:misc/custom_ops.py:21',
    },
  },
  {
    topic: 'first weights',
    options: network('kernelInitializer'),
    source: {
      paper: 'not stated',
      pytorch: 'P:code/miscc/utils.py:84-85',
      tf: 'T:misc/custom_ops.py:80-81',
    },
  },
  {
    topic: "Stage-II from Stage-I's image",
    options: { 'network.shortcut': stage2Only(false, false, false) },
    source: { paper: '3.4', pytorch: 'P:code/model.py:192-260', tf: 'T:stageII/model.py:122-207' },
  },
  {
    topic: 'colour consistency',
    options: { 'loss.colorWeight': stage2Only(0, 0, 0) },
    source: { paper: '3.4', pytorch: 'P:code/miscc/utils.py:64-78', tf: 'T:stageII/trainer.py' },
  },
  {
    topic: 'captions as codes',
    options: { 'network.textCode': both(false, false, false) },
    source: { paper: '3.3', pytorch: 'P:code/model.py:43-71', tf: 'T:stageI/model.py:43-51' },
  },
  {
    topic: 'attributes that z draws',
    options: { 'network.attributePrior': stage1Only(false, false, false) },
    source: { paper: '3.3', pytorch: 'P:code/model.py:107-152', tf: 'T:stageI/model.py:53-112' },
  },
  {
    topic: 'matching loss',
    options: { 'loss.matchingWeight': both(0, 0, 0) },
    source: {
      paper: '3.3, 3.4',
      pytorch: 'P:code/miscc/utils.py:64-78',
      tf: 'T:stageI/trainer.py:159-164',
    },
  },
  {
    topic: 'attribute loss',
    options: { 'loss.attributeWeight': both(0, 0, 0) },
    source: {
      paper: '3.3, 3.4',
      pytorch: 'P:code/miscc/utils.py:64-78',
      tf: 'T:stageI/trainer.py:159-164',
    },
  },
  {
    topic: 'reconstruction of real images',
    options: {
      'loss.reconstructionWeight': both(0, 0, 0),
      'schedule.adversarialFrom': both(0, 0, 0),
    },
    source: {
      paper: '3.3, 3.4',
      pytorch: 'P:code/miscc/utils.py:64-78',
      tf: 'T:stageI/trainer.py:159-164',
    },
  },
];
