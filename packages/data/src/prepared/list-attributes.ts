import type { PreparedAttribute } from './prepared-dataset.js';
import type { StoredExample } from './prepared-files.js';

/** All attributes of these examples with all values, shown or stated, in order of appearance. */
export function listAttributes(
  examples: readonly Pick<StoredExample, 'attributes' | 'statements'>[],
): PreparedAttribute[] {
  const lists = new Map<string, Set<string>>();
  const add = (name: string, values: readonly string[]): void => {
    const list = lists.get(name) ?? new Set();
    lists.set(name, list);
    for (const value of values) list.add(value);
  };
  for (const { attributes = {}, statements = [] } of examples) {
    for (const [name, value] of Object.entries(attributes)) add(name, [value]);
    for (const statement of statements) {
      for (const [name, values] of Object.entries(statement)) add(name, values);
    }
  }
  return [...lists].map(([name, values]) => ({ name, values: [...values] }));
}
