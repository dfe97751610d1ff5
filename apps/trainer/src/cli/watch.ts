import type { WatchArguments } from '../commands/watch.js';
import type { AddCommand } from './add-command.js';

/** `stackgan watch`. */
export const addWatch: AddCommand = (program, run) => {
  const watch = run<WatchArguments>(async () => (await import('../commands/watch.js')).watch);
  program
    .command('watch')
    .description('show the progress of a run in the terminal until Ctrl-C; piped, prints it once')
    .argument('[run]', 'a run directory, or the `latest`', 'latest')
    .option('--outdir <folder>', 'folder for runs', 'runs')
    .action((run: string, { outdir }: { outdir: string }) => watch({ run, outdir }));
};
