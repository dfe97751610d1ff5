/** A tensor of Torch7; its values are repeated to fill it. */
export interface Torch7Tensor {
  readonly type: 'Byte' | 'Float' | 'Double';
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** A value of a Torch7 file; an object or a list is a table. */
export type Torch7Value =
  | number
  | string
  | Torch7Tensor
  | readonly Torch7Value[]
  | { readonly [name: string]: Torch7Value };

/** A file in the binary form of `torch.save`. */
export function writeT7(value: Torch7Value): Buffer {
  const parts: Buffer[] = [];
  let objects = 0;
  const ints = (...numbers: number[]) => parts.push(Buffer.from(Int32Array.from(numbers).buffer));
  const longs = (...numbers: number[]) =>
    parts.push(Buffer.from(BigInt64Array.from(numbers.map(BigInt)).buffer));
  const doubles = (...numbers: number[]) =>
    parts.push(Buffer.from(Float64Array.from(numbers).buffer));
  const text = (content: string) => {
    ints(Buffer.byteLength(content));
    parts.push(Buffer.from(content));
  };
  const begin = (kind: 3 | 4, className?: string) => {
    ints(kind, ++objects);
    for (const part of className === undefined ? [] : ['V 1', `torch.${className}`]) text(part);
  };
  const tensor = ({ type, shape, values }: Torch7Tensor) => {
    const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
    const size = shape.reduce((a, b) => a * b, 1);
    const data = Array.from({ length: size }, (_, index) => values[index % values.length]!);
    begin(4, `${type}Tensor`);
    ints(shape.length);
    longs(...shape, ...strides, 1);
    begin(4, `${type}Storage`);
    longs(size);
    if (type === 'Byte') parts.push(Buffer.from(data));
    else if (type === 'Float') parts.push(Buffer.from(Float32Array.from(data).buffer));
    else doubles(...data);
  };
  const write = (item: Torch7Value): void => {
    if (typeof item === 'number') {
      ints(1);
      doubles(item);
    } else if (typeof item === 'string') {
      ints(2);
      text(item);
    } else if (isTensor(item)) {
      tensor(item);
    } else {
      const entries = Array.isArray(item)
        ? item.map((each: Torch7Value, index) => [index + 1, each] as const)
        : Object.entries(item as Record<string, Torch7Value>);
      begin(3);
      ints(entries.length);
      for (const [key, each] of entries) {
        write(key);
        write(each);
      }
    }
  };
  write(value);
  return Buffer.concat(parts);
}

const isTensor = (value: Torch7Value): value is Torch7Tensor =>
  typeof value === 'object' && 'shape' in value;
