import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runnerIn } from './cli/add-command.js';
import { runCommandLine } from './cli/run-command-line.js';
import { quietContext, temporaryFolder, tinyDataset, tinyOptions } from './testing/tiny.js';

const cli = join(import.meta.dirname, 'cli.ts');

/** Runs a command line in this process. */
async function runHere(...args: string[]) {
  const errors: string[] = [];
  const run = runnerIn(quietContext());
  const writeError = (line: string) => errors.push(line);
  return { code: await runCommandLine(args, { run, writeError }), errors };
}

/** Runs the command line as a process of its own. */
async function stackgan(...args: string[]) {
  const node = ['-C', '@stackgan/source', '--import', 'tsx', cli, ...args];
  const run = promisify(execFile)(process.execPath, node, { cwd: import.meta.dirname });
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      stdout,
      stderr,
    }),
  );
}

/** Options of a tiny run as flags. */
const tinyFlags = Object.entries(tinyOptions.stage1).flatMap(([path, value]) => [
  `--${path}`,
  String(value),
]);

describe('stackgan', () => {
  it('fails in one line, without a stack trace', async () => {
    const folder = await temporaryFolder();
    const half = join(folder, '00000-x');
    await mkdir(half);
    await writeFile(join(half, 'options.json'), '{"format"');
    const cases: [args: string[], code: number, line: RegExp][] = [
      [
        ['train', '--stage', '1', '--preset', 'papr'],
        2,
        /unknown preset papr of stage 1; did you mean paper\?/,
      ],
      [
        ['train', '--stage', '1', '--profile', 'pytroch'],
        2,
        /unknown profile pytroch; did you mean pytorch\?/,
      ],
      [
        ['train', '--stage', '1', '--data', join(folder, 'no')],
        1,
        /no data set in .* prepare --out/i,
      ],
      [['train', '--resume', half], 1, /options.json is half-written/],
      [['sample', '--run', half, '--text', ' '], 1, /caption is empty/],
      [['sample', '--run', half, '--text', 'x'.repeat(999)], 1, /has 999 characters; shorten it/],
      [['sample', '--run', join(folder, 'no'), '--text', 'a cat'], 1, /no run directory/],
    ];
    for (const [args, expected, line] of cases) {
      const { code, errors } = await runHere(...args, '--backend', 'cpu');
      expect(errors).toEqual([expect.stringMatching(line)]);
      expect(code, args.join(' ')).toBe(expected);
    }
    const { code, stderr } = await stackgan('train', '--resume', half);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^stackgan: .*\n$/),
    });
  });

  it('shows options, networks, steps and cost of a run without making one', async () => {
    const data = await tinyDataset(await temporaryFolder());
    const args = ['train', '--stage', '1', '--data', data, '--dry-run', '--backend', 'cpu'];
    const { code, stdout, stderr } = await stackgan(...args, ...tinyFlags);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/network\.gf +2\n/);
    expect(stdout).toMatch(/generator [\d,]+ and discriminator [\d,]+ parameters/);
    expect(stdout).not.toContain('profile');
    expect(stdout).toContain('6 training images, 2 held out; 4-d text of tiny');
    expect(stdout).toMatch(/speed +[\d.,]+ images\/s \(measured on \d steps? with cpu/);
    expect(stdout).toMatch(/memory [\d,]+ MB of RAM at the peak\ntime .* per epoch of 6 images\n/);
    expect(stdout).toMatch(
      / for the 4 steps of these options\n.* for 600 epochs, as in the paper\n/,
    );

    const context = quietContext();
    const again = [...args, ...tinyFlags, '--profile', 'tf'];
    await runCommandLine(again, { run: runnerIn(context), writeError: () => undefined });
    expect(context.lines.join('\n')).toMatch(
      /^preset quick-start, stage 1: .*\ncost .*\nprofile tf, over/m,
    );
    expect(context.lines.join('\n')).toMatch(/network\.conditionSigma +"logDeviation"\n/);
  });
});
