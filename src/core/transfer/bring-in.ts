/** Bringing accounts in: from what was scanned, pasted or read in a file to what is kept. */

export interface BringIn {
  readonly step: 'bring-in-starting';
}

/** What the person does on its screens. */
export interface BringInAction {
  readonly type: 'bring-in-stopped';
}
