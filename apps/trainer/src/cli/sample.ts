import { Option } from 'commander';
import type { SampleArguments } from '../commands/sample.js';
import type { AddCommand } from './add-command.js';
import { backendOption } from './backend-option.js';
import { append, wholeNumber } from './flag-values.js';

/** `stackgan sample`. */
export const addSample: AddCommand = (program, run) => {
  const sample = run<SampleArguments>(async () => (await import('../commands/sample.js')).sample);
  program
    .command('sample')
    .description('draw images of captions with a trained run')
    .requiredOption('--run <folder>', 'a run directory, or one of its snapshots')
    .option('--text <caption>', 'a caption; repeat for more', append)
    .option('--captions <file>', 'a text file with one caption a line')
    .option(
      '--embeddings <file>',
      'in place of captions, [N, T] numbers of the encoder of the run: a .npy file, or a safetensors file with a tensor embeddings',
    )
    .option('--seeds <list>', 'one image of each caption for each seed', '0-3')
    .option('--mean-only', 'no noise in conditioning augmentation: c is its mean', false)
    .addOption(
      new Option(
        '--interpolate [steps]',
        'walk from one --text to a second, with the noise of each seed; or, of one --text, from the noise of each seed to that of the next',
      )
        .preset('8')
        .argParser(wholeNumber)
        .conflicts('nearest'),
    )
    .addOption(
      new Option('--nearest [count]', 'beside each image the training images most like it')
        .preset('5')
        .argParser(wholeNumber),
    )
    .option('--data <folder>', "with --nearest: the prepared data set (default: the run's own)")
    .option('--out <folder>', 'where the images go', 'samples')
    .addOption(backendOption())
    .action(({ text, ...flags }: SampleArguments & { text?: string[] }) =>
      sample({
        ...flags,
        captions: flags.captions,
        embeddings: flags.embeddings,
        interpolate: flags.interpolate,
        nearest: flags.nearest,
        data: flags.data,
        texts: text ?? [],
      }),
    );
};
