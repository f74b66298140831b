import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import type { PurposeText } from './purpose.ts'

export type PurposeVersion = { version: number; effectiveFrom: Date; texts: PurposeText[]; codes: string[] }

export type ProposedPurpose = Omit<PurposeVersion, 'version'> & {
  id: string
  proposedBy: { id: string; name: string }
  proposedAt: Date
}

export type PurposePage = {
  id: string
  name: string
  isClosed: boolean
  /** Newest first: what is to come, what is in force, what was. */
  versions: (PurposeVersion & { standing: 'ahead' | 'in_force' | 'earlier' })[]
  proposed: ProposedPurpose | null
  /** Every purpose that money can go out for. */
  knownCodes: string[]
}

/** What a fund is for: its versions, and the change that waits for another administrator. Null: not theirs. */
export async function purposePage(of: {
  fundId: string
  fundIds: string[]
  language: string
}): Promise<PurposePage | null> {
  const { fundId, fundIds, language } = of
  if (!fundIds.includes(fundId)) return null
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const fund = await tx.fund.findFirst({ where: { id: fundId, kind: { not: 'operating' } } })
    if (!fund) return null
    return {
      id: fundId,
      name: (await fundNames(tx, { fundIds: [fundId], language })).get(fundId) ?? '',
      isClosed: fund.state === 'closed',
      versions: await versionsOf(tx, fundId),
      proposed: await proposedOf(tx, fundId),
      knownCodes: (await tx.purposeCode.findMany({ orderBy: [{ account: 'asc' }, { code: 'asc' }] })).map(
        ({ code }) => code,
      ),
    }
  })
}

async function versionsOf(tx: Tx, fundId: string): Promise<PurposePage['versions']> {
  const rows = await tx.fundPurpose.findMany({
    where: { fundId },
    include: { fundPurposeTexts: true, fundPurposeCodes: { orderBy: { purposeCode: 'asc' } } },
    orderBy: { version: 'desc' },
  })
  const inForce = rows.find(({ effectiveFrom }) => effectiveFrom <= now())?.version ?? 0
  return rows.map(({ version, effectiveFrom, fundPurposeTexts, fundPurposeCodes }) => ({
    ...{ version, effectiveFrom, texts: fundPurposeTexts.map(wordsOf) },
    codes: fundPurposeCodes.map(({ purposeCode }) => purposeCode),
    standing: version === inForce ? 'in_force' : version > inForce ? 'ahead' : 'earlier',
  }))
}

async function proposedOf(tx: Tx, fundId: string): Promise<ProposedPurpose | null> {
  const change = await tx.fundPurposeChange.findFirst({
    where: { fundId, fundPurposeChangeDecision: null },
    include: { fundPurposeChangeTexts: true },
  })
  if (!change) return null
  const { name } = await tx.staff.findUniqueOrThrow({
    where: { id: change.proposedBy },
    select: { name: true },
  })
  return {
    id: change.id,
    ...{ effectiveFrom: change.effectiveFrom, codes: change.purposeCodes },
    texts: change.fundPurposeChangeTexts.map(wordsOf),
    ...{ proposedBy: { id: change.proposedBy, name }, proposedAt: change.occurredAt },
  }
}

const wordsOf = ({ language, name, summary, purpose }: PurposeText): PurposeText => ({
  ...{ language, name, summary, purpose },
})
