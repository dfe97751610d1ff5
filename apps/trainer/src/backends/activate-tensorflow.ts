import * as tf from '@tensorflow/tfjs-core';
import { restoreUtilFunctions } from './restore-util-functions.js';
import { UnusableBackendError } from './unusable-backend-error.js';

/** Imports a package by its name. */
export type ImportPackage = (name: string) => Promise<unknown>;

interface TensorFlowOptions {
  /**
   * `@tensorflow/tfjs-node` or `@tensorflow/tfjs-node-gpu`. They are optional peers, so the type
   * checker must not resolve them.
   */
  readonly packageName: string;
  /** Advice if the package works but finds no GPU; undefined if any device is fine. */
  readonly wayToGpu?: string;
}

/** Makes TensorFlow the current backend, or throws and removes it again. */
export async function activateTensorFlow(
  { packageName, wayToGpu }: TensorFlowOptions,
  importPackage: ImportPackage,
): Promise<void> {
  restoreUtilFunctions();
  // Hides the notes of TensorFlow about instruction sets on stderr, but not its warnings.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '1';
  try {
    await importTensorFlow(packageName, importPackage);
    if (!(await tf.setBackend('tensorflow'))) throw new Error('TensorFlow.js could not start it');
    // Without a GPU, TensorFlow silently computes on the CPU.
    const { isUsingGpuDevice } = tf.backend() as { isUsingGpuDevice?: boolean };
    if (wayToGpu !== undefined && isUsingGpuDevice !== true) {
      throw new UnusableBackendError('installed, but sees no GPU', wayToGpu);
    }
  } catch (error) {
    // Importing the package makes it the current backend; both packages use the same name.
    if (tf.findBackendFactory('tensorflow') !== null) tf.removeBackend('tensorflow');
    throw error;
  }
}

async function importTensorFlow(name: string, importPackage: ImportPackage): Promise<void> {
  try {
    await importPackage(name);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${name}'`)) {
      throw new Error('not installed');
    }
    // The usual cause is that npm runs no install scripts; then a bare `npm rebuild` runs none
    // either.
    throw new UnusableBackendError(
      `installed, but does not load: ${message.split('\n', 1)[0]?.trim()}`,
      `npm rebuild --ignore-scripts=false ${name}, which downloads TensorFlow`,
    );
  }
}
