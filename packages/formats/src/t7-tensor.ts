import { fault, quote } from './fault.js';
import type { T7Storage, T7Tensor } from './t7-nodes.js';
import { t7Types } from './t7-source.js';
import type { TensorView } from './tensor-view.js';

/** A view whose bounds are not checked yet, the bytes of its storage, and a name for messages. */
export interface T7StoredView {
  readonly name: string;
  readonly view: TensorView;
  readonly bytes: Uint8Array;
}

export function viewOf(node: T7Tensor | T7Storage): T7StoredView {
  const name = `${node.typeName} ${node.index}`;
  if (node.kind === 'storage') {
    const view = { storage: node, offset: 0, shape: [node.elements], strides: [1] };
    return { name, view, bytes: node.bytes };
  }
  const { typeName, parts, offset, shape, strides } = node;
  const [part = null] = parts;
  const storage = part ?? { type: t7Types[typeName], elements: 0, bytes: new Uint8Array() };
  if (typeof storage !== 'object' || !('bytes' in storage)) {
    throw fault(`tensor ${quote(name)} is not made of a storage`);
  }
  if ('typeName' in storage && storage.typeName !== typeName) {
    throw fault(`tensor ${quote(name)} is a view of a storage of ${storage.typeName}`);
  }
  return { name, view: { storage, offset, shape, strides }, bytes: storage.bytes };
}
