import type { StartArguments } from '../commands/start.js';
import type { AddCommand } from './add-command.js';
import { backendOption } from './backend-option.js';

/** `stackgan start`. */
export const addStart: AddCommand = (program, run) => {
  const start = run<StartArguments>(async () => (await import('../commands/start.js')).start);
  program
    .command('start')
    .description(
      'the main job: draw with the installed model, make portraits, train both stages, show images',
    )
    .option(
      '--data <folder>',
      'prepared data set; portraits are made if it is missing',
      'datasets/avatars',
    )
    .option('--outdir <folder>', 'folder for runs', 'runs')
    .addOption(backendOption())
    .addHelpText('after', '\nStop it with Ctrl-C at any time; started again, it resumes.')
    .action(start);
};
