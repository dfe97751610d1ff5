import { createRequire } from 'node:module';

/** Path of a file in an installed npm package, seen from this one. */
export function packageFile(specifier: string): string {
  // The CommonJS build has no `import.meta`, but `__filename`.
  const { url = __filename } = import.meta as Partial<ImportMeta>;
  const { resolve } = createRequire(url);
  return resolve(specifier);
}
