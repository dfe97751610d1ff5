import { UsageError } from '../shared/errors.js';
import { findPreset } from '../presets/find-preset.js';
import { profileOverrides } from './find-profile.js';
import { applyOverrides, type OptionOverrides } from '../options/apply-overrides.js';
import { checkOptions } from '../options/check-options.js';
import type { TrainOptions } from '../options/train-options.js';

/**
 * A preset, with the options `network.*` of `pretrained` networks, those of `profile` and then
 * `overrides` applied, each if given; checked.
 */
export function resolveOptions({
  stage,
  preset,
  pretrained = {},
  profile,
  overrides,
}: {
  stage: 1 | 2;
  preset: string;
  pretrained?: Readonly<Record<string, unknown>> | undefined;
  profile?: string | undefined;
  overrides: OptionOverrides;
}): TrainOptions {
  const options = applyOverrides(findPreset(preset, stage).options, {
    ...Object.fromEntries(
      Object.entries(pretrained).map(([name, value]) => [`network.${name}`, value]),
    ),
    ...(profile !== undefined && profileOverrides(profile, stage)),
    ...overrides,
  });
  if (stage === 2 && !('stage1' in options)) {
    throw new UsageError(
      'stage 2 needs --stage1 <snapshot>, for example runs/00000-emoji-stage1/snapshot-003500',
    );
  }
  const checked = checkOptions(options, 'command line');
  if (checked.steps === 0 && checked.epochs === 0) {
    throw new UsageError('--steps and --epochs are both 0, so training would not end; set one');
  }
  const { adversarialFrom } = checked.schedule;
  if (adversarialFrom > 0 && checked.loss.reconstructionWeight === 0) {
    throw new UsageError(
      `schedule.adversarialFrom is ${adversarialFrom}, but without D and with loss.reconstructionWeight 0, G does not see real images: set that weight, or schedule.adversarialFrom to 0`,
    );
  }
  return checked;
}
