import { type Command, Option } from 'commander';
import { type OptionLeaf, optionLeaves } from './option-leaves.js';
import type { OptionOverrides } from './resolve-options.js';
import { stageSchemas } from './train-options.js';

/** Adds one flag for every training option, named by its dotted path: `--network.gf <number>`. */
export function addOptionFlags(command: Command): Command {
  for (const leaf of allLeaves()) {
    const only = leaf.stages.length === 1 ? ` (stage ${leaf.stages.join()} only)` : '';
    command.addOption(
      new Option(`--${leaf.path} <${leaf.valueHint}>`, leaf.description + only)
        .argParser((text) => leaf.parse(text))
        .helpGroup('Training options (a preset sets them all):'),
    );
  }
  return command;
}

/** The training options that were typed, by dotted path. */
export function readOptionFlags(command: Command): OptionOverrides {
  const typed = allLeaves().filter(({ path }) => command.getOptionValueSource(path) === 'cli');
  return Object.fromEntries(
    typed.map(({ path }) => [path, command.getOptionValue(path) as unknown]),
  );
}

// Both stages share most options; a flag appears once, with the stages that know it.
function allLeaves(): (OptionLeaf & { stages: number[] })[] {
  const byPath = new Map<string, OptionLeaf & { stages: number[] }>();
  for (const stage of [1, 2] as const) {
    for (const leaf of optionLeaves(stageSchemas[stage])) {
      const known = byPath.get(leaf.path);
      if (known === undefined) byPath.set(leaf.path, { ...leaf, stages: [stage] });
      else if (leaf.path === 'stage') byPath.set('stage', { ...known, ...STAGE_LEAF });
      else known.stages.push(stage);
    }
  }
  return [...byPath.values()];
}

const STAGE_LEAF = {
  valueHint: '1|2',
  description: 'Stage-I draws 64×64, Stage-II refines it',
  stages: [1, 2],
};
