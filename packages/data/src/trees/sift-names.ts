/**
 * The files of an archive of which `isWanted` wants every part of the path, and the files and
 * folders that it does not want, each once.
 */
export function siftNames(
  names: readonly string[],
  isWanted: (name: string) => boolean,
): { wanted: string[]; skipped: string[] } {
  const wanted: string[] = [];
  const skipped = new Set<string>();
  for (const name of names) {
    const parts = name.split('/');
    const unwanted = parts.findIndex((part) => !isWanted(part));
    if (unwanted < 0) wanted.push(name);
    else skipped.add(parts.slice(0, unwanted + 1).join('/'));
  }
  return { wanted, skipped: [...skipped] };
}
