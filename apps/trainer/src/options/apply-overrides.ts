/** Values of single options by dotted path, as given on the command line. */
export type OptionOverrides = Readonly<Record<string, unknown>>;

/** A deep copy of `options` with each dotted path set; paths need not exist yet. */
export function applyOverrides(options: object, overrides: OptionOverrides): object {
  const copy = structuredClone(options) as Record<string, unknown>;
  for (const [path, value] of Object.entries(overrides)) {
    const keys = path.split('.');
    const last = keys.pop() as string;
    const parent = keys.reduce<Record<string, unknown>>(
      (inner, key) => (inner[key] ??= {}) as Record<string, unknown>,
      copy,
    );
    parent[last] = value;
  }
  return copy;
}
