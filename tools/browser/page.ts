/** What runs in Chromium: the exercises on TensorFlow.js's browser backends. */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients
import { exercises } from './exercises.js';

/** What Node calls here. */
export interface Page {
  /** Why a backend can't be had in this browser, or undefined. */
  missing(backend: string): Promise<string | undefined>;
  /** The exercise's values as JSON. */
  run(backend: string, exercise: string): Promise<string>;
}

declare global {
  var stackganPage: Page;
}

setWasmPaths('/wasm/');

globalThis.stackganPage = {
  async missing(backend) {
    if (backend !== 'webgpu') return undefined;
    if (!('gpu' in navigator)) return 'Chromium has no navigator.gpu';
    return (await navigator.gpu.requestAdapter()) ? undefined : 'Chromium offers no adapter';
  },
  async run(backend, exercise) {
    if (!(await tf.setBackend(backend))) throw new Error(`${backend} does not start`);
    // Half floats have three digits: too few to compare.
    if (backend === 'webgl' && !tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) {
      throw new Error('webgl has no 32-bit float textures here');
    }
    return JSON.stringify(await exercises[exercise]!(location.origin));
  },
};
