import type { NamedNode } from '../onnx/onnx-model.js';
import { Precedence } from './precedence.js';

/** Values that a run surely had not come to when it failed with `error`: what failed, and what needs that. */
export function notReached(error: unknown, nodes: readonly NamedNode[]): Set<string> {
  // "Non-zero status code returned while running Gather node. Name:'v12' Status Message: …"
  const [, name] = /while running \w+ node\. Name:'([^']+)'/.exec((error as Error).message) ?? [];
  const precedence = new Precedence(nodes);
  const failed = name === undefined ? undefined : precedence.producers.get(name);
  return new Set(failed && [...precedence.after(failed)].flatMap(({ outputs }) => outputs));
}
