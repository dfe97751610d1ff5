import type { NamedNode } from '../onnx/onnx-model.js';
import { Precedence } from './precedence.js';

/** They read each number before they write the one in its place. */
const elementwise = new Set(['Add', 'Sub', 'Mul', 'Div']);
/** A number that a node can wait with is searched this many nodes back from an output. */
const DEPTH = 2;

/** The values of a graph, by name. */
export interface NamedGraph {
  readonly nodes: readonly NamedNode[];
  /** Inputs and outputs with their kind: dtype and size. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, string>;
  /** Outputs large enough to be made to wait for others. */
  readonly large: ReadonlySet<string>;
  /** Values that are a single float32 number. */
  readonly numbers: ReadonlySet<string>;
  /** Values whose computation may fail: nothing is overwritten before they are computed. */
  readonly uncertain: ReadonlySet<string>;
}

/**
 * `node` must wait for these outputs of the graph; it does so through `number`, one of its inputs.
 */
export interface Delay {
  readonly node: NamedNode;
  readonly number: string;
  readonly awaited: readonly string[];
}

export interface Overwriting {
  /** For an output, the input whose memory it may overwrite if that is not needed any more. */
  readonly pairs: ReadonlyMap<string, string>;
  /** The delays that this requires. */
  readonly delays: readonly Delay[];
}

/**
 * Finds for each output an input of the same kind that is read only before the output is written.
 * Either nothing else reads the input, as for an optimiser's slots; or the output is large and can
 * wait for other outputs that depend on those readers, as for a layer's weights, which the gradient
 * of the layer below also reads.
 */
export function findOverwriting(graph: NamedGraph): Overwriting {
  const { nodes, inputs, outputs, large, numbers, uncertain } = graph;
  const precedence = new Precedence(nodes);
  const { producers } = precedence;
  const pairs = new Map<string, string>();
  const delays: Delay[] = [];

  const delayUntil = (late: readonly NamedNode[], producer: NamedNode): Delay | undefined => {
    const found = findNumber(producer, numbers, producers, DEPTH);
    if (!found) return undefined;
    const waiting = precedence.after(found.node);
    const awaited = late.map((reader) => {
      const after = precedence.after(reader);
      // The first is probably computed already: an optimiser begins with the lowest layer.
      return [...outputs.keys()].find((name) => {
        const node = producers.get(name);
        const isFloat = outputs.get(name)!.startsWith('float32');
        return node && isFloat && after.has(node) && !waiting.has(node);
      });
    });
    if (!awaited.every((name) => name !== undefined)) return undefined;
    return { ...found, awaited: [...new Set(awaited)] };
  };

  const mayFail = [...uncertain].flatMap((name) => producers.get(name) ?? []);
  const taken = new Set<string>();
  for (const [output, kind] of outputs) {
    const producer = producers.get(output);
    if (!producer) continue;
    const candidates = [...inputs.keys()].filter(
      (name) => inputs.get(name) === kind && !taken.has(name),
    );
    if (candidates.length === 0) continue;
    const before = precedence.before(producer);
    if (mayFail.some((node) => node === producer || !before.has(node))) continue;
    // The node that makes the output may read the input too, if it reads each number before it
    // writes it.
    const lateReaders = (name: string): NamedNode[] =>
      precedence
        .readersOfMemory(name, outputs)
        .filter((node) => (node === producer ? !elementwise.has(node.op) : !before.has(node)));
    let input = candidates.find((name) => lateReaders(name).length === 0);
    if (input === undefined && large.has(output) && elementwise.has(producer.op)) {
      const previous = producer.inputs.find((name) => candidates.includes(name));
      const late = previous === undefined ? [] : lateReaders(previous);
      const delay = delayUntil(late, producer);
      if (delay) {
        precedence.delay(delay.node, delay.awaited);
        delays.push(delay);
        input = previous;
      }
    }
    if (input === undefined) continue;
    pairs.set(output, input);
    taken.add(input);
  }
  return { pairs, delays };
}

/** A node that reads a number and that `node` depends on, at most `depth` nodes away. */
function findNumber(
  node: NamedNode,
  numbers: ReadonlySet<string>,
  producers: ReadonlyMap<string, NamedNode>,
  depth: number,
): { node: NamedNode; number: string } | undefined {
  const number = node.inputs.find((name) => numbers.has(name));
  if (number !== undefined && elementwise.has(node.op)) return { node, number };
  if (depth === 0) return undefined;
  for (const name of node.inputs) {
    const producer = producers.get(name);
    const found = producer && findNumber(producer, numbers, producers, depth - 1);
    if (found) return found;
  }
  return undefined;
}
