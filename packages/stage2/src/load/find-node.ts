/**
 * Node's `process`, or undefined in browsers. Its modules are asked of it rather than imported, so
 * that a bundle for browsers holds none.
 */
export function findNode(): NodeJS.Process | undefined {
  const node = globalThis.process as NodeJS.Process | undefined;
  return typeof node?.getBuiltinModule === 'function' ? node : undefined;
}
