import { open, seal } from '#app/platform/crypto.ts'
import type { PostingDetails } from './posting.ts'

export const sealDetails = (assignmentId: string, details: PostingDetails): Buffer<ArrayBuffer> =>
  seal(JSON.stringify(details), cell(assignmentId))

export const openDetails = (assignmentId: string, sealed: Uint8Array): PostingDetails =>
  JSON.parse(open(sealed, cell(assignmentId)))

const cell = (row: string) => ({ table: 'posting_assignment', column: 'details_sealed', row })
