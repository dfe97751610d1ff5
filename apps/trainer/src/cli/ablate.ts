import type { AblateArguments } from '../commands/ablate.js';
import { METRIC_NAMES } from '../options/metric-names.js';
import type { AddCommand } from './add-command.js';
import { backendOption } from './backend-option.js';
import { positiveNumber } from './flag-values.js';

/** Text after the options. */
const HELP = `
Stop it with Ctrl-C at any time; the same command resumes it.

On 2 CPU cores with the emoji set, --steps1 1200 --steps2 600 takes 1 to 2 hours, half of it for one stage at 256.
docs/ablation.md explains each row.`;

/** `stackgan ablate`. */
export const addAblate: AddCommand = (program, run) => {
  const ablate = run<AblateArguments>(async () => (await import('../commands/ablate.js')).ablate);
  program
    .command('ablate')
    .description('train and measure the ten networks of Table 2 of the paper')
    .requiredOption('--data <folder>', 'prepared data set with images of 64, 128 and 256')
    .option('--preset <name>', 'quick-start or paper', 'quick-start')
    .option('--steps1 <number>', 'steps of Stage-I (default: those of the preset)', positiveNumber)
    .option('--steps2 <number>', 'steps of Stage-II (default: those of the preset)', positiveNumber)
    .option('--seeds <number>', 'number of seeds to train each row with', positiveNumber, 1)
    .option('--samples <number>', 'images to measure per row', positiveNumber, 1000)
    .option(
      '--metrics <list>',
      `metrics, of ${METRIC_NAMES.join(', ')}`,
      'is,fid,r-precision,diversity',
    )
    .option('--outdir <folder>', 'folder for runs and tables', 'ablation')
    .option(
      '--table1',
      'Table 1 in place of Table 2: StackGAN against GAN-INT-CLS and GAWWN',
      false,
    )
    .addOption(backendOption())
    .addHelpText('after', HELP)
    .action(({ table1, ...flags }: AblateArguments & { table1: boolean }) =>
      ablate({
        ...flags,
        steps1: flags.steps1,
        steps2: flags.steps2,
        isTable1: table1,
      }),
    );
};
