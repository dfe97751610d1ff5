import { Option } from 'commander';
import { backendOption } from './backend-option.js';
import type { PrepareArguments } from '../commands/prepare.js';
import type { AddCommand } from './add-command.js';
import { imageSizes, positiveNumber, wholeNumber } from './flag-values.js';
import { addOptionFlags, readOptionFlags } from '../options/option-flags.js';
import { optionLeaves } from '../options/option-leaves.js';
import { prepareSchema } from '../options/prepare-options.js';
import { SOURCE_NAMES } from '../options/source-names.js';
import { PROFILE_NAMES } from '../profiles/profile-names.js';

/** `stackgan prepare`. */
export const addPrepare: AddCommand = (program, run) => {
  const prepare = run<PrepareArguments>(
    async () => (await import('../commands/prepare.js')).prepare,
  );
  const command = program
    .command('prepare')
    .description(
      'make a data set of drawn portraits (avatars), emoji, your own images (folder) or a published set',
    )
    .argument('[source]', SOURCE_NAMES.join(', '), 'avatars')
    .option(
      '--from <folder>',
      'folder or archive with images and captions, for all sources but avatars and emoji',
    )
    .option('--style <name>', 'of avatars: style of the drawings (default: avataaars)')
    .option(
      '--count <number>',
      'of avatars: number of training images; 6 % more are held out (default: 10000)',
      positiveNumber,
    )
    .option(
      '--test-classes <file>',
      'of cub and oxford-102: file of held-out classes, one per line (default: by the pickles of the reference code, or else by the split of the images)',
    )
    .option('--check', 'only check the files of --from: which are there, missing or wrong')
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
      '--encoder <path>',
      'caption encoder: a folder that encoder train or import char-cnn-rnn made, a module (.mjs), which is run, whose default export is an encoder, or "sentence" (default: the published embeddings of cub, oxford-102 and coco, if they are there, or else the sentence encoder)',
    )
    .option(
      '--profile <name>',
      `${PROFILE_NAMES.join(', ')}: crop and resize as this source of StackGAN does`,
    )
    .addOption(backendOption());
  const prepareLeaves = optionLeaves(prepareSchema);
  addOptionFlags(command, prepareLeaves, 'Crop and resizing (flags override --profile):').action(
    (source: string, flags: PrepareArguments) =>
      prepare({
        ...pickPrepareArguments({ ...flags, source }),
        overrides: readOptionFlags(command, prepareLeaves),
      }),
  );
};

/** The flags of `prepare` that are not options of the data set. */
const pickPrepareArguments = (flags: PrepareArguments): Omit<PrepareArguments, 'overrides'> => {
  const { source, from, style, count, testClasses, check, out } = flags;
  const { encoder, profile, sizes, seed, backend } = flags;
  return {
    ...{ source, from, style, count, testClasses, check, out },
    ...{ encoder, profile, sizes, seed, backend },
  };
};
