/** The sources that a run can follow, as `--profile` names them. */
export const PROFILE_NAMES = ['paper', 'pytorch', 'tf'] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];
