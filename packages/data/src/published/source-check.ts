/** What a check says about a file of a data set, or about a folder of files of one kind. */
export interface CheckedFile {
  /** Relative to the folder of the data set. */
  readonly path: string;
  /**
   * `absent` is a file that the data set can do without, `unchecked` one that cannot be checked
   * because another one is missing or wrong.
   */
  readonly state: 'found' | 'missing' | 'wrong' | 'absent' | 'unchecked';
  /** What it holds, who offers it if it is not there, or what is wrong and where. */
  readonly detail: string;
}

/** All files that a data set expects, and what is remarkable about it. */
export interface SourceCheck {
  readonly files: readonly CheckedFile[];
  /** The notices of its source; none while a needed file is missing or wrong. */
  readonly notices: readonly string[];
  /** Whether it can be prepared. */
  readonly isComplete: boolean;
}
