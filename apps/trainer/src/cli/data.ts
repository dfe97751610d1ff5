import type { ShowDataArguments } from '../commands/show-data.js';
import type { AddCommand } from './add-command.js';

/** `stackgan data show`. */
export const addData: AddCommand = (program, run) => {
  const show = run<ShowDataArguments>(
    async () => (await import('../commands/show-data.js')).showData,
  );
  program
    .command('data')
    .description('what a prepared data set holds')
    .helpCommand(false)
    .command('show')
    .description('print its sizes, classes, attributes and some captions; write a page with images')
    .argument('<folder>', 'prepared data set')
    .option('--out <file>', 'the page (default: beside the folder, such as avatars-sheet.html)')
    .action((folder: string, { out }: Pick<ShowDataArguments, 'out'>) => show({ folder, out }));
};
