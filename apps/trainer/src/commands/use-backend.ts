import { selectBackend } from '../backends/select-backend.js';
import type { Context } from '../shared/context.js';

/** Starts the backend of `--backend` and prints its name. */
export async function useBackend(choice: string, { console }: Context): Promise<void> {
  const { name, description } = await selectBackend(choice);
  console.line(`backend ${name}: ${description}`);
}
