import type { NamedNode } from '../onnx/onnx-model.js';
import { Precedence } from './precedence.js';

/**
 * Values that a run had certainly not computed when it failed with `error`: the results of the
 * failed node, and everything that depends on them.
 */
export function notReached(error: unknown, nodes: readonly NamedNode[]): Set<string> {
  // "Non-zero status code returned while running Gather node. Name:'v12' Status Message: …"
  const [, name] = /while running \w+ node\. Name:'([^']+)'/.exec((error as Error).message) ?? [];
  const precedence = new Precedence(nodes);
  const failed = name === undefined ? undefined : precedence.producers.get(name);
  return new Set(failed && [...precedence.after(failed)].flatMap(({ outputs }) => outputs));
}
