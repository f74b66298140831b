import { blindToken } from '#app/platform/crypto.ts'
import { isDonorList, isOwn, type LayoutName, type Mapping } from './layouts.ts'
import type { ReadRow } from './read-row.ts'

type GiverTokens = { numberToken: string; addressToken: string }

/**
 * By what a later file knows a donor again, in hex: the number that their system gave them, and name and postal address as they
 * are written, but for capitals and spaces. Empty where a row does not say. Without our key neither can be read nor guessed.
 */
export const giverTokens =
  (of: { layout: LayoutName; columns: Mapping | null }) =>
  ({ donorNumber, name, postalAddress }: ReadRow): GiverTokens => ({
    numberToken: donorNumber === '' ? '' : token('number', `${systemOf(of)}\n${donorNumber}`),
    addressToken:
      name === '' || postalAddress === '' ? '' : token('name_and_address', `${name}\n${postalAddress}`),
  })

const token = (kind: string, text: string): string =>
  blindToken(`import-donor-${kind}`, plain(text)).toString('hex')

const plain = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .split('\n')
    .map((part) => part.trim().replaceAll(/\s+/g, ' '))
    .join('\n')

/** Two systems both have a donor 17. One that nobody here knows is told by what it calls the number. */
function systemOf({ layout, columns }: { layout: LayoutName; columns: Mapping | null }): string {
  if (isOwn(layout)) return `own ${columns?.donor_number ?? ''}`
  if (!isDonorList(layout)) return layout
  return layout === 'stripe_customers' ? 'stripe' : 'givewp'
}
