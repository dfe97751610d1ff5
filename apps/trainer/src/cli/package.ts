import { Option } from 'commander';
import type { PackageArguments } from '../commands/package.js';
import { WEIGHT_PRECISIONS } from '../exchange/export-formats.js';
import type { AddCommand } from './add-command.js';
import { backendOption } from './backend-option.js';
import { append } from './flag-values.js';

/** `stackgan package`. */
export const addPackage: AddCommand = (program, run) => {
  const packageRun = run<PackageArguments>(
    async () => (await import('../commands/package.js')).packageRun,
  );
  program
    .command('package')
    .description('write a run as an npm package: generators, model card, recipe')
    .requiredOption('--run <folder>', 'a run directory, or one of its snapshots')
    .requiredOption('--out <folder>', 'folder of the package; a package.json that is there stays')
    .option('--name <name>', 'name of a new package, such as @me/model-birds')
    .option('--description <text>', 'what a new package can draw')
    .option(
      '--example <caption>',
      'a caption that it can draw; repeat for more (default: held-out captions)',
      append,
    )
    .addOption(
      new Option('--weights <type>', 'how weights are stored')
        .choices(WEIGHT_PRECISIONS)
        .default('float16'),
    )
    .option(
      '--encoder <folder>',
      'folder of the caption encoder of the run, which the package then brings with it',
    )
    .option('--data <folder>', 'prepared data set, for its hash (default: that of the run)')
    .addOption(backendOption())
    .action(({ example, ...flags }: PackageArguments & { example?: string[] }) =>
      packageRun({
        ...flags,
        data: flags.data,
        name: flags.name,
        description: flags.description,
        examples: example ?? [],
      }),
    );
};
