import { type CachedEncoder, captionsPerCall } from './embedding-cache.js';

/** Embeds captions into an encoder's cache while more of them come. */
export class EmbedAhead {
  readonly #waiting: string[] = [];
  #running: Promise<void> | undefined;
  #failure: Error | undefined;

  constructor(private readonly cached: CachedEncoder) {}

  /** Embeds them soon; throws what the encoder threw on earlier ones. */
  add(captions: readonly string[]): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#waiting.push(...captions);
    if (this.#waiting.length >= captionsPerCall) this.#running ??= this.#work();
  }

  /** Resolves when nothing is being embedded any more; what still waits is left to the caller. */
  async stop(): Promise<void> {
    this.#waiting.length = 0;
    await this.#running;
  }

  async #work(): Promise<void> {
    try {
      while (this.#waiting.length >= captionsPerCall) {
        await this.cached.embed(this.#waiting.splice(0, captionsPerCall));
      }
    } catch (error) {
      this.#failure = error as Error;
    } finally {
      this.#running = undefined;
    }
  }
}
