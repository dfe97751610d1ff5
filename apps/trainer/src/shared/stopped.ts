import { StoppedError } from './stopped-error.js';
import type { Context } from './context.js';

/** Prints how to go on after Ctrl-C, and ends the command with exit code 130. */
export function sayStopped(step: number, command: string, { console }: Context): never {
  console.line(`stopped at step ${step}, all saved; go on with: ${command}`);
  throw new StoppedError();
}
