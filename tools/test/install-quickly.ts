import { command } from './command.js';

/** `npm install` in `folder`, without what a test does not need; no package may run a script. */
export function installQuickly(folder: string): Promise<string> {
  const quick = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  return command('npm', ['install', ...quick], { cwd: folder });
}
