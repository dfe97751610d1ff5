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
    .description(
      'let people rank the images of several runs, or match the images of one run with sentences',
    )
    .option(
      '--runs <list>',
      'run directories or snapshots, such as A,B,C: writes a page with their images',
    )
    .addOption(
      new Option(
        '--sentences <file>',
        'in place of held-out captions: a file with 2 to 26 sentences, one per line, for one run; writes a page on which people find the sentence of each image',
      ).conflicts(['captions', 'perCaption']),
    )
    .option(
      '--captions <number>',
      'number of held-out captions, each of another image',
      wholeNumber,
      50,
    )
    .option('--per-caption <number>', 'images per caption and run', wholeNumber, 5)
    .option('--data <folder>', 'prepared data set of the captions (default: that of the first run)')
    .option('--encoder <path>', 'with --sentences: caption encoder of the run, as for sample')
    .option('--seed <number>', 'seed of captions, noise and orders', wholeNumber, 0)
    .option('--out <folder>', 'output folder', 'human-study')
    .addOption(backendOption())
    .addOption(
      new Option(
        '--collect <files...>',
        'alone, with the files that raters saved: prints mean rank ± standard error of each run, or the number of images matched with their sentence',
      ).conflicts([
        'runs',
        'sentences',
        'captions',
        'perCaption',
        'data',
        'encoder',
        'seed',
        'out',
        'backend',
      ]),
    )
    .action(({ runs, sentences, collect, data, ...flags }: HumanStudyArguments) =>
      study({ ...flags, runs, sentences, collect, data }),
    );
};
