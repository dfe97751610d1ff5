import type { ProfileArguments } from '../cli/command-arguments.js';
import { findProfile } from '../profiles/find-profile.js';
import { profileText } from '../profiles/profile-table.js';
import type { Context } from '../shared/context.js';

/** `stackgan profile show`: every option of a profile, with where it comes from. */
export function showProfile({ name }: ProfileArguments, context: Context): void {
  context.console.line(profileText(findProfile(name)));
}
