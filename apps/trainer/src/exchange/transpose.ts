import type { HostTensor } from '@stackgan/formats';

/** A float tensor: its axis `i` is axis `order[i]` of `tensor`. */
export function transpose(tensor: HostTensor, order: readonly number[]): HostTensor {
  const { shape } = tensor;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const sizes = order.map((axis) => shape[axis] ?? 1);
  const steps = order.map((axis) => strides[axis] ?? 1);
  const data = new Float32Array(tensor.data.length);
  const index = sizes.map(() => 0);
  let source = 0;
  for (let target = 0; target < data.length; target++) {
    data[target] = tensor.data[source] ?? 0;
    // Increment the index, the last axis fastest.
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      source += steps[axis]!;
      if (++index[axis]! < sizes[axis]!) break;
      source -= steps[axis]! * sizes[axis]!;
      index[axis] = 0;
    }
  }
  return { dtype: 'float32', shape: sizes, data };
}

/** The same values with another shape. */
export function reshape({ data }: HostTensor, shape: readonly number[]): HostTensor {
  return { dtype: 'float32', shape, data: Float32Array.from(data) };
}
