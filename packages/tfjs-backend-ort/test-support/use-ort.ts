import * as tf from '@tensorflow/tfjs-core';
import { beforeAll } from 'vitest';
import { registerOrtBackend } from '../src/index.js';

/** Registers the backend `ort`, with one thread, and selects it before the tests of a file. */
export function useOrt(): void {
  beforeAll(async () => {
    registerOrtBackend({ threads: 1 });
    await tf.setBackend('ort');
  });
}
