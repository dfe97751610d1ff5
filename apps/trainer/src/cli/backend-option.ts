import { Option } from 'commander';
import { BACKEND_NAMES } from '../backends/backend-names.js';

/** The flag of all commands that use a backend. */
export const backendOption = () =>
  new Option('--backend <name>', `${['auto', ...BACKEND_NAMES].join(', ')}`).default('auto');
