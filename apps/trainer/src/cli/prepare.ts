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
      'make a data set: of drawn portraits, or else of emoji, your own images or CUB-200-2011',
    )
    .option(
      '--avatars',
      'portraits drawn here, with captions that say what they show; the default',
      false,
    )
    .option('--style <name>', 'with --avatars: who draws them (default: avataaars)')
    .option(
      '--count <number>',
      'with --avatars: how many to learn from; 6 % as many are held out (default: 10000)',
      positiveNumber,
    )
    .option('--emoji', 'emoji and what they are called', false)
    .option(
      '--folder <folder>',
      'your own images: at any depth, each beside a text file of its name with captions, one a line',
    )
    .option(
      '--cub <folder>',
      'the birds of this folder, which holds CUB_200_2011 and text_c10 (captions, a file an image)',
    )
    .option(
      '--test-classes <file>',
      'with --cub: the classes held out, one a line (default: by its train_test_split.txt)',
    )
    .option('--out <folder>', 'where to put it (default: datasets/ and its name, such as avatars)')
    .addOption(
      new Option('--sizes <list>', 'sides of the images, of 64, 128 and 256')
        .argParser(imageSizes)
        .default([64, 256], '64,256'),
    )
    .option(
      '--seed <number>',
      'seed of the split, of captions made here, and of drawn portraits',
      wholeNumber,
      0,
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
  const { profile, sizes, seed, backend } = flags;
  return {
    ...{ out, avatars, emoji, style, count, folder, cub, testClasses },
    ...{ profile, sizes, seed, backend },
  };
};
