import type { z } from 'zod';

/** One settable option: its dotted path, its description, and how to parse its text. */
export interface OptionLeaf {
  readonly path: string;
  readonly description: string;
  /** Placeholder of the value in --help, for example `number` or `1|3`. */
  readonly valueHint: string;
  /**
   * Parses text of the command line. Text that does not fit stays text, which the schema rejects.
   */
  readonly parse: (text: string) => unknown;
}

/** All leaves of a strict object schema, in order, with paths joined by dots. */
export function optionLeaves(schema: z.ZodObject, prefix = ''): OptionLeaf[] {
  return Object.entries(schema.shape).flatMap(([key, field]) => {
    const path = prefix + key;
    if (isObject(field)) return optionLeaves(field, `${path}.`);
    const leaf = field as z.ZodType;
    return [{ path, description: describe(leaf), ...textForm(leaf) }];
  });
}

function describe(leaf: z.ZodType): string {
  const { type, defaultValue } = leaf.def as { type: string; defaultValue?: unknown };
  const text = leaf.description ?? '';
  return type === 'default' ? `${text} (default: ${String(defaultValue)})` : text;
}

function textForm(leaf: z.ZodType): Pick<OptionLeaf, 'valueHint' | 'parse'> {
  const definition = leaf.def as {
    type: string;
    values?: unknown[];
    entries?: Record<string, string>;
    innerType?: z.ZodType;
  };
  switch (definition.type) {
    case 'default':
      return textForm(definition.innerType as z.ZodType);
    case 'number':
      return { valueHint: 'number', parse: toNumber };
    case 'literal':
      return { valueHint: (definition.values ?? []).join('|'), parse: toNumber };
    case 'boolean':
      return { valueHint: 'true|false', parse: (text) => BOOLEANS.get(text) ?? text };
    case 'enum':
      return { valueHint: Object.keys(definition.entries ?? {}).join('|'), parse: (text) => text };
    case 'tuple':
      return { valueHint: 'from,to', parse: (text) => text.split(',').map(toNumber) };
    default:
      return { valueHint: 'text', parse: (text) => text };
  }
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

const toNumber = (text: string): unknown =>
  text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);

const isObject = (field: unknown): field is z.ZodObject =>
  (field as z.ZodType).def.type === 'object';
