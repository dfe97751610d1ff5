/** A node of an ONNX graph, its operands by name. */
export interface NamedNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Their results may be views of their first input. */
const views = new Set(['Reshape', 'Identity']);
/** They read each number before they write the one in its place. */
const elementwise = new Set(['Add', 'Sub', 'Mul', 'Div']);

/**
 * For each output of a graph an input whose memory it may be written into, should nobody need that
 * any more: one of the same `kind` (type and size) that is read for nothing but this output. An
 * optimiser's slots are such pairs.
 */
export function findOverwriting(
  nodes: readonly NamedNode[],
  inputs: ReadonlyMap<string, string>,
  outputs: ReadonlyMap<string, string>,
): Map<string, string> {
  const producers = new Map<string, NamedNode>();
  const readers = new Map<string, NamedNode[]>();
  for (const node of nodes) {
    for (const name of node.outputs) producers.set(name, node);
    for (const name of new Set(node.inputs)) {
      const known = readers.get(name);
      if (known) known.push(node);
      else readers.set(name, [node]);
    }
  }
  const readersOfMemory = (name: string): NamedNode[] =>
    (readers.get(name) ?? []).flatMap((node) =>
      views.has(node.op) ? [node, ...readersOfMemory(node.outputs[0]!)] : [node],
    );

  const byKind = new Map<string, string[]>();
  for (const [name, kind] of inputs) byKind.set(kind, [...(byKind.get(kind) ?? []), name]);
  const pairs = new Map<string, string>();
  const taken = new Set<string>();
  for (const [output, kind] of outputs) {
    const candidates = (byKind.get(kind) ?? []).filter((name) => !taken.has(name));
    const producer = producers.get(output);
    if (candidates.length === 0 || !producer) continue;
    const before = ancestors(producer, producers);
    const input = candidates.find((name) =>
      readersOfMemory(name).every(
        (node) => before.has(node) || (node === producer && elementwise.has(node.op)),
      ),
    );
    if (input === undefined) continue;
    pairs.set(output, input);
    taken.add(input);
  }
  return pairs;
}

/** All nodes that must run before `node`. */
function ancestors(node: NamedNode, producers: ReadonlyMap<string, NamedNode>): Set<NamedNode> {
  const found = new Set<NamedNode>();
  const open = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const name of next.inputs) {
      const producer = producers.get(name);
      if (!producer || found.has(producer)) continue;
      found.add(producer);
      open.push(producer);
    }
  }
  return found;
}
