import { type Command, Option } from 'commander';
import { backendOption } from './backend-option.js';
import type { AblateArguments, Commands, HumanStudyArguments } from './command-arguments.js';
import { METRIC_NAMES } from '../options/metric-names.js';
import { positiveNumber, wholeNumber } from './flag-values.js';
import { ABLATE_HELP } from './help-texts.js';

/** Adds `human-study` and `ablate` to the program: both compare runs. */
export function addComparisonCommands(program: Command, commands: Commands): void {
  program
    .command('human-study')
    .description(
      "have people rank the pictures of several runs, or find the sentences of one run's",
    )
    .option(
      '--runs <list>',
      'run directories or snapshots, as A,B,C: makes a page of their pictures',
    )
    .addOption(
      new Option(
        '--sentences <file>',
        'in place of held-out captions, 2 to 26 sentences, one a line, with one run: makes a page on which people find the sentence of each picture',
      ).conflicts(['captions', 'perCaption']),
    )
    .option('--captions <number>', 'held-out captions, each of another picture', wholeNumber, 50)
    .option('--per-caption <number>', 'pictures of each caption by each run', wholeNumber, 5)
    .option('--data <folder>', "prepared data set of the captions (default: the first run's own)")
    .option('--seed <number>', 'seed of captions, noise and all orders', wholeNumber, 0)
    .option('--out <folder>', 'where the page goes', 'human-study')
    .addOption(backendOption())
    .addOption(
      new Option(
        '--collect <files...>',
        'in place of all these, files that raters saved: prints mean rank ± standard error of each run, or how many pictures were put with their sentence',
      ).conflicts([
        'runs',
        'sentences',
        'captions',
        'perCaption',
        'data',
        'seed',
        'out',
        'backend',
      ]),
    )
    .action(({ runs, sentences, collect, data, ...flags }: HumanStudyArguments) =>
      commands.humanStudy({ ...flags, runs, sentences, collect, data }),
    );

  program
    .command('ablate')
    .description("the paper's Table 2: train its ten networks, and measure them")
    .requiredOption('--data <folder>', 'prepared data set with pictures of 64, 128 and 256')
    .option('--preset <name>', 'sizes, length and all else: quick-start or paper', 'quick-start')
    .option('--steps1 <number>', "steps of Stage-I (default: the preset's)", positiveNumber)
    .option('--steps2 <number>', "steps of Stage-II (default: the preset's)", positiveNumber)
    .option('--seeds <number>', 'train every row with so many seeds', positiveNumber, 1)
    .option('--samples <number>', 'pictures of each row to measure', positiveNumber, 1000)
    .option('--metrics <list>', `of ${METRIC_NAMES.join(', ')}`, 'is,fid,r-precision,diversity')
    .option('--outdir <folder>', 'where runs and tables go', 'ablation')
    .option('--table1', 'in place of Table 2, StackGAN against GAN-INT-CLS', false)
    .addOption(backendOption())
    .addHelpText('after', ABLATE_HELP)
    .action(({ table1, ...flags }: AblateArguments & { table1: boolean }) =>
      commands.ablate({
        ...flags,
        steps1: flags.steps1,
        steps2: flags.steps2,
        isTable1: table1,
      }),
    );
}
