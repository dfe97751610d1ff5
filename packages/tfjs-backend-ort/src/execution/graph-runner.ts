import { availableParallelism } from 'node:os';
import type { OrtBackendOptions } from './backend-options.js';
import type { OrtStatistics } from './statistics.js';
import type { BufferPool } from './buffer-pool.js';
import { CompiledGraph } from './compile.js';
import { computeInParts } from './compute-in-parts.js';
import { isDeviceError } from '../errors/device-error.js';
import { OrtOperationError } from '../errors/operation-error.js';
import { rebind } from '../graph/rebind.js';
import { type RunValues, type Schedule, schedule } from '../graph/schedule.js';
import { SessionCache } from './session-cache.js';

/** Compiles, keeps and runs graphs; if a run fails, it finds the operation that failed. */
export class GraphRunner {
  private readonly sessions: SessionCache;

  constructor(
    private readonly options: OrtBackendOptions,
    private readonly buffers: BufferPool,
    private readonly statistics: OrtStatistics,
  ) {
    this.sessions = new SessionCache(options.sessions ?? 64);
  }

  /** Computes the outputs of `work`; those that depend on a failed operation get its error. */
  attempt(work: Schedule): void {
    try {
      // Nothing is overwritten, since a failed graph is computed again in parts.
      this.run(this.graphOf(work), work, false);
    } catch (error) {
      this.computeInParts(work, error);
    }
    this.buffers.settle();
  }

  /**
   * Computes the outputs of `work` for `values`; they may overwrite inputs whose tensors are
   * disposed of. Throws an error that names the failed operation; then nothing is freed.
   */
  compute(work: Schedule, values: RunValues): void {
    try {
      this.run(this.graphOf(work), values, true);
    } catch (error) {
      throw this.failureOf(work, values, error);
    }
    this.buffers.settle();
  }

  /** Releases all compiled graphs. */
  clear(): void {
    this.sessions.clear();
  }

  private graphOf(work: Schedule): CompiledGraph {
    return this.sessions.get(work.key, () => this.compile(work));
  }

  private compile(work: Schedule): CompiledGraph {
    this.statistics.compiles++;
    const { engine = 'cpu', profilePrefix } = this.options;
    // ONNX Runtime's own default is the number of physical cores, which it takes for 1 in a virtual
    // machine.
    const { threads = availableParallelism() } = this.options;
    return CompiledGraph.compile(work, { engine, threads, profilePrefix });
  }

  private run(graph: CompiledGraph, values: RunValues, mayOverwrite: boolean): void {
    this.statistics.runs++;
    graph.run(values, this.buffers, mayOverwrite);
  }

  /** Computes as much as possible of `work`, whose run failed with `error`. */
  private computeInParts(work: Schedule, error: unknown): void {
    const between = computeInParts(work, error, (part) => {
      const graph = this.compile(part);
      try {
        this.run(graph, part, false);
      } finally {
        graph.release();
      }
    });
    for (const value of between) this.buffers.retire(value);
  }

  /**
   * The error for a failed run; computing everything again in parts finds the operation that
   * failed.
   */
  private failureOf(work: Schedule, values: RunValues, cause: unknown): unknown {
    if (isDeviceError(cause)) return cause;
    const outputs = rebind(work, values);
    this.computeInParts(schedule(outputs), cause);
    for (const value of outputs) this.buffers.retire(value);
    const failure = outputs.find(({ error }) => error)?.error ?? (cause as Error);
    const lost = values.inputs.filter(({ error }) => error).length;
    if (lost === 0) return failure;
    return new OrtOperationError(
      `${failure.message}; ${lost} tensors were being overwritten and are lost; ` +
        'restore them from a saved copy',
      { cause },
    );
  }
}
