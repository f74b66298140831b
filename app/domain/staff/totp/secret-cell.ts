import type { Cell } from '#app/platform/crypto.ts'

export const secretCell = (staffId: string): Cell => ({
  table: 'staff_totp',
  column: 'secret_sealed',
  row: staffId,
})
