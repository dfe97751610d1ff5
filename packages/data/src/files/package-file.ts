import { createRequire } from 'node:module';

/** Path of a file in an installed npm package, resolved from this package. */
export function packageFile(specifier: string): string {
  // The CommonJS build has `__filename` in place of `import.meta`.
  const { url = __filename } = import.meta as Partial<ImportMeta>;
  const { resolve } = createRequire(url);
  return resolve(specifier);
}
