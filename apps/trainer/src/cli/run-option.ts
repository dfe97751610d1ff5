import { Option } from 'commander';

/** The flag of the commands that use a trained model. */
export const runOption = (note = '') =>
  new Option(
    '--run <model>',
    `a run directory, a snapshot, an exported model or an installed package${note}`,
  );
