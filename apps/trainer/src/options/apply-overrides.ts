/** Values of single options by dotted path, as given on the command line. */
export type OptionOverrides = Readonly<Record<string, unknown>>;

/** A deep copy of `options` with each dotted path set; paths need not exist yet. */
export function applyOverrides(options: object, overrides: OptionOverrides): object {
  const copy = structuredClone(options) as Record<string, unknown>;
  for (const [path, value] of Object.entries(overrides)) {
    const keys = path.split('.');
    const last = keys.pop() as string;
    const parent = keys.reduce<Record<string, unknown>>((inner, key) => {
      if (!Object.hasOwn(inner, key)) define(inner, key, {});
      return inner[key] as Record<string, unknown>;
    }, copy);
    define(parent, last, value);
  }
  return copy;
}

/** Sets a property of any name: assigning to `__proto__` would change the prototype. */
const define = (object: object, key: string, value: unknown): void => {
  Object.defineProperty(object, key, {
    ...{ value, configurable: true, enumerable: true, writable: true },
  });
};
