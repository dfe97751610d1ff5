import {
  backend as currentBackend,
  type KernelBackend,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import type { OrtBackend } from '../backend/backend.js';
import type { GraphNode, Value } from '../graph/graph.js';
import { schedule } from '../graph/schedule.js';
import { Lowering } from '../lowering/lowering.js';
import { type BatchModel, freeBatch } from './free-batch.js';
import type { OnnxModel, OnnxType } from '../onnx/onnx-model.js';
import { type OnnxLabels, writeModel } from '../onnx/write-model.js';
import { requireSynchronous } from './require-synchronous.js';
import { OrtTraceError } from '../errors/trace-error.js';

export interface OnnxExportOptions extends OnnxLabels {
  /** Names for tensors that the function reads, such as its weights; others are numbered. */
  readonly weights?: Readonly<Record<string, Tensor>>;
}

/** Primes, so that no other size in a network is likely to equal that of the batch. */
const BATCHES = [1009, 1013] as const;

/** The operation of a model's inputs. */
const givenInput = { name: 'Given', lower: () => undefined };

/**
 * Writes `body` as an ONNX file (operator set 18, standard operators only, for any program that
 * runs ONNX): a graph from `inputs` to the tensors that `body` returns, under their names. All
 * other tensors that it reads, such as weights, are stored in the file. `inputs` are the shapes of
 * float32 tensors without their first size, which is that of the batch, `N`; each run of the model
 * sets it. All results must have `N` as their first size.
 *
 * `body` is called twice, and nothing is computed. Needs a backend of this package. Throws
 * OrtTraceError if `body` reads a value, is asynchronous, uses an operation without an ONNX form,
 * leaves a tensor alive, or depends on the batch's size in any other way; if names are not
 * distinct; and if the model is larger than 2 GiB, the limit of one ONNX file.
 */
export function exportOnnx(
  body: (inputs: Record<string, Tensor>) => Record<string, Tensor>,
  inputs: Readonly<Record<string, readonly number[]>>,
  { weights = {}, ...labels }: OnnxExportOptions = {},
): Uint8Array {
  const backend = currentBackend() as KernelBackend & Partial<OrtBackend>;
  // Not `instanceof`: a process may have loaded another build of this package.
  if (!backend.recordOnly) {
    throw new OrtTraceError(
      "exportOnnx needs this package's backend: registerOrtBackend(), await tf.setBackend('ort')",
    );
  }
  const [one, other] = BATCHES.map((size): BatchModel => {
    const shapes = Object.entries(inputs).map(([name, shape]) => [name, [size, ...shape]] as const);
    return { size, model: record(backend as OrtBackend, body, shapes, weights) };
  });
  const model = freeBatch(one!, other!);
  requireDistinctNames(model);
  return writeModel(model, labels);
}

/** The graph for inputs of these shapes. */
function record(
  backend: OrtBackend,
  body: (inputs: Record<string, Tensor>) => Record<string, Tensor>,
  shapes: readonly (readonly [string, readonly number[]])[],
  weights: Readonly<Record<string, Tensor>>,
) {
  const names = new Map(
    Object.entries(weights).map(([name, tensor]) => [backend.tensors.contentOf(tensor), name]),
  );
  // Convolutions of blocked channels are not standard operators: a block of 1 channel avoids them.
  const lowering = new Lowering(1);
  const { builder } = lowering;
  const given = shapes.map(([name, shape]) => {
    const value = givenValue(shape);
    lowering.define(value, builder.input('float32', shape, name));
    return [name, value] as const;
  });
  const lower = (): void => {
    const results = backend.recordOnly(() =>
      requireSynchronous(
        body(Object.fromEntries(given.map(([name, value]) => [name, backend.placeholder(value)]))),
      ),
    );
    const outputs = Object.entries(results).map(([name, tensor]) => {
      return { name, use: { value: backend.tensors.computed(tensor), shape: tensor.shape } };
    });
    const work = schedule(outputs.map(({ use }) => use.value));
    for (const value of work.inputs) {
      const { shape } = value;
      const numbers = backend.tensors.numbersOf(value);
      lowering.define(value, builder.tensor(typeOf(value), shape, numbers, names.get(value)));
    }
    for (const [value, position] of work.positions) {
      lowering.define(value, lowering.number(work.numbers[position]!));
    }
    for (const node of work.nodes) node.operation.lower(lowering, node);
    for (const { name, use } of outputs) {
      builder.copy(lowering.plain(use), name);
      builder.output(name, typeOf(use.value), use.shape);
    }
  };
  let isLeft = false;
  try {
    tidy(lower);
  } finally {
    isLeft = backend.dropPending();
  }
  if (isLeft) {
    throw new OrtTraceError(
      'a tensor outlives the exported function that made it; return it, or dispose of it, ' +
        'and assign no variable',
    );
  }
  return builder.model();
}

function requireDistinctNames({ inputs, constants, nodes }: OnnxModel): void {
  const seen = new Set<string>();
  for (const name of [
    ...[...inputs, ...constants].map(({ name }) => name),
    ...nodes.flatMap(({ outputs }) => outputs),
  ]) {
    if (seen.has(name)) {
      throw new OrtTraceError(`two tensors of the graph have the name ${name}; rename one`);
    }
    seen.add(name);
  }
}

/** A value that stands for an input of the model. */
function givenValue(shape: readonly number[]): Value {
  const outputs: Value[] = [];
  const node: GraphNode = { id: -1, operation: givenInput, inputs: [], outputs, attributes: {} };
  const value: Value = { shape, dtype: 'float32', index: 0, node };
  outputs.push(value);
  return value;
}

/** The value's dtype; kernels are recorded only for dtypes that ONNX has. */
const typeOf = ({ dtype }: Value): OnnxType => dtype as OnnxType;
