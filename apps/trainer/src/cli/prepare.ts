import { Option } from 'commander';
import { backendOption } from './backend-option.js';
import type { PrepareArguments } from '../commands/prepare.js';
import type { AddCommand } from './add-command.js';
import { imageSizes, positiveNumber, wholeNumber } from './flag-values.js';
import { addOptionFlags, readOptionFlags } from '../options/option-flags.js';
import { optionLeaves } from '../options/option-leaves.js';
import { prepareSchema } from '../options/prepare-options.js';
import { PROFILE_NAMES } from '../profiles/profile-names.js';

/** `stackgan prepare`. */
export const addPrepare: AddCommand = (program, run) => {
  const prepare = run<PrepareArguments>(
    async () => (await import('../commands/prepare.js')).prepare,
  );
  const command = program
    .command('prepare')
    .description(
      'make a data set of drawn portraits (default), emoji, your own images or CUB-200-2011',
    )
    .option(
      '--avatars',
      'portraits drawn by program, with captions that state what they show; the default',
      false,
    )
    .option('--style <name>', 'with --avatars: style of the drawings (default: avataaars)')
    .option(
      '--count <number>',
      'with --avatars: number of training images; 6 % more are held out (default: 10000)',
      positiveNumber,
    )
    .option('--emoji', 'emoji, with their names as captions', false)
    .option(
      '--folder <folder>',
      'your own images: at any depth, each beside a text file of the same name with one caption per line',
    )
    .option(
      '--cub <folder>',
      'birds: a folder with CUB_200_2011 and text_c10 (captions, one file per image)',
    )
    .option(
      '--test-classes <file>',
      'with --cub: file of held-out classes, one per line (default: by its train_test_split.txt)',
    )
    .option(
      '--out <folder>',
      'output folder (default: datasets/ and its name, such as datasets/avatars)',
    )
    .addOption(
      new Option('--sizes <list>', 'sides of the images: any of 64, 128 and 256')
        .argParser(imageSizes)
        .default([64, 256], '64,256'),
    )
    .option(
      '--seed <number>',
      'seed of the split, of generated captions and of drawn portraits',
      wholeNumber,
      0,
    )
    .option(
      '--encoder <folder>',
      'caption encoder that encoder train or import char-cnn-rnn made (default: the sentence encoder)',
    )
    .option(
      '--profile <name>',
      `${PROFILE_NAMES.join(', ')}: crop and resize as this source of StackGAN does`,
    )
    .addOption(backendOption());
  const prepareLeaves = optionLeaves(prepareSchema);
  addOptionFlags(command, prepareLeaves, 'Crop and resizing (flags override --profile):').action(
    (flags: PrepareArguments) =>
      prepare({
        ...pickPrepareArguments(flags),
        overrides: readOptionFlags(command, prepareLeaves),
      }),
  );
};

/** The flags of `prepare` that are not options of the data set. */
const pickPrepareArguments = (flags: PrepareArguments): Omit<PrepareArguments, 'overrides'> => {
  const { out, avatars, emoji, style, count, folder, cub, testClasses } = flags;
  const { encoder, profile, sizes, seed, backend } = flags;
  return {
    ...{ out, avatars, emoji, style, count, folder, cub, testClasses },
    ...{ encoder, profile, sizes, seed, backend },
  };
};
