import type { Engine } from '../engine/engine.js';

export interface OrtBackendOptions {
  /** What computes, 'cpu' by default; each engine is a TensorFlow.js backend of its own. */
  engine?: Engine;
  /** Threads inside one operation; by default one for each core that the process may use. */
  threads?: number;
  /** Compiled graphs kept; the least recently used goes first. */
  sessions?: number;
  /** File prefix of ONNX Runtime's own profile, one JSON file a session; none by default. */
  profilePrefix?: string;
}
