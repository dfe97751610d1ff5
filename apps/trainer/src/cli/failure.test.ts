import { DatasetError } from '@stackgan/data';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../shared/errors.js';
import { describeFailure } from './failure.js';

const systemError = (code: string) =>
  Object.assign(new Error(`${code}: write`), { code, path: 'runs/x' });

describe('describeFailure', () => {
  it('passes on what our errors say, in one line', () => {
    expect(describeFailure(new UsageError('first\n  second'))).toEqual({
      line: 'first second',
      exitCode: 2,
    });
    expect(describeFailure(new DatasetError('incomplete', 'd', 'd is incomplete'))).toEqual({
      line: 'd is incomplete',
      exitCode: 1,
    });
    const missing = new DatasetError('missing', 'datasets/x', 'No data set in datasets/x');
    expect(describeFailure(missing).line).toContain('stackgan prepare --out datasets/x');
  });

  it('explains a full disk and a missing permission', () => {
    const full = (command?: string) => describeFailure(systemError('ENOSPC'), command).line;
    expect(full('train')).toMatch(
      /^no space left on the disk while writing runs\/x; .*go on with --resume latest$/,
    );
    expect(full('export')).toMatch(/free some space and run the command again$/);
    const readOnly = Object.assign(systemError('ENOENT'), { syscall: 'mkdir' });
    for (const error of [systemError('EACCES'), systemError('EROFS'), readOnly])
      expect(describeFailure(error).line).toContain('no permission to write runs/x');
  });

  it('hints at the stack trace of a fault of ours, without showing it', () => {
    const { line, exitCode } = describeFailure(new TypeError('x is undefined'));
    expect(line).toBe('x is undefined (set STACKGAN_DEBUG=1 for the stack trace)');
    expect(exitCode).toBe(1);
    expect(describeFailure('text').line).toBe('text');
  });
});
