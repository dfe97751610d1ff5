import { backend_util } from '@tensorflow/tfjs-core';
import type { Lowering } from '../lowering/lowering.js';
import type { GraphNode } from '../graph/graph.js';
import { all, pick, type Description, type KernelMapping } from './mapping.js';
import type { NamedAttrMap, NamedTensorInfoMap } from '@tensorflow/tfjs-core';

function describe(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): Description | undefined {
  const [a, b] = pick(inputs, 'a', 'b');
  if (!all([a, b], 'float32') || a.shape.length !== b.shape.length) return undefined;
  const transposeA = Boolean(attributes['transposeA']);
  const transposeB = Boolean(attributes['transposeB']);
  const inner = [a.shape.at(transposeA ? -2 : -1), b.shape.at(transposeB ? -1 : -2)];
  if (inner[0] !== inner[1]) return undefined; // the cpu kernel says what is wrong
  const rows = a.shape.at(transposeA ? -1 : -2)!;
  const columns = b.shape.at(transposeB ? -2 : -1)!;
  const batch = backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return {
    inputs: [a, b],
    outputs: [{ shape: [...batch, rows, columns], dtype: 'float32' }],
    attributes: { transposeA, transposeB },
  };
}

function lower(lowering: Lowering, { inputs, outputs, attributes }: GraphNode): void {
  const { builder } = lowering;
  const [a, b] = inputs;
  const [y] = outputs;
  const { transposeA, transposeB } = attributes;
  const isOneMatrix = [a!, b!].every(({ shape }) => shape.slice(0, -2).every((n) => n === 1));
  if (isOneMatrix) {
    const names = [a!, b!].map(({ value, shape }) =>
      lowering.plain({ value, shape: shape.slice(-2) }),
    );
    const product = builder.node('Gemm', names, {
      transA: transposeA ? 1 : 0,
      transB: transposeB ? 1 : 0,
    });
    lowering.define(y!, y!.shape.length === 2 ? product : lowering.reshape(product, y!.shape));
    return;
  }
  const [left, right] = [a!, b!].map((input, index) => {
    const name = lowering.plain(input);
    if (!(index === 0 ? transposeA : transposeB)) return name;
    const axes = input.shape.map((_, axis) => axis);
    const last = axes.length - 1;
    return lowering.permute(name, input.shape, [...axes.slice(0, -2), last, last - 1]);
  });
  lowering.define(y!, builder.node('MatMul', [left!, right!]));
}

/** Matrix products. */
export const matrices: KernelMapping[] = [{ name: 'BatchMatMul', describe, lower }];
