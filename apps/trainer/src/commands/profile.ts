import { findProfile } from '../profiles/find-profile.js';
import { profileText } from '../profiles/profile-table.js';
import type { Context } from '../shared/context.js';

/** The arguments of `stackgan profile show`. */
export interface ProfileArguments {
  readonly name: string;
}

/** `stackgan profile show`: prints all options of a profile with their sources. */
export function showProfile({ name }: ProfileArguments, context: Context): void {
  context.console.line(profileText(findProfile(name)));
}
