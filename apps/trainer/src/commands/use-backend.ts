import { selectBackend } from '../backends/select-backend.js';
import type { Context } from '../shared/context.js';

/** Starts the backend that `--backend` asks for and says which it is. */
export async function useBackend(choice: string, { console }: Context): Promise<void> {
  const { name, description } = await selectBackend(choice);
  console.line(`backend ${name}: ${description}`);
}
