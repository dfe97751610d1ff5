import { imageEnding } from './list-images.js';

/**
 * Finds the file beside an image that has its name, but the extension `plain`, among `paths`, whose
 * extension matches `ending`. Names match in either Unicode form: macOS decomposes é.
 */
export function fileFinder(
  paths: readonly string[],
  ending: RegExp,
  plain: string,
): (id: string) => string | undefined {
  const exact = new Set(paths);
  const alike = new Map(paths.map((path) => [path.replace(ending, plain).normalize('NFC'), path]));
  return (id) => {
    const name = id.replace(imageEnding, plain);
    return exact.has(name) ? name : alike.get(name.normalize('NFC'));
  };
}
