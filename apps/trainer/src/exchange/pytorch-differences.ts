import type { TrainOptions } from '../options/train-options.js';
import { networkValues } from '../profiles/network-options.js';
import type { ExportPart } from './export-formats.js';

/** What StackGAN-Pytorch has no option for, in Stage-I and Stage-II. */
const THEIRS: Readonly<Record<string, readonly [stage1: unknown, stage2: unknown]>> = {
  imageSize: [64, 256],
  textTwice: [undefined, true],
  shortcut: [undefined, false],
  upSampling: ['nearest', undefined],
  box: [false, undefined],
};

/** Options by which the weights of a discriminator are others, or of other shapes. */
const DISCRIMINATOR = [
  ...['imageSize', 'jointKernel', 'squeezeKernel', 'unconditional', 'logitBias', 'box'],
];

/**
 * Options by which a part has weights for which StackGAN-Pytorch's state_dict has no place, or
 * lacks some that it has: `network.imageSize is 256, not 128`. Those that give weights other names
 * are not among them.
 */
export function structuralDifferences(options: TrainOptions, part: ExportPart): string[] {
  switch (part) {
    case 'discriminator':
      return differences(options, DISCRIMINATOR);
    case 'stage1':
      return options.stage === 1 ? differences(options, ['imageSize', 'upSampling', 'box']) : [];
    case 'generator':
    case 'stage2':
      return differences(options, ['imageSize', 'textTwice', 'shortcut', 'upSampling', 'box']);
  }
}

/** Options by which a generator of the same weights draws other images than StackGAN-Pytorch's. */
export const drawingDifferences = (options: TrainOptions, part: ExportPart): string[] =>
  part === 'discriminator'
    ? []
    : differences(options, ['conditionActivation', 'conditionSigma', 'joinOrder']);

function differences({ network, stage }: TrainOptions, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const ours = (network as Record<string, unknown>)[name];
    const theirs = (THEIRS[name] ?? networkValues(name).pytorch)[stage - 1];
    if (ours === undefined || theirs === undefined || ours === theirs) return [];
    return [`network.${name} is ${String(theirs)}, not ${String(ours)}`];
  });
}
