import type { NamedNode } from '../onnx/onnx-model.js';
import { Precedence } from './precedence.js';

/** They read each number before they write the one in its place. */
const elementwise = new Set(['Add', 'Sub', 'Mul', 'Div']);
/** So many nodes back from an output a number is looked for that can be made to wait. */
const DEPTH = 2;

/** A graph's values by name. */
export interface NamedGraph {
  readonly nodes: readonly NamedNode[];
  /** Inputs and outputs with their kind: type and size. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, string>;
  /** Outputs so large that they may be made to wait for others. */
  readonly large: ReadonlySet<string>;
  /** Values that are one float32 number each. */
  readonly numbers: ReadonlySet<string>;
  /** Values that may turn out to have none: nothing is written over before they are there. */
  readonly uncertain: ReadonlySet<string>;
}

/** `node` is to wait for these outputs of the graph, by way of a number that it reads. */
export interface Delay {
  readonly node: NamedNode;
  readonly number: string;
  readonly awaited: readonly string[];
}

export interface Overwriting {
  /** For an output the input whose memory it may be written into, should nobody need that any more. */
  readonly pairs: ReadonlyMap<string, string>;
  /** What that takes. */
  readonly delays: readonly Delay[];
}

/**
 * Finds for outputs an input of the same kind that is read before they are written: read for nothing
 * else, as an optimiser's slots, or, if the output is large, for what other outputs it can wait for,
 * as a layer's weights, whose gradient towards the input goes on to the layer below.
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
      // The first is likely to be there already: an optimiser begins with the lowest layer.
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
    // Of the output's own last step it matters whether it reads each number before it writes it.
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

/** A node that reads a number and that `node` needs, at most `depth` nodes away. */
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
