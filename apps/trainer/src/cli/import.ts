import { Argument } from 'commander';
import type { ImportArguments } from '../commands/import.js';
import type { AddCommand } from './add-command.js';
import { backendOption } from './backend-option.js';

/** `stackgan import`. */
export const addImport: AddCommand = (program, run) => {
  const importRun = run<ImportArguments>(
    async () => (await import('../commands/import.js')).importRun,
  );
  program
    .command('import')
    .description('make a run of weights that another program trained')
    .addArgument(new Argument('<from>', 'what wrote them').choices(['stackgan-pytorch']))
    .requiredOption(
      '--generator <file>',
      'netG, a .pth file; or a checkpoint with it in a dictionary',
    )
    .option('--generator-key <name>', 'the dictionary to take, where several could be: netG_ema')
    .option('--discriminator <file>', 'netD, the same; only to train on')
    .option('--discriminator-key <name>', 'its dictionary, where several could be')
    .option(
      '--data <folder>',
      'the prepared data set that it learned from; says what encoded its text',
    )
    .requiredOption('--out <folder>', 'the run directory to make')
    .addOption(backendOption())
    .action((_from: string, { discriminator, data, ...flags }: ImportArguments) =>
      importRun({ ...flags, discriminator, data }),
    );
};
