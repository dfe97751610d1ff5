import { CommanderError } from 'commander';
import { StoppedError } from '../shared/stopped-error.js';
import { describeFailure } from './failure.js';
import { buildProgram } from './program.js';
import type { Runner } from './add-command.js';

/**
 * Runs one command line; returns the exit code: 0 success, 1 failure, 2 wrong usage, 130
 * interrupted.
 */
export async function runCommandLine(
  args: readonly string[],
  {
    run,
    writeError,
    debug = false,
  }: { run: Runner; writeError: (line: string) => void; debug?: boolean },
): Promise<number> {
  try {
    await buildProgram(run).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return usageExitCode(error, writeError);
    return reportFailure(error, { writeError, debug, command: args[0] });
  }
}

/** Prints what failed in one line; returns the exit code. */
export function reportFailure(
  error: unknown,
  {
    writeError,
    debug = false,
    command,
  }: { writeError: (line: string) => void; debug?: boolean; command?: string | undefined },
): number {
  if (isInterrupt(error)) return 130;
  const { line, exitCode } = describeFailure(error, command);
  writeError(`stackgan: ${line}`);
  if (debug && error instanceof Error) writeError(error.stack ?? '');
  return exitCode;
}

// Work outside of training steps ends by `signal.throwIfAborted()`, whose error has this name.
const isInterrupt = (error: unknown) =>
  error instanceof StoppedError || (error instanceof Error && error.name === 'AbortError');

function usageExitCode(error: CommanderError, writeError: (line: string) => void): number {
  if (error.exitCode === 0) return 0;
  // Commander has already shown the help when no command was given.
  if (error.code === 'commander.help') return 2;
  const message = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  writeError(`stackgan: ${message}`);
  return 2;
}
