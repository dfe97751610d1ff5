import type { TrainClassifierArguments } from '../commands/train-classifier.js';
import type { AddCommand } from './add-command.js';
import { backendOption } from './backend-option.js';
import { addExtractorFlags, type FlagsOf, withExtractor } from './extractor-flags.js';

/** `stackgan classifier train`. */
export const addClassifier: AddCommand = (program, run) => {
  const train = run<TrainClassifierArguments>(
    async () => (await import('../commands/train-classifier.js')).trainClassifier,
  );
  const command = program
    .command('classifier')
    .description('the classifier for the Inception Score of a data set with classes')
    .helpCommand(false)
    .command('train')
    .description('train it before evaluate does, or read it, and print its accuracy')
    .requiredOption('--data <folder>', 'prepared data set; keeps it in its folder evaluation');
  addExtractorFlags(command)
    .addOption(backendOption())
    .action((flags: FlagsOf<TrainClassifierArguments>) => train(withExtractor(flags)));
};
