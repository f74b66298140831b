/** Where a note lies sealed. */
export const noteCell = (noteId: string) => ({ table: 'donor_note', column: 'sealed', row: noteId })
