import { UsageError } from '../shared/errors.js';
import { suggestion } from '../options/nearest-name.js';
import { stage2PresetSchema, stageSchemas } from '../options/train-options.js';
import { ganIntCls } from './gan-int-cls.js';
import { gawwn } from './gawwn.js';
import { paperSmallStage1 } from './paper-small-stage1.js';
import { paperSmallStage2 } from './paper-small-stage2.js';
import { paperStage1 } from './paper-stage1.js';
import { paperStage2 } from './paper-stage2.js';
import type { Preset, PresetSource } from './preset.js';
import { quickStartStage1 } from './quick-start-stage1.js';
import { quickStartStage2 } from './quick-start-stage2.js';

/** The presets of StackGAN. */
export const stackganPresets: readonly Preset[] = [
  quickStartStage1,
  quickStartStage2,
  paperStage1,
  paperStage2,
  paperSmallStage1,
  paperSmallStage2,
].map(complete);

/** All presets, in the order of `--help`. */
export const presets: readonly Preset[] = [...stackganPresets, ...[ganIntCls, gawwn].map(complete)];

function complete(source: PresetSource): Preset {
  return source.options.stage === 1
    ? { ...source, options: stageSchemas[1].parse(source.options) }
    : { ...source, options: stage2PresetSchema.parse(source.options) };
}

/** The preset `name` of `stage`. Throws UsageError that names the nearest one. */
export function findPreset(name: string, stage: 1 | 2): Preset {
  const found = presets.find((preset) => preset.name === name && preset.options.stage === stage);
  if (found !== undefined) return found;
  const known = presets.filter((preset) => preset.options.stage === stage);
  const names = known.map((preset) => preset.name);
  throw new UsageError(`unknown preset ${name} of stage ${stage}${suggestion(name, names)}`);
}
