import type { StartArguments } from '../commands/start.js';
import type { AddCommand } from './add-command.js';
import { backendOption } from './backend-option.js';

/** `stackgan start`. */
export const addStart: AddCommand = (program, run) => {
  const start = run<StartArguments>(async () => (await import('../commands/start.js')).start);
  program
    .command('start')
    .description('the main job: draw portraits to learn from, train both stages, show images')
    .option(
      '--data <folder>',
      'prepared data set; of portraits, made if missing',
      'datasets/avatars',
    )
    .option('--outdir <folder>', 'where runs go', 'runs')
    .addOption(backendOption())
    .addHelpText(
      'after',
      '\nStop it with Ctrl-C at any time; started again it goes on where it was.',
    )
    .action(start);
};
