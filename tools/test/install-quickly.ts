import { command } from './command.js';

/** Runs `npm install` in `folder`, without audits and without install scripts. */
export function installQuickly(folder: string): Promise<string> {
  const quick = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  return command('npm', ['install', ...quick], { cwd: folder });
}
