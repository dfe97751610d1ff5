import type { ImportEncoderArguments } from '../commands/import-encoder.js';
import type { ImportArguments } from '../commands/import.js';
import type { AddCommand } from './add-command.js';
import { backendOption } from './backend-option.js';

/** `stackgan import stackgan-pytorch` and `stackgan import char-cnn-rnn`. */
export const addImport: AddCommand = (program, run) => {
  const importRun = run<ImportArguments>(
    async () => (await import('../commands/import.js')).importRun,
  );
  const importEncoder = run<ImportEncoderArguments>(
    async () => (await import('../commands/import-encoder.js')).importEncoder,
  );
  const command = program
    .command('import')
    .description('make a run or a caption encoder from weights that another program trained')
    .helpCommand(false);
  command
    .command('stackgan-pytorch')
    .description('make a run from weights of StackGAN-Pytorch')
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
    .action(({ discriminator, data, ...flags }: ImportArguments) =>
      importRun({ ...flags, discriminator, data }),
    );
  command
    .command('char-cnn-rnn')
    .description('make a caption encoder, for prepare --encoder, from a published char-CNN-RNN')
    .argument('<file>', 'a .t7 file of Reed et al., or a .pth file of its PyTorch port')
    .requiredOption('--out <folder>', 'output folder: the encoder')
    .action((file: string, { out }: ImportEncoderArguments) => importEncoder({ file, out }));
};
