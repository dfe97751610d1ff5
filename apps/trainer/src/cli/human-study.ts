import { Option } from 'commander';
import type { HumanStudyArguments } from '../commands/human-study.js';
import type { AddCommand } from './add-command.js';
import { backendOption } from './backend-option.js';
import { wholeNumber } from './flag-values.js';

/** `stackgan human-study`. */
export const addHumanStudy: AddCommand = (program, run) => {
  const study = run<HumanStudyArguments>(
    async () => (await import('../commands/human-study.js')).humanStudy,
  );
  program
    .command('human-study')
    .description("have people rank the images of several runs, or find the sentences of one run's")
    .option('--runs <list>', 'run directories or snapshots, as A,B,C: makes a page of their images')
    .addOption(
      new Option(
        '--sentences <file>',
        'in place of held-out captions, 2 to 26 sentences, one a line, with one run: makes a page on which people find the sentence of each image',
      ).conflicts(['captions', 'perCaption']),
    )
    .option('--captions <number>', 'held-out captions, each of another image', wholeNumber, 50)
    .option('--per-caption <number>', 'images of each caption by each run', wholeNumber, 5)
    .option('--data <folder>', "prepared data set of the captions (default: the first run's own)")
    .option('--seed <number>', 'seed of captions, noise and all orders', wholeNumber, 0)
    .option('--out <folder>', 'where the page goes', 'human-study')
    .addOption(backendOption())
    .addOption(
      new Option(
        '--collect <files...>',
        'in place of all these, files that raters saved: prints mean rank ± standard error of each run, or how many images were put with their sentence',
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
      study({ ...flags, runs, sentences, collect, data }),
    );
};
