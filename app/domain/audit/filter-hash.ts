import { createHash } from 'node:crypto'
import type { AuditFilter } from './audit-filter.ts'

/** Binds a proof of presence to one filter: a proof given for a narrow export is worth nothing for a wide one. */
export const filterHash = (filter: AuditFilter): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(filter).sort(([one], [other]) => (one < other ? -1 : 1))))
    .digest('hex')
