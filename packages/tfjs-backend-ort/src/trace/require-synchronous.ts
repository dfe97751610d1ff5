import { util } from '@tensorflow/tfjs-core';
import { OrtTraceError } from '../errors/trace-error.js';

/**
 * Returns the results of a recorded function; throws OrtTraceError for a promise, whose operations
 * could not be recorded.
 */
export function requireSynchronous<Results>(results: Results): Results {
  if (!util.isPromise(results)) return results;
  (results as unknown as Promise<unknown>).catch(() => undefined);
  throw new OrtTraceError(
    'a traced or exported function is asynchronous; only synchronous operations can be recorded. ' +
      'Operations whose result has a size that depends on values (tf.whereAsync, ' +
      'tf.booleanMaskAsync) must be computed outside; tf.where can be recorded',
  );
}
