import { compareOptions } from '../../apps/trainer/src/options/compare-options.js';
import {
  applyOverrides,
  type OptionOverrides,
} from '../../apps/trainer/src/options/apply-overrides.js';
import { readRunOptions } from '../../apps/trainer/src/run-directory/run-options.js';
import { UsageError } from '../../apps/trainer/src/shared/errors.js';

/**
 * Throws UsageError if `run` has other options than `recipe` says: it would go on with its own, and
 * recipe.json of the package would not tell how it was trained.
 */
export async function requireRecipe(run: string, recipe: OptionOverrides): Promise<void> {
  const { options } = await readRunOptions(run);
  const differences = compareOptions(options, applyOverrides(options, recipe), {
    before: 'there',
    now: 'in the recipe',
  });
  if (differences.length === 0) return;
  throw new UsageError(
    `${run} was begun by another recipe (${differences.join('; ')}); remove its folder, or take the recipe back`,
  );
}
