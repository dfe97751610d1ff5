import type { TrainOptions } from '../options/train-options.js';
import { networkValues } from '../profiles/network-options.js';
import type { ExportPart } from './export-formats.js';

/** The values that StackGAN-Pytorch hard-codes, for Stage-I and Stage-II. */
const THEIRS: Readonly<Record<string, readonly [stage1: unknown, stage2: unknown]>> = {
  imageSize: [64, 256],
  textTwice: [undefined, true],
  shortcut: [undefined, false],
  upSampling: ['nearest', undefined],
};

/** Options that change the weights of a discriminator or their shapes. */
const DISCRIMINATOR = ['imageSize', 'jointKernel', 'squeezeKernel', 'unconditional', 'logitBias'];

/**
 * Options of a network whose weights do not correspond to a state_dict of StackGAN-Pytorch, because
 * some are extra or missing: `network.imageSize is 256, not 128`. Options that only change the
 * names of weights are not included.
 */
export function structuralDifferences(options: TrainOptions, part: ExportPart): string[] {
  switch (part) {
    case 'discriminator':
      return differences(options, DISCRIMINATOR);
    case 'stage1':
      return options.stage === 1 ? differences(options, ['imageSize', 'upSampling']) : [];
    case 'generator':
    case 'stage2':
      return [
        ...differences(options, ['imageSize', 'textTwice', 'shortcut', 'upSampling']),
        // The only activation that changes the number of weights.
        ...(options.network.conditionActivation === 'glu'
          ? differences(options, ['conditionActivation'])
          : []),
      ];
  }
}

/**
 * Options for which a generator draws other images than that of StackGAN-Pytorch with the same
 * weights.
 */
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
