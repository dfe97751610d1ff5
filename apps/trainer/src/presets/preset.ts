import type { Stage1Options, Stage2Options } from '../options/train-options.js';

interface PresetText {
  readonly name: string;
  /** What it is and what pictures to expect. */
  readonly description: string;
  /** Time and memory, and on which machine. */
  readonly cost: string;
}

/** A named, complete set of options; Stage-II still needs its `stage1` snapshot. */
export type Preset = PresetText &
  ({ options: Stage1Options } | { options: Omit<Stage2Options, 'stage1'> });
