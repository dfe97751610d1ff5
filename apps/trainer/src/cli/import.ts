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
    .description('make a run from weights that another program trained')
    .addArgument(
      new Argument('<from>', 'the program that wrote them').choices(['stackgan-pytorch']),
    )
    .requiredOption('--generator <file>', 'netG, a .pth file, or a checkpoint that contains it')
    .option(
      '--generator-key <name>',
      'name of its dictionary if there are several candidates, such as netG_ema',
    )
    .option('--discriminator <file>', 'netD, likewise; needed only to continue training')
    .option('--discriminator-key <name>', 'name of its dictionary if there are several candidates')
    .option(
      '--data <folder>',
      'the prepared data set that it was trained on; tells the encoder of its text',
    )
    .requiredOption('--out <folder>', 'output folder: the run directory')
    .addOption(backendOption())
    .action((_from: string, { discriminator, data, ...flags }: ImportArguments) =>
      importRun({ ...flags, discriminator, data }),
    );
};
