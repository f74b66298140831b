import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { fundsWhere, type SignedInStaff } from '#app/domain/staff/staff.ts'
import { inTransaction } from '#app/platform/db.ts'
import { type ClosePreview, previewClose } from './preview-close.server.ts'

export type FundCloses = {
  fundId: string
  slug: string
  name: string
  preview: ClosePreview
  mayClose: boolean
  past: { id: string; seq: number; cutAt: Date; madeAt: Date; published: boolean; endedPeriod: boolean }[]
}

const pastShown = 12

/** The closes of each fund that a person works for, and what the next one would say. */
export async function closesPage(of: {
  staff: SignedInStaff
  language: string
  fundSlug: string | null
}): Promise<FundCloses[]> {
  const readable = fundsWhere(of.staff, 'closes:read')
  const closable = new Set(fundsWhere(of.staff, 'closes:publish'))
  const funds = await inTransaction({ scope: { kind: 'staff', fundIds: readable } }, async (tx) => {
    const rows = await tx.fund.findMany({
      where: {
        id: { in: readable },
        kind: { not: 'operating' },
        ...(of.fundSlug ? { slug: of.fundSlug } : {}),
      },
      orderBy: [{ position: 'asc' }, { slug: 'asc' }],
      include: {
        publicationCloses: { orderBy: { seq: 'desc' }, take: pastShown, include: { poolPeriod: true } },
      },
    })
    const names = await fundNames(tx, { fundIds: readable, language: of.language })
    return rows.map((fund) => ({
      fundId: fund.id,
      slug: fund.slug,
      name: names.get(fund.id) ?? fund.slug,
      mayClose: closable.has(fund.id),
      past: fund.publicationCloses.map((close) => ({
        ...{ id: close.id, seq: close.seq, cutAt: close.cutAt, madeAt: close.occurredAt },
        ...{ published: close.published, endedPeriod: close.poolPeriod !== null },
      })),
    }))
  })
  const shown: FundCloses[] = []
  // One after the other: each preview reads the fund's whole ledger.
  for (const fund of funds) shown.push({ ...fund, preview: await previewClose({ fundId: fund.fundId }) })
  return shown
}
