import { EncoderError } from '../errors.js';

/** A value in a Torch7 file, and where it is, for messages. */
export interface T7Place {
  readonly value: unknown;
  readonly path: string;
}

/** A module of `nn` in a Torch7 file. */
export interface T7Module extends T7Place {
  /** Such as `nn.Linear`. */
  readonly className: string;
}

/** A field of an object or a table in a Torch7 file; undefined for other values and if it has none. */
export function t7Field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const { fields = value } = value as { fields?: unknown };
  return fields instanceof Map ? (fields as Map<unknown, unknown>).get(name) : undefined;
}

/** A module inside of another; `index` counts from 1. Throws {@link EncoderError} without it. */
export function t7Module({ value, path }: T7Place, index: number | 'last'): T7Module {
  const modules = t7Field(value, 'modules');
  const list: readonly unknown[] = Array.isArray(modules) ? modules : [];
  const place = index === 'last' ? list.length : index;
  const module = list[place - 1] as { className?: unknown } | null | undefined;
  const className = module?.className;
  if (typeof className === 'string') {
    return { value: module, className, path: `${path}.modules[${place}]` };
  }
  throw new EncoderError(
    `${path} has no module ${place}; expected the graph of a char-CNN-RNN as Reed et al. published it`,
  );
}
