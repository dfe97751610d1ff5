/** The leaves of a plain object as `[dotted path, value]`; arrays are leaves. */
export function flattenOptions(options: object, prefix = ''): [path: string, value: unknown][] {
  return Object.entries(options).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? flattenOptions(value, `${prefix}${key}.`)
      : [[prefix + key, value] as [string, unknown]],
  );
}

/**
 * One line per option that differs: `network.gf: 16 before, 24 now`; `words` replaces `before` and
 * `now`.
 */
export function compareOptions(
  before: object,
  now: object,
  words = { before: 'before', now: 'now' },
): string[] {
  const old = new Map(flattenOptions(before));
  const current = new Map(flattenOptions(now));
  const show = (value: unknown) => JSON.stringify(value) ?? 'absent';
  return [...new Set([...old.keys(), ...current.keys()])]
    .filter((path) => show(old.get(path)) !== show(current.get(path)))
    .map(
      (path) =>
        `${path}: ${show(old.get(path))} ${words.before}, ${show(current.get(path))} ${words.now}`,
    );
}
