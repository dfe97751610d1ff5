import { CommandError } from '../shared/errors.js';

/**
 * The report of `error` in `command`: one line, never a stack trace, and the exit code.
 */
export function describeFailure(
  error: unknown,
  command?: string,
): { line: string; exitCode: number } {
  if (error instanceof CommandError) {
    return { line: oneLine(error.message), exitCode: error.exitCode };
  }
  if (!(error instanceof Error)) {
    return { line: oneLine(String(error)), exitCode: 1 };
  }
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  const where = path === undefined ? '' : ` ${path}`;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const again = command === 'train' ? 'go on with --resume latest' : 'run the command again';
    const line =
      `no space left on the disk while writing${where}; what was saved before is whole: ` +
      `free some space and ${again}`;
    return { line, exitCode: 1 };
  }
  // In a read-only file system, Node finds no folder to make folders in.
  const isReadOnly = code === 'ENOENT' && syscall === 'mkdir';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || isReadOnly) {
    return { line: `no permission to write${where}; choose another folder`, exitCode: 1 };
  }
  if (error.name === 'DatasetError' && (error as { fault?: string }).fault === 'missing') {
    return { line: `${oneLine(error.message)}: stackgan prepare --out ${path ?? ''}`, exitCode: 1 };
  }
  // Errors with a name of their own come from our packages and say what to do; any other is a bug.
  const isOurs = error.name !== 'Error' && !NATIVE_ERRORS.has(error.name);
  const hint = isOurs ? '' : ' (set STACKGAN_DEBUG=1 for the stack trace)';
  return { line: oneLine(error.message) + hint, exitCode: 1 };
}

const NATIVE_ERRORS = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError']);

const oneLine = (message: string) => message.trim().replace(/\s*\n\s*/g, ' ');
