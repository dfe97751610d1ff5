import type { TrainArguments } from '../commands/train.js';
import { addOptionFlags, readOptionFlags, trainLeaves } from '../options/option-flags.js';
import { presets } from '../presets/find-preset.js';
import { PROFILE_NAMES } from '../profiles/profile-names.js';
import type { AddCommand } from './add-command.js';
import { backendOption } from './backend-option.js';
import { wholeNumber } from './flag-values.js';

type Flags = Omit<TrainArguments, 'overrides' | 'preset' | 'profile' | 'resume'> &
  Partial<TrainArguments> & { metricsEvery?: number };

/** `stackgan train`. */
export const addTrain: AddCommand = (program, run) => {
  const train = run<TrainArguments>(async () => (await import('../commands/train.js')).train);
  const command = program
    .command('train')
    .description('train one stage')
    .option('--preset <name>', `${presetNames()} (default: quick-start)`)
    .option(
      '--profile <name>',
      `${PROFILE_NAMES.join(', ')}: the options in which these differ, over the preset's`,
    )
    .option('--outdir <folder>', 'where runs go', 'runs')
    .option('--resume <run>', 'go on with this run directory, or with the `latest`')
    .addOption(backendOption())
    .option('--metrics-every <number>', 'the same as --ticks.metrics', wholeNumber)
    .option('--dry-run', 'print the options and the size of the networks, train nothing', false)
    .addHelpText('after', presetHelp);
  const leaves = trainLeaves();
  addOptionFlags(command, leaves, 'Training options (a preset sets them all):').action(
    ({ metricsEvery, preset, profile, resume, outdir, backend, dryRun }: Flags) =>
      train({
        ...{ preset, profile, resume, outdir, backend, dryRun },
        overrides: {
          ...readOptionFlags(command, leaves),
          ...(metricsEvery !== undefined && { 'ticks.metrics': metricsEvery }),
        },
      }),
  );
};

/** `quick-start or paper`. */
const presetNames = () => [...new Set(presets.map(({ name }) => name))].join(' or ');

/** Text after the options: each preset and its cost. */
function presetHelp(): string {
  const lines = presets.map(
    ({ name, options, description, cost }) =>
      `  ${`${name}, stage ${options.stage}`.padEnd(22)} ${description};\n${' '.repeat(25)}${cost}`,
  );
  return `\nPresets:\n${lines.join('\n')}`;
}
