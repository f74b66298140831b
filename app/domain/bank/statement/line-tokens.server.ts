import { blindToken } from '#app/platform/crypto.ts'
import type { ReadLine } from './statement.ts'

/**
 * By what each line is known again, in their order: its own id at the bank, else what it says; and its number among equal
 * lines of its file. So the same file, or days that overlap, add nothing, and two equal lines of one file are two.
 */
export function lineTokens(accountId: string, lines: ReadLine[]): Buffer<ArrayBuffer>[] {
  const seen = new Map<string, number>()
  return lines.map(({ day, amount, text, bankId }) => {
    const said = JSON.stringify([
      accountId,
      day,
      String(amount),
      bankId ?? text.toLowerCase(),
      bankId !== null,
    ])
    const number = seen.get(said) ?? 0
    seen.set(said, number + 1)
    return blindToken('bank_line', `${said}:${number}`)
  })
}
