import { ImportError } from '../shared/errors.js';
import { BASE_PREFIX } from './state-dict-names.js';
import type { StateDict } from './state-dict.js';

/** Sizes of a generator of StackGAN-Pytorch. */
export interface GeneratorSizes {
  readonly stage: 1 | 2;
  readonly gf: number;
  readonly textDim: number;
  readonly conditionDim: number;
  /** Undefined for Stage-II, which reads no z. */
  readonly latentDim?: number;
  readonly residualBlocks?: number;
}

/** Derives stage and sizes of a generator from the shapes of its weights. Throws ImportError. */
export function generatorSizes(dict: StateDict, file: string): GeneratorSizes {
  const side = sideOf(dict, file, 'generator');
  const [statistics, textDim] = side('ca_net.fc.weight', 2);
  // The largest convolution, so that a width claimed by a small tensor cannot ask for much memory.
  const [narrow] = side('upsample1.1.weight', 4, [1, 2]);
  const conditionDim = statistics! / 2;
  const shared = { textDim: textDim!, conditionDim };
  if (isStage2(dict)) {
    return { stage: 2, gf: narrow! / 2, ...shared, residualBlocks: residualBlocksOf(dict) };
  }
  const [, inputs] = side('fc.0.weight', 2);
  return { stage: 1, gf: narrow! / 4, ...shared, latentDim: inputs! - conditionDim };
}

/** Whether a generator belongs to Stage-II: it contains a Stage-I. */
export const isStage2 = (dict: StateDict): boolean =>
  Object.keys(dict).some((name) => name.startsWith(BASE_PREFIX));

/** Number of residual blocks of a generator of Stage-II. */
export function residualBlocksOf(dict: StateDict): number {
  const blocks = Object.keys(dict).flatMap((name) => /^residual\.(\d+)\./.exec(name)?.[1] ?? []);
  return Math.max(-1, ...blocks.map(Number)) + 1;
}

/** Width of a discriminator, df. */
export const discriminatorWidth = (dict: StateDict, file: string, stage: 1 | 2): number =>
  stage === 1
    ? sideOf(dict, file, 'discriminator')('encode_img.8.weight', 4, [2, 1])[0]! / 8
    : sideOf(dict, file, 'discriminator')('encode_img.14.weight', 4, [2, 1])[0]! / 32;

const sideOf =
  (dict: StateDict, file: string, kind: string) =>
  (name: string, rank: number, ratio?: readonly [number, number]): readonly number[] => {
    const shape = dict[name]?.shape;
    const isRight =
      shape?.length === rank &&
      shape.every((side) => side > 0) &&
      (!ratio || shape[0]! * ratio[1] === shape[1]! * ratio[0]);
    if (isRight) return shape;
    const names = Object.keys(dict).slice(0, 3).join(', ') || 'nothing';
    throw new ImportError(
      `${file} is no ${kind} of StackGAN-Pytorch: it needs ${name} of ${rank} axes, and has ` +
        `${shape ? `[${shape.join()}]` : names}; give a netG or netD file as torch.save wrote it`,
    );
  };
