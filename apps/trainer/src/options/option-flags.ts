import { type Command, Option } from 'commander';
import { type OptionLeaf, optionLeaves } from './option-leaves.js';
import type { OptionOverrides } from './apply-overrides.js';
import { stageSchemas } from './train-options.js';

/** Adds one flag per option, named by its dotted path, under a heading: `--network.gf <number>`. */
export function addOptionFlags(
  command: Command,
  leaves: readonly OptionLeaf[],
  heading: string,
): Command {
  for (const leaf of leaves) {
    command.addOption(
      new Option(`--${leaf.path} <${leaf.valueHint}>`, leaf.description)
        .argParser((text) => leaf.parse(text))
        .helpGroup(heading),
    );
  }
  return command;
}

/** The options given on the command line, by dotted path. */
export function readOptionFlags(command: Command, leaves: readonly OptionLeaf[]): OptionOverrides {
  const typed = leaves.filter(({ path }) => command.getOptionValueSource(path) === 'cli');
  return Object.fromEntries(
    typed.map(({ path }) => [path, command.getOptionValue(path) as unknown]),
  );
}

/**
 * All training options. Options of both stages are listed once, others with the name of their
 * stage.
 */
export function trainLeaves(): OptionLeaf[] {
  const byPath = new Map<string, OptionLeaf & { stages: number[] }>();
  for (const stage of [1, 2] as const) {
    for (const leaf of optionLeaves(stageSchemas[stage])) {
      const known = byPath.get(leaf.path);
      if (known === undefined) byPath.set(leaf.path, { ...leaf, stages: [stage] });
      else byPath.set(leaf.path, { ...known, ...OTHER_VALUES[leaf.path], stages: [1, 2] });
    }
  }
  return [...byPath.values()].map(({ stages, ...leaf }) => {
    const only = stages.length === 1 ? ` (stage ${stages.join()} only)` : '';
    return { ...leaf, description: leaf.description + only };
  });
}

/** Options of both stages whose values differ by stage. */
const OTHER_VALUES: Readonly<Record<string, Pick<OptionLeaf, 'valueHint' | 'description'>>> = {
  stage: { valueHint: '1|2', description: 'Stage-I draws 64×64, Stage-II refines it' },
  'network.imageSize': {
    valueHint: '64|128|256',
    description:
      'side of the image: 64 in stage 1, or 256 without a stage 2 (default: 64); 128 or 256 in stage 2',
  },
};
