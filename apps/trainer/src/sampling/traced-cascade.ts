import { type Cascade, type CascadeOptions, createCascade } from '@stackgan/stage2';
import { traced } from '@stackgan/tfjs-backend-ort';

/** A cascade that computes each stage as one graph, if the backend supports it. */
export const tracedCascade = (options: Omit<CascadeOptions, 'compile'>): Cascade =>
  createCascade({ ...options, compile: traced });
