import { UsageError } from '../shared/errors.js';
import { suggestion } from '../options/nearest-name.js';
import type { OptionOverrides } from '../options/apply-overrides.js';
import { discrepancies } from './discrepancies.js';
import { PROFILE_NAMES, type ProfileName } from './profile-names.js';

/** The profile `name`. Throws UsageError that names the nearest one. */
export function findProfile(name: string): ProfileName {
  const found = PROFILE_NAMES.find((each) => each === name);
  if (found === undefined) {
    throw new UsageError(`unknown profile ${name}${suggestion(name, PROFILE_NAMES)}`);
  }
  return found;
}

/** Every option of `stackgan prepare` that the profile `name` sets, by dotted path. */
export function profilePreparation(name: string): OptionOverrides {
  const profile = findProfile(name);
  return Object.fromEntries(
    discrepancies
      .flatMap((each) => ('preparation' in each ? Object.entries(each.preparation) : []))
      .map(([path, values]) => [path, values[profile]]),
  );
}

/** Every training option that the profile `name` sets in `stage`, by dotted path. */
export function profileOverrides(name: string, stage: 1 | 2): OptionOverrides {
  const profile = findProfile(name);
  return Object.fromEntries(
    discrepancies
      .flatMap((each) => ('options' in each ? Object.entries(each.options) : []))
      .map(([path, values]) => [path, values[profile][stage - 1]])
      .filter(([, value]) => value !== undefined) as [string, unknown][],
  );
}
