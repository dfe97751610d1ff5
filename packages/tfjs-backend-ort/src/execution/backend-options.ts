import type { Engine } from '../engine/engine.js';

export interface OrtBackendOptions {
  /**
   * Where operations are computed, 'cpu' by default; each engine has its own TensorFlow.js backend.
   */
  engine?: Engine;
  /** Threads inside one operation; by default one per core that the process may use. */
  threads?: number;
  /**
   * The number of compiled graphs to keep, 64 by default; the least recently used is released
   * first.
   */
  sessions?: number;
  /** File prefix of ONNX Runtime's own profile, one JSON file per session; none by default. */
  profilePrefix?: string;
}
