import { addDisclosure } from '#app/domain/disclosures/add-disclosure.server.ts'
import type { DemonstrationStaff } from './people.ts'

/** What two states want said to donors, as an example that nobody has reviewed: donors do not see it. */
export async function seedStateStatements({ sam }: DemonstrationStaff): Promise<void> {
  for (const [place, number] of [
    ['US-XX', 'XX-000000'],
    ['US-YY', 'YY-000000'],
  ] as const) {
    await addDisclosure({
      staff: sam,
      disclosure: {
        ...{ place, effectiveFrom: new Date('2026-01-01'), effectiveUntil: null, onReceipts: true },
        ...{ source: 'The charities office of a fictional state', readOn: new Date('2026-06-01') },
        texts: {
          en: `Registered in a fictional state under number ${number}. Registration does not imply endorsement.`,
          es: `Registrado en un estado ficticio con el número ${number}. El registro no implica aprobación.`,
          ...{ ar: '', vi: '', zh: '' },
        },
      },
    })
  }
}
