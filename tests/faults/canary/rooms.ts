import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { OfficeBrowser } from '#tests/support/office.ts'

/** One family's words, of which none may stand in the clear. */
export const family = {
  ...{
    name: 'Osgood Thistlewood',
    birth_date: '1979-11-23',
    a_number: 'A777666555',
    docket: '26-THISTLE-77',
  },
  ...{ booking_number: 'THISTLEB-4', phone: '+1 555 019 7331', signer: 'Rosalind Plumwhistle' },
  ...{ court: 'Thistlebrook Imaginary Court', facility: 'Thistlefield Imaginary Jail' },
  note: 'Plumwhistle calls at night, +1 555 019 7331.',
}
export const traces = /thistle|plumwhistle|777666555|1979-11-23|555 019 7331|5550197331/gi

/** What was not refused, although it was given what it must not keep; empty where all is well. */
export const tookIt: string[] = []

/** A field that takes codes, or a number of a paper, is given words about a person. */
export async function refuses(
  browser: OfficeBrowser,
  path: string,
  form: Record<string, string>,
): Promise<void> {
  const { status } = await browser.send(path, new URLSearchParams(form))
  if (status !== 409 && status !== 422) tookIt.push(`${status} ${path} ${JSON.stringify(form)}`)
}

export const rowOf = <T>(
  read: (tx: Parameters<Parameters<typeof inTransaction<T>>[1]>[0]) => Promise<T>,
): Promise<T> => inTransaction({ scope: { kind: 'system' } }, read)

export type Office = Record<
  'intake' | 'approver' | 'treasurer' | 'administrator' | 'auditor' | 'poster',
  OfficeBrowser
> & { fundId: string; posterStaff: ActingStaff }
