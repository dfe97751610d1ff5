import { util } from '@tensorflow/tfjs-core';
import { OrtTraceError } from '../errors/trace-error.js';

/** What a recorded function returns; an OrtTraceError if that is a promise, whose operations nobody would record. */
export function requireSynchronous<Results>(results: Results): Results {
  if (!util.isPromise(results)) return results;
  (results as unknown as Promise<unknown>).catch(() => undefined);
  throw new OrtTraceError(
    'a traced or exported function is asynchronous; only operations that are called at once can be recorded. ' +
      'Those whose result has a size that depends on values (tf.whereAsync, tf.booleanMaskAsync) have to be ' +
      'computed outside; tf.where can be recorded',
  );
}
