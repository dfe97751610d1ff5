import type { EvaluateArguments } from '../commands/evaluate.js';
import { METRIC_NAMES } from '../options/metric-names.js';
import type { AddCommand } from './add-command.js';
import { backendOption } from './backend-option.js';
import { addExtractorFlags, type FlagsOf, withExtractor } from './extractor-flags.js';
import { runOption } from './run-option.js';
import { positiveNumber, wholeNumber } from './flag-values.js';

/** `stackgan evaluate`. */
export const addEvaluate: AddCommand = (program, run) => {
  const evaluate = run<EvaluateArguments>(
    async () => (await import('../commands/evaluate.js')).evaluate,
  );
  const command = program
    .command('evaluate')
    .description('measure the images of a run, or of a folder, against a data set')
    .addOption(runOption())
    .option(
      '--images <folder>',
      'in place of a run: a folder with square images of any model, at any depth, all of one size',
    )
    .option('--data <folder>', 'prepared data set to compare with (default: that of the run)')
    .option(
      '--metrics <list>',
      `of ${METRIC_NAMES.join(', ')} (default: all that the data allow; of a folder is,fid,kid,pr)`,
    )
    .option('--samples <number>', 'images to draw with a run', wholeNumber, 1000)
    .option(
      '--real <number>',
      'most images of the data set to compare with and to learn from, chosen at random (default: all)',
      positiveNumber,
    )
    .option(
      '--seed <number>',
      'seed of captions, noise and random choices of metrics',
      wholeNumber,
      0,
    );
  addExtractorFlags(command)
    .addOption(backendOption())
    .action((flags: FlagsOf<EvaluateArguments>) =>
      evaluate({
        ...withExtractor(flags),
        run: flags.run,
        images: flags.images,
        data: flags.data,
        metrics: flags.metrics,
        real: flags.real,
      }),
    );
};
