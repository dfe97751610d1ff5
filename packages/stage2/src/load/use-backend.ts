import * as tf from '@tensorflow/tfjs-core';
import { BackendMissingError } from './load-errors.js';

/**
 * Starts the backend `name`, or makes sure that there is one. Throws BackendMissingError, which
 * names `source`, the model that needs it.
 */
export async function useBackend(name: string | undefined, source: string): Promise<void> {
  const registered = Object.keys(tf.engine().registryFactory);
  const fail = (cause?: unknown) =>
    new BackendMissingError(source, name, registered, cause === undefined ? {} : { cause });
  if (name === undefined) {
    if (registered.length === 0) throw fail();
    await tf.ready();
    return;
  }
  if (!registered.includes(name)) throw fail();
  const starts = await tf.setBackend(name).catch((cause: unknown) => {
    throw fail(cause);
  });
  if (!starts) throw fail();
}
