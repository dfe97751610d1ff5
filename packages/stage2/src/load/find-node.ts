/**
 * Node's `process`, or undefined in browsers. It gives access to Node's modules without imports,
 * so that bundles for browsers contain none.
 */
export function findNode(): NodeJS.Process | undefined {
  const node = globalThis.process as NodeJS.Process | undefined;
  return typeof node?.getBuiltinModule === 'function' ? node : undefined;
}
