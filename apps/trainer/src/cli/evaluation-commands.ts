import type { Command } from 'commander';
import { backendOption } from './backend-option.js';
import type { Commands, EvaluateArguments, TrainClassifierArguments } from './command-arguments.js';
import { METRIC_NAMES } from '../options/metric-names.js';
import type { ExtractorChoice } from '../evaluation/open-extractor.js';
import { addExtractorFlags, type ExtractorFlags, withExtractor } from './extractor-flags.js';
import { wholeNumber } from './flag-values.js';

type FlagsOf<Given extends ExtractorChoice> = Omit<Given, keyof ExtractorChoice> & ExtractorFlags;

/** Adds `evaluate` and `classifier train` to the program. */
export function addEvaluationCommands(program: Command, commands: Commands): void {
  const evaluate = program
    .command('evaluate')
    .description('measure the pictures of a run, or of a folder, against a data set')
    .option('--run <folder>', 'a run directory, or one of its snapshots')
    .option(
      '--images <folder>',
      'in place of a run: the square pictures of any model in this folder, at any depth, all of one size',
    )
    .option('--data <folder>', "prepared data set to compare with (default: the run's own)")
    .option(
      '--metrics <list>',
      `of ${METRIC_NAMES.join(', ')} (default: all that the data allow; of a folder is,fid,kid,pr)`,
    )
    .option('--samples <number>', 'pictures to draw of a run', wholeNumber, 1000)
    .option('--seed <number>', 'seed of captions, noise and all that metrics draw', wholeNumber, 0);
  addExtractorFlags(evaluate)
    .addOption(backendOption())
    .action((flags: FlagsOf<EvaluateArguments>) =>
      commands.evaluate({
        ...withExtractor(flags),
        run: flags.run,
        images: flags.images,
        data: flags.data,
        metrics: flags.metrics,
      }),
    );

  const trainClassifier = program
    .command('classifier')
    .description("the classifier of a data set's classes, by which evaluate takes Inception Score")
    .helpCommand(false)
    .command('train')
    .description('learn it ahead of evaluate, or read it, and say how good it is')
    .requiredOption('--data <folder>', 'prepared data set; keeps it in its folder evaluation');
  addExtractorFlags(trainClassifier)
    .addOption(backendOption())
    .action((flags: FlagsOf<TrainClassifierArguments>) =>
      commands.trainClassifier(withExtractor(flags)),
    );
}
