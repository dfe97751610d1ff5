import type { NamedNode } from '../onnx/onnx-model.js';

/** Operators whose result may be a view of their first input. */
const views = new Set(['Reshape', 'Identity']);

/** Which nodes of a graph run before which others, in any order that an engine may choose. */
export class Precedence {
  readonly producers = new Map<string, NamedNode>();
  private readonly readers = new Map<string, NamedNode[]>();
  /** Values that a node waits for besides its inputs. */
  private readonly awaited = new Map<NamedNode, string[]>();

  constructor(nodes: readonly NamedNode[]) {
    for (const node of nodes) {
      for (const name of node.outputs) this.producers.set(name, node);
      for (const name of new Set(node.inputs)) this.addReader(name, node);
    }
  }

  /** Makes `node` run after the nodes that compute `names`. */
  delay(node: NamedNode, names: readonly string[]): void {
    for (const name of names) this.addReader(name, node);
    this.awaited.set(node, [...(this.awaited.get(node) ?? []), ...names]);
  }

  /**
   * The nodes that read the memory of `name`, also through views; a view that is in `results` is a
   * copy.
   */
  readersOfMemory(name: string, results: ReadonlyMap<string, unknown>): NamedNode[] {
    return (this.readers.get(name) ?? []).flatMap((node) => {
      if (!views.has(node.op)) return [node];
      const view = node.outputs[0]!;
      const copies = results.has(view) ? [node] : [];
      return [...copies, ...this.readersOfMemory(view, results)];
    });
  }

  /** `node` and all nodes that run before it. */
  before(node: NamedNode): Set<NamedNode> {
    const found = new Set([node]);
    for (const next of found) {
      for (const name of [...next.inputs, ...(this.awaited.get(next) ?? [])]) {
        const producer = this.producers.get(name);
        if (producer) found.add(producer);
      }
    }
    return found;
  }

  /** `node` and all nodes that run after it. */
  after(node: NamedNode): Set<NamedNode> {
    const found = new Set([node]);
    for (const next of found) {
      for (const name of next.outputs) for (const it of this.readers.get(name) ?? []) found.add(it);
    }
    return found;
  }

  private addReader(name: string, node: NamedNode): void {
    const known = this.readers.get(name);
    if (known) known.push(node);
    else this.readers.set(name, [node]);
  }
}
