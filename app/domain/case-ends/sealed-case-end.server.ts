import { open, seal } from '#app/platform/crypto.ts'
import type { CaseEndReason } from './case-end.ts'

export const sealCaseEnd = (bondId: string, reason: CaseEndReason) => seal(reason, cell(bondId))

export const openCaseEnd = (bondId: string, sealed: Uint8Array): CaseEndReason =>
  open(sealed, cell(bondId)) as CaseEndReason

const cell = (row: string) => ({ table: 'bond_case_end', column: 'reason_sealed', row })
