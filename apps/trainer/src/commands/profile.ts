import { findProfile } from '../profiles/find-profile.js';
import { profileText } from '../profiles/profile-table.js';
import type { Context } from '../shared/context.js';

/** What the flags of `stackgan profile show` say. */
export interface ProfileArguments {
  readonly name: string;
}

/** `stackgan profile show`: every option of a profile, with where it comes from. */
export function showProfile({ name }: ProfileArguments, context: Context): void {
  context.console.line(profileText(findProfile(name)));
}
