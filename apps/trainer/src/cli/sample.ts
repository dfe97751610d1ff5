import { Option } from 'commander';
import type { SampleArguments } from '../commands/sample.js';
import { DEFAULT_MODEL } from '../shared/default-model.js';
import type { AddCommand } from './add-command.js';
import { backendOption } from './backend-option.js';
import { runOption } from './run-option.js';
import { append, positiveNumber, wholeNumber } from './flag-values.js';

/** `stackgan sample`. */
export const addSample: AddCommand = (program, run) => {
  const sample = run<SampleArguments>(async () => (await import('../commands/sample.js')).sample);
  program
    .command('sample')
    .description('draw images of captions with a trained model')
    .addOption(runOption(` (default: ${DEFAULT_MODEL})`))
    .option('--text <caption>', 'a caption; repeat for more', append)
    .option('--captions <file>', 'a text file with one caption per line')
    .option(
      '--embeddings <file>',
      'in place of captions: embeddings [N, T] of the encoder of the run, in a .npy file, or in a safetensors file as a tensor named embeddings',
    )
    .addOption(
      new Option(
        '--encoder <path>',
        'caption encoder of the data set that the run learned from, if it was prepared with --encoder and the model does not bring it',
      ).conflicts('embeddings'),
    )
    .option('--seeds <list>', 'seeds; one image per caption and seed', '0-3')
    .option('--mean-only', 'no noise in conditioning augmentation: c is the mean', false)
    .addOption(
      new Option(
        '--interpolate [steps]',
        'interpolate between two --text, with the noise of each seed; or, for one --text, between the noise of consecutive seeds',
      )
        .preset('8')
        .argParser(wholeNumber)
        .conflicts('nearest'),
    )
    .addOption(
      new Option('--nearest [count]', 'show the most similar training images beside each image')
        .preset('5')
        .argParser(wholeNumber),
    )
    .option(
      '--data <folder>',
      'with --nearest: the prepared data set (default: that of the run; a package has none)',
    )
    .option(
      '--real <number>',
      'with --nearest: most images of the data set to compare with, chosen at random (default: all)',
      positiveNumber,
    )
    .option('--out <folder>', 'output folder', 'samples')
    .addOption(backendOption())
    .action(({ text, ...flags }: SampleArguments & { text?: string[] }) =>
      sample({
        ...flags,
        run: flags.run,
        captions: flags.captions,
        embeddings: flags.embeddings,
        interpolate: flags.interpolate,
        nearest: flags.nearest,
        data: flags.data,
        real: flags.real,
        texts: text ?? [],
      }),
    );
};
