import { Option } from 'commander';
import type { TrainEncoderArguments } from '../commands/train-encoder.js';
import { ENCODER_KINDS } from '../encoder/encoder-options.js';
import type { AddCommand } from './add-command.js';
import { backendOption } from './backend-option.js';
import { addExtractorFlags, type FlagsOf, withExtractor } from './extractor-flags.js';
import { positiveNumber, wholeNumber } from './flag-values.js';

/** `stackgan encoder train`. */
export const addEncoder: AddCommand = (program, run) => {
  const train = run<TrainEncoderArguments>(
    async () => (await import('../commands/train-encoder.js')).trainEncoder,
  );
  const command = program
    .command('encoder')
    .description('caption encoders that learn from a data set')
    .helpCommand(false)
    .command('train')
    .description(
      'train a caption encoder on the images and captions of a data set, for prepare --encoder',
    )
    .requiredOption('--data <folder>', 'prepared data set, some of it held out')
    .requiredOption(
      '--out <folder>',
      'output folder: the encoder, such as encoders/mine; the same command goes on after Ctrl-C',
    )
    .addOption(
      new Option(
        '--kind <name>',
        'projection: two layers on the sentence encoder; char-cnn-rnn: a network that reads characters',
      )
        .choices(ENCODER_KINDS)
        .default(ENCODER_KINDS[0]),
    )
    .option('--dimension <number>', 'length of an embedding', positiveNumber, 256)
    .option('--steps <number>', 'steps of training', positiveNumber, 3000)
    .option(
      '--batch <number>',
      'pairs of a step, each of another class, or of another image without classes (default: 40, or all classes if there are fewer)',
      positiveNumber,
    )
    .option('--seed <number>', 'seed of the initial weights and the pairs', wholeNumber, 0);
  addExtractorFlags(command)
    .addOption(backendOption())
    .action((flags: FlagsOf<TrainEncoderArguments>) => train(withExtractor(flags)));
};
