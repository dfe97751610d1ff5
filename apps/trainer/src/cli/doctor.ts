import type { AddCommand } from './add-command.js';

/** `stackgan doctor`. */
export const addDoctor: AddCommand = (program, run) => {
  const sayDoctor = run(async () => {
    const { doctor } = await import('../commands/doctor.js');
    return async (_given: object, { console }) => console.line(await doctor());
  });
  program
    .command('doctor')
    .description('list the backends that work on this machine, and why others do not')
    .action(sayDoctor);
};
