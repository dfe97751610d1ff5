import type { CompiledGraph } from './compile.js';

/** Compiled graphs by structure; when the cache is full, the least recently used is released. */
export class SessionCache {
  private readonly entries = new Map<string, CompiledGraph>();

  constructor(private readonly capacity: number) {}

  get(key: string, compile: () => CompiledGraph): CompiledGraph {
    const known = this.entries.get(key);
    if (known) {
      this.entries.delete(key);
      this.entries.set(key, known);
      return known;
    }
    const compiled = compile();
    this.entries.set(key, compiled);
    if (this.entries.size > this.capacity) {
      const [oldest, graph] = this.entries.entries().next().value!;
      graph.release();
      this.entries.delete(oldest);
    }
    return compiled;
  }

  clear(): void {
    for (const graph of this.entries.values()) graph.release();
    this.entries.clear();
  }
}
