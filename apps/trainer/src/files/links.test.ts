import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { appendLog } from '../run-directory/run-log.js';
import { temporaryFolder } from '../testing/tiny.js';
import { appendLine } from './json-lines.js';
import { writeFileAtomically, writeFolderAtomically } from './write-atomically.js';

it.skipIf(process.platform === 'win32')(
  'writes to no file that a symbolic link in a run leads to',
  async () => {
    const [run, outside] = [await temporaryFolder(), await temporaryFolder()];
    const victim = join(outside, '.profile');
    await writeFile(victim, 'mine\n');
    const links = ['.report.html.partial', 'report.html', 'log.txt', 'stats.jsonl'];
    for (const name of links) await symlink(victim, join(run, name));
    await symlink(outside, join(run, 'matching'));

    await writeFileAtomically(join(run, 'report.html'), 'page');
    await writeFolderAtomically(join(run, 'matching'), (write) => write('.profile', 'network'));
    await expect(appendLog(run, 'rm -rf')).rejects.toThrow(/ELOOP.*log\.txt/);
    await expect(appendLine(join(run, 'stats.jsonl'), {})).rejects.toThrow(/ELOOP/);

    expect(await readFile(victim, 'utf8')).toBe('mine\n');
    expect(await readFile(join(run, 'report.html'), 'utf8')).toBe('page');
    expect(await readFile(join(run, 'matching', '.profile'), 'utf8')).toBe('network');
  },
);
