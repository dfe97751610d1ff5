import type { AddCommand } from './add-command.js';

/** `stackgan models`. */
export const addModels: AddCommand = (program, run) => {
  const models = run<object>(async () => (await import('../commands/models.js')).models);
  program
    .command('models')
    .description('list the installed packages with trained models, and what each can draw')
    .action(models);
};
