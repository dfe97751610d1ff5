import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findWorkspaces, root } from '../workspaces.js';

export interface Example {
  /** Such as `ca-1`: the package (or `root`) and the number of the block in its README. */
  name: string;
  /** Path of the README, relative to the root. */
  readme: string;
  code: string;
}

/** All blocks of a README that begin with ```` ```ts runnable ````. */
function extract(name: string, folder: string): Example[] {
  const readme = join(folder, 'README.md');
  const file = join(root, readme);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return [...text.matchAll(/^```ts runnable\n(.*?)^```$/gms)].map((match, index) => ({
    name: `${name}-${index + 1}`,
    readme,
    code: match[1] ?? '',
  }));
}

/** The runnable examples of the READMEs of the root and of every workspace. */
export function extractExamples(): Example[] {
  return [
    ...extract('root', ''),
    ...findWorkspaces().flatMap(({ name, folder }) => extract(name, folder)),
  ];
}
