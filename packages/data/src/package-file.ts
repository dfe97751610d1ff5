import { createRequire } from 'node:module';

/** Path of a file in an installed npm package, seen from this one. */
export function packageFile(specifier: string): string {
  // `__filename` is there in the CommonJS build, `import.meta.url` in the other one.
  const { resolve } = createRequire(typeof __filename === 'string' ? __filename : import.meta.url);
  return resolve(specifier);
}
