import { parseDollars } from '#app/domain/money/money-field.ts'

/** What a passkey is asked to sign for: the figures as they are typed, read as the server will read them. */
export function typedReturn(form: FormData): { received: bigint; interest: bigint; kept: bigint } {
  const kept = [...form.keys()]
    .filter((name) => /^deductions\[\d+\]\.amount$/.test(name))
    .reduce((sum, name) => sum + typedCents(form, name), 0n)
  return { received: typedCents(form, 'received'), interest: typedCents(form, 'interest'), kept }
}

/** Zero for what cannot be read: the form comes back for it before any proof counts. */
export function typedCents(form: FormData, name: string): bigint {
  const typed = form.get(name)
  const read = parseDollars(typeof typed === 'string' ? typed : '')
  return read.ok ? read.cents : 0n
}
