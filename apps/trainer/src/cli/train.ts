import type { TrainArguments } from '../commands/train.js';
import { addOptionFlags, readOptionFlags, trainLeaves } from '../options/option-flags.js';
import { presets } from '../presets/find-preset.js';
import { PROFILE_NAMES } from '../profiles/profile-names.js';
import type { AddCommand } from './add-command.js';
import { backendOption } from './backend-option.js';
import { wholeNumber } from './flag-values.js';

type Flags = Omit<
  TrainArguments,
  'overrides' | 'preset' | 'profile' | 'resume' | 'from' | 'fromRun'
> &
  Partial<TrainArguments> & { metricsEvery?: number; onNan?: string };

/** `stackgan train`. */
export const addTrain: AddCommand = (program, run) => {
  const train = run<TrainArguments>(async () => (await import('../commands/train.js')).train);
  const command = program
    .command('train')
    .description('train one stage')
    .option('--preset <name>', `${presetNames()} (default: quick-start)`)
    .option(
      '--profile <name>',
      `${PROFILE_NAMES.join(', ')}: set the options on which these sources differ, over those of the preset`,
    )
    .option('--outdir <folder>', 'folder for runs', 'runs')
    .option(
      '--from <source>',
      'start with the networks of a run, snapshot, exported folder or npm package; their network options are the default',
    )
    .option(
      '--from-run <run>',
      'train a new run with the options of another, from the start; options given beside it replace its own',
    )
    .option('--resume <run>', 'resume this run directory, or the `latest`')
    .option(
      '--tensorboard',
      'also write statistics, metrics and grids as TensorBoard events into the run directory; a resumed run that has some goes on without the flag',
      false,
    )
    .addOption(backendOption())
    .option('--metrics-every <number>', 'short for --ticks.metrics', wholeNumber)
    .option('--on-nan <stop|rollback>', 'another name of --onNaN')
    .option(
      '--dry-run',
      'print the options, the size of the networks and the cost of training, measured on a few steps; saves nothing',
      false,
    )
    .addHelpText('after', presetHelp);
  const leaves = trainLeaves();
  addOptionFlags(command, leaves, 'Training options (a preset sets them all):').action(
    ({
      metricsEvery,
      onNan,
      preset,
      profile,
      resume,
      from,
      fromRun,
      outdir,
      tensorboard,
      backend,
      dryRun,
    }: Flags) =>
      train({
        ...{ preset, profile, resume, from, fromRun, outdir, tensorboard, backend, dryRun },
        overrides: {
          ...readOptionFlags(command, leaves),
          ...(metricsEvery !== undefined && { 'ticks.metrics': metricsEvery }),
          ...(onNan !== undefined && { onNaN: onNan }),
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
