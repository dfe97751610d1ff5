import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import { root } from './workspaces.js';

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->` in a page of the repository. */
export async function replacePart(page: string, name: string, text: string): Promise<void> {
  const path = join(root, page);
  const before = await readFile(path, 'utf8');
  const pattern = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
  if (!pattern.test(before)) throw new Error(`${page} has no part <!-- ${name} -->`);
  const after = before.replace(
    pattern,
    (_, begin: string, end: string) => `${begin}\n${text}\n\n${end}`,
  );
  await writeFile(path, await format(after, { parser: 'markdown' }));
}
