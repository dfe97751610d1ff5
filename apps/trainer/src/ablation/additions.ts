import type { OptionOverrides } from '../options/apply-overrides.js';
import { findPreset } from '../presets/find-preset.js';
import { UsageError } from '../shared/errors.js';
import type { Addition } from './rows.js';

/** Options of Stage-I and of Stage-II. */
type ByStage = readonly [OptionOverrides, OptionOverrides];

const both = (options: OptionOverrides): ByStage => [options, options];

const single: Readonly<Record<Exclude<Addition, 'all'>, ByStage>> = {
  shortcut: [{}, { 'network.shortcut': true }],
  matching: both({ 'loss.matchingWeight': 2 }),
  attributes: both({ 'loss.attributeWeight': 3 }),
  // The loss teaches G to show the values that the prior draws.
  prior: [
    { 'network.attributePrior': true, 'loss.attributeWeight': 3 },
    { 'loss.attributeWeight': 3 },
  ],
  // Stage-II reconstructs a real image from an image of the same at 64×64, which leaves little open.
  reconstruction: [{ 'loss.reconstructionWeight': 3 }, { 'loss.reconstructionWeight': 50 }],
};

/**
 * The options of an addition in `stage`, with the weights that were best before there was a prior
 * (docs/recipe.md, fourth round), so that rows differ in one thing; `quick-start` has higher ones.
 */
export function additionOptions(addition: Addition, stage: 1 | 2): OptionOverrides {
  const used = addition === 'all' ? Object.values(single) : [single[addition]];
  return Object.assign({}, ...used.map((byStage) => byStage[stage - 1])) as OptionOverrides;
}

/** Throws UsageError for a preset that already has an addition, so that no row is without it. */
export function requireNoAdditions(preset: string): void {
  for (const stage of [1, 2] as const) {
    const options = findPreset(preset, stage).options as unknown as Record<string, object>;
    for (const path of Object.keys(additionOptions('all', stage))) {
      const [group, name] = path.split('.') as [string, string];
      if (!(options[group] as Record<string, unknown>)[name]) continue;
      throw new UsageError(
        `--additions needs a preset without them, such as paper-small; ${preset} has ${path}`,
      );
    }
  }
}
