import { newCaseCode } from '#app/domain/disbursements/case-code.ts'

/** Eight letters and digits that nobody mishears on the telephone, made as case codes are. */
export const newRecoveryCode = newCaseCode

/** A code as it is compared: typed in any case, with or without its dash. */
export function readRecoveryCode(typed: string): string {
  const letters = typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  return `${letters.slice(0, 4)}-${letters.slice(4)}`
}
