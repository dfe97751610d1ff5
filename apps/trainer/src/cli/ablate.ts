import { Option } from 'commander';
import type { TableName } from '../ablation/tables.js';
import type { AblateArguments } from '../commands/ablate.js';
import { METRIC_NAMES } from '../options/metric-names.js';
import type { AddCommand } from './add-command.js';
import { backendOption } from './backend-option.js';
import { positiveNumber } from './flag-values.js';

/** Text after the options. */
const HELP = `
Stop it with Ctrl-C at any time; the same command resumes it.

--seeds 3 after --seeds 1 adds two seeds; rows that tables share are trained once.
docs/ablation.md explains each row, and how long it takes.`;

/** `stackgan ablate`. */
export const addAblate: AddCommand = (program, run) => {
  const ablate = run<AblateArguments>(async () => (await import('../commands/ablate.js')).ablate);
  program
    .command('ablate')
    .description('train and measure the ten networks of Table 2 of the paper')
    .requiredOption('--data <folder>', 'prepared data set with images of 64, 128 and 256')
    .option(
      '--preset <name>',
      "paper-small (the paper's networks and losses, narrow), paper or quick-start",
      'paper-small',
    )
    .option('--steps1 <number>', 'steps of Stage-I (default: those of the preset)', positiveNumber)
    .option('--steps2 <number>', 'steps of Stage-II (default: those of the preset)', positiveNumber)
    .option('--seeds <number>', 'number of seeds to train each row with', positiveNumber, 1)
    .option('--samples <number>', 'images to measure per row', positiveNumber, 1000)
    .option(
      '--metrics <list>',
      `metrics, of ${METRIC_NAMES.join(', ')} (default: is,fid,r-precision,diversity, and attributes if the data set has them)`,
    )
    .option('--outdir <folder>', 'folder for runs and tables', 'ablation')
    .option('--rows <list>', 'only these rows of the table, such as stage1-64-ca,stage1-64-no-ca')
    .option(
      '--table1',
      'Table 1 in place of Table 2: StackGAN against GAN-INT-CLS and GAWWN',
      false,
    )
    .addOption(
      new Option(
        '--additions',
        'the last row of Table 2 with the shortcut, the losses and the attribute prior that this project adds, one at a time',
      ).conflicts('table1'),
    )
    .addOption(backendOption())
    .addHelpText('after', HELP)
    .action(
      ({ table1, additions, ...flags }: AblateArguments & Partial<Record<TableName, boolean>>) =>
        ablate({
          ...flags,
          ...{ steps1: flags.steps1, steps2: flags.steps2 },
          ...{ metrics: flags.metrics, rows: flags.rows },
          table: table1 ? 'table1' : additions ? 'additions' : 'table2',
        }),
    );
};
