import type { z } from 'zod';
import type { OptionOverrides } from '../options/apply-overrides.js';
import type { Stage1Options, Stage2Options } from '../options/train-options.js';
import type { stage2PresetSchema, stageSchemas } from '../options/train-options.js';

interface PresetText {
  readonly name: string;
  /** What it is, and which images to expect. */
  readonly description: string;
  /** Time and memory, and the machine that they are for. */
  readonly cost: string;
  /** Options that differ for a data set that does not know what its images show. */
  readonly withoutAttributes?: OptionOverrides;
}

/**
 * A named set of options as written in the source; options that are left out have their defaults.
 */
export type PresetSource = PresetText & {
  options: z.input<(typeof stageSchemas)[1]> | z.input<typeof stage2PresetSchema>;
};

/** A named, complete set of options; Stage-II still needs its `stage1` snapshot. */
export type Preset = PresetText &
  ({ options: Stage1Options } | { options: Omit<Stage2Options, 'stage1'> });
